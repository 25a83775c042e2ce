namespace PhigrosLogin.Server.Http;

/// <summary>
/// Checks, before anything of the body is read, what a route declares: that no page of another site sends the request, the
/// client secret, and the rate limit.
/// </summary>
internal sealed class Admission(RequestDelegate next, GatewayOptions options, RateLimits limits)
{
    private const string Header = "X-Api-Key";

    // Longer than any secret an operator would choose; bounds what is hashed for an unknown caller.
    private const int MaxSecretLength = 512;

    public Task InvokeAsync(HttpContext context)
    {
        var wanted = context.GetEndpoint()?.Metadata;
        if (wanted?.GetMetadata<RefuseForeignPages>() is not null && CrossOrigin.IsForeign(context.Request, options))
        {
            throw Problem.ForeignPage;
        }
        if (wanted?.GetMetadata<ClientCredential>() is { } credential && options.Clients.Any) Authenticate(context, credential);
        if (wanted?.GetMetadata<DrawsOn>() is { Limit: var limit }) limits.Draw(context, limit);
        return next(context);
    }

    private void Authenticate(HttpContext context, ClientCredential credential)
    {
        if (context.Request.Headers[Header] is [] or [null or ""])
        {
            if (credential.IsRequired) throw Problem.ClientCredentialRequired;
            return;
        }
        var client = context.Request.Headers[Header] is [{ Length: <= MaxSecretLength } secret]
            ? options.Clients.FindBySecret(secret)
            : null;
        context.Features.Set(new AuthenticatedClient(client ?? throw Problem.ClientCredentialInvalid));
    }
}
