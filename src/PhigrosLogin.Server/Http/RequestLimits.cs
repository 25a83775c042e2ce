namespace PhigrosLogin.Server.Http;

/// <summary>
/// What a route asks of its callers, said where the route is mapped: <c>.NeedsApiKey().DrawsOn(Limit.Starts)</c>.
/// <see cref="Admission"/> sees to it before the route runs.
/// </summary>
internal static class RequestLimits
{
    /// <summary>Only holders of a key may knock here, once the operator has given out any.</summary>
    public static TBuilder NeedsApiKey<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new NeedsApiKey());

    /// <summary>Each request here costs its caller something of this limit, whatever becomes of it.</summary>
    public static TBuilder DrawsOn<TBuilder>(this TBuilder routes, Limit limit)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new DrawsOn(limit));

    /// <summary>The name of the key that this caller has shown; null where none was needed.</summary>
    public static string? ApiKeyName(this HttpContext context) => context.Features.Get<KnownCaller>()?.KeyName;
}

/// <summary>The mark of a route that needs a key.</summary>
internal sealed class NeedsApiKey;

/// <summary>The mark of a route that costs its callers something.</summary>
internal sealed record DrawsOn(Limit Limit);

/// <summary>Who has shown a key.</summary>
internal sealed record KnownCaller(string KeyName);
