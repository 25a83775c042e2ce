namespace PhigrosLogin.Server.Http;

/// <summary>Asks for what a route wants of its callers, before anything is read of what they send.</summary>
internal sealed class Admission(RequestDelegate next, GatewayOptions options, AddressLimits limits)
{
    private const string Header = "X-Api-Key";

    // Longer than any key that a person would give out; what is hashed for a stranger stays small.
    private const int LongestKey = 512;

    public Task InvokeAsync(HttpContext context)
    {
        var wanted = context.GetEndpoint()?.Metadata;
        if (wanted?.GetMetadata<NeedsApiKey>() is not null && options.ApiKeys.AreNeeded) Identify(context);
        if (wanted?.GetMetadata<DrawsOn>() is { Limit: var limit }) limits.Draw(context, limit);
        return next(context);
    }

    private void Identify(HttpContext context)
    {
        var name = context.Request.Headers[Header] is [{ Length: > 0 and <= LongestKey } key] ? options.ApiKeys.NameOf(key) : null;
        context.Features.Set(new KnownCaller(name ?? throw Problem.ApiKeyRequired));
    }
}
