namespace PhigrosLogin.Server.Http;

/// <summary>
/// What a route requires of its callers, declared where the route is mapped:
/// <c>.RequireClientCredential().DrawsOn(Limit.Starts)</c>. <see cref="Admission"/> checks it before the route runs.
/// </summary>
internal static class RequestLimits
{
    /// <summary>The route requires a client secret once the operator has registered a client.</summary>
    public static TBuilder RequireClientCredential<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new RequireClientCredential());

    /// <summary>Each request here costs its caller something of this limit, whatever becomes of it.</summary>
    public static TBuilder DrawsOn<TBuilder>(this TBuilder routes, Limit limit)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new DrawsOn(limit));

    /// <summary>The verified name of the client that calls; null where no client secret was required.</summary>
    public static string? ClientName(this HttpContext context) => context.Features.Get<AuthenticatedClient>()?.Client.Name;
}

/// <summary>Metadata of a route that requires a client secret.</summary>
internal sealed class RequireClientCredential;

/// <summary>The mark of a route that costs its callers something.</summary>
internal sealed record DrawsOn(Limit Limit);

/// <summary>The client whose secret this request carries.</summary>
internal sealed record AuthenticatedClient(Client Client);
