namespace PhigrosLogin.Server.Http;

/// <summary>
/// What a route requires of its callers, declared where the route is mapped:
/// <c>.RequireClientCredential().DrawsOn(Limit.Logins)</c>. <see cref="Admission"/> checks it before the route runs.
/// </summary>
internal static class RequestLimits
{
    /// <summary>The route requires a client secret once the operator has registered a client.</summary>
    public static TBuilder RequireClientCredential<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new ClientCredential(IsRequired: true));

    /// <summary>
    /// The route knows a client by its secret and serves others too. A secret that no client has is refused all the same.
    /// </summary>
    public static TBuilder AcceptClientCredential<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new ClientCredential(IsRequired: false));

    /// <summary>The route changes something, so it refuses pages of sites that <c>Cors:Origins</c> does not list.</summary>
    public static TBuilder RefuseForeignPages<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new RefuseForeignPages());

    /// <summary>Each request here costs its caller something of this limit, whatever becomes of it.</summary>
    public static TBuilder DrawsOn<TBuilder>(this TBuilder routes, Limit limit)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new DrawsOn(limit));

    /// <summary>The client whose valid secret this request carries; null if there is none.</summary>
    public static Client? Client(this HttpContext context) => context.Features.Get<AuthenticatedClient>()?.Client;
}

/// <summary>Metadata of a route that reads the client secret in <c>X-Api-Key</c> once a client is registered.</summary>
internal sealed record ClientCredential(bool IsRequired);

/// <summary>Metadata of a route that refuses pages of sites that are not listed.</summary>
internal sealed class RefuseForeignPages;

/// <summary>The mark of a route that costs its callers something.</summary>
internal sealed record DrawsOn(Limit Limit);

/// <summary>The client whose secret this request carries.</summary>
internal sealed record AuthenticatedClient(Client Client);
