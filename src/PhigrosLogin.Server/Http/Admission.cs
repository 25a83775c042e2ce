namespace PhigrosLogin.Server.Http;

/// <summary>Checks the client secret and the rate limit of a route before anything of the body is read.</summary>
internal sealed class Admission(RequestDelegate next, GatewayOptions options, AddressLimits limits)
{
    private const string Header = "X-Api-Key";

    // Longer than any secret an operator would choose; bounds what is hashed for an unknown caller.
    private const int MaxSecretLength = 512;

    public Task InvokeAsync(HttpContext context)
    {
        var wanted = context.GetEndpoint()?.Metadata;
        if (wanted?.GetMetadata<RequireClientCredential>() is not null && options.Clients.IsRequired) Authenticate(context);
        if (wanted?.GetMetadata<DrawsOn>() is { Limit: var limit }) limits.Draw(context, limit);
        return next(context);
    }

    private void Authenticate(HttpContext context)
    {
        if (context.Request.Headers[Header] is [] or [null or ""]) throw Problem.ClientCredentialRequired;
        var client = context.Request.Headers[Header] is [{ Length: <= MaxSecretLength } secret]
            ? options.Clients.FindBySecret(secret)
            : null;
        context.Features.Set(new AuthenticatedClient(client ?? throw Problem.ClientCredentialInvalid));
    }
}
