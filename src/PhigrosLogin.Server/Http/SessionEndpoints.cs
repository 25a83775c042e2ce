using PhigrosLogin.Cloud;
using PhigrosLogin.Server.Logins;

namespace PhigrosLogin.Server.Http;

/// <summary>The Sessions API: it translates between HTTP and <see cref="SessionCare"/> and decides nothing.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var sessions = app.MapGroup("/api/v1/sessions").RefuseForeignPages().AcceptClientCredential().DrawsOn(Limit.Sessions);
        sessions.MapPost("/inspect", Inspect);
        sessions.MapPost("/rotate", Rotate);
    }

    private static async Task Inspect(HttpContext context, SessionCare care, Upstreams upstreams, GatewayOptions options)
    {
        var (session, region) = await ReadAsync(context, upstreams, options);
        if (await AskAsync(() => care.InspectAsync(session, region, context.RequestAborted)) is { } known)
        {
            await context.WriteJsonAsync(StatusCodes.Status200OK, SessionPresenter.Known(known), SessionJson.Relaxed.ValidSessionBody);
        }
        else
        {
            await context.WriteJsonAsync(StatusCodes.Status200OK, new InvalidSessionBody(), SessionJson.Relaxed.InvalidSessionBody);
        }
    }

    private static async Task Rotate(HttpContext context, SessionCare care, Upstreams upstreams, GatewayOptions options)
    {
        var (session, region) = await ReadAsync(context, upstreams, options);
        var rotated = await AskAsync(() => care.RotateAsync(session, region, context.RequestAborted)) ?? throw SessionProblems.SessionNotFound;
        await context.WriteJsonAsync(
            StatusCodes.Status200OK,
            new RotatedSessionBody { SessionToken = rotated.SessionToken.Reveal(), Region = rotated.Region },
            SessionJson.Relaxed.RotatedSessionBody);
    }

    /// <summary>What both want: access, a token, an optional region.</summary>
    private static async Task<(Secret Session, Upstream? Region)> ReadAsync(HttpContext context, Upstreams upstreams, GatewayOptions options)
    {
        SessionAccess.Require(context, options);
        var body = await context.Request.BodyAsync();
        if (body.Text("sessionToken") is not { } token || !GameCloudClient.IsSessionToken(token))
        {
            throw Problem.InvalidRequest("sessionToken must be a session token: 25 letters and digits.");
        }
        var region = body.OptionalText("region", 20) is { } name ? LoginEndpoints.FindRegion(upstreams, name) : null;
        SessionAccess.Require(context, options, region);
        return (new Secret(token), region);
    }

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (UpstreamException trouble)
        {
            throw Problem.From(trouble);
        }
        catch (OutcomeUnknownException)
        {
            throw SessionProblems.RotateOutcomeUnknown;
        }
    }
}
