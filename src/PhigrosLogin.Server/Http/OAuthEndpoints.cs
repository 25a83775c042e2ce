using System.Buffers;
using System.Text.Json;
using PhigrosLogin.Server.Logins;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.Server.Http;

/// <summary>The OAuth 2.0 device grant (RFC 8628): it translates between OAuth's forms and the device grant and decides nothing.</summary>
internal static class OAuthEndpoints
{
    private const string GrantType = "urn:ietf:params:oauth:grant-type:device_code";
    private const string Scope = "public_profile";

    private static readonly string[] Looking = ["GET", "HEAD"];

    // RFC 6749 §3.3, with the blank between two of them.
    private static readonly SearchValues<char> ScopeCharacters =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Where(character => character is not ('"' or '\\'))]);

    public static void MapOAuth(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/.well-known/oauth-authorization-server", Looking, Describe);
        var oauth = app.MapGroup("/oauth").RefuseForeignPages();
        oauth.MapPost("/device_authorization", Open);
        oauth.MapPost("/token", GiveToken);
    }

    private static Task Describe(HttpContext context, GatewayOptions options, LoginPresenter presenter)
    {
        var origin = presenter.Origin(context.Request);
        return OAuthAnswer.WriteAsync(context, new OAuthMetadata
        {
            Issuer = origin,
            DeviceAuthorizationEndpoint = $"{origin}/oauth/device_authorization",
            TokenEndpoint = $"{origin}/oauth/token",
            GrantTypesSupported = [GrantType],
            ResponseTypesSupported = [],
            TokenEndpointAuthMethodsSupported = OAuthClient.Methods(options.Clients),
        }, OAuthJson.Relaxed.OAuthMetadata);
    }

    private static async Task Open(
        HttpContext context, GatewayOptions options, Upstreams upstreams, DeviceGrant grant, RateLimits limits, LoginPresenter presenter)
    {
        var form = await OAuthForm.ReadAsync(context.Request);
        var (client, registered, _) = OAuthClient.Authenticate(context.Request, form, options.Clients);
        if (registered is not null) context.Features.Set(new AuthenticatedClient(registered));
        limits.Draw(context, Limit.Logins);
        if (form["scope"].AsSpan().ContainsAnyExcept(ScopeCharacters)) throw new Problem(400, "invalid_scope", "scope must be words of printable ASCII.");
        var region = form["region"] is { } name ? FindRegion(upstreams, name) : null;

        var (login, deviceCode) = await grant.OpenAsync(
            region ?? upstreams.Default, canChangeRegion: region is null, client, requestedBy: DisplayText.Sanitize(client), clientName: registered?.Name);
        var origin = presenter.Origin(context.Request);
        await OAuthAnswer.WriteAsync(context, new DeviceAuthorizationBody
        {
            DeviceCode = deviceCode.Reveal(),
            UserCode = login.Facts.UserCode!.Reveal(),
            VerificationUri = $"{origin}/l",
            VerificationUriComplete = $"{origin}/l/{login.Id}",
            ExpiresIn = (long)(login.Facts.ExpiresAt - login.Facts.CreatedAt).TotalSeconds,
            Interval = (long)grant.Interval.TotalSeconds,
        }, OAuthJson.Relaxed.DeviceAuthorizationBody);
    }

    private static async Task GiveToken(HttpContext context, GatewayOptions options, DeviceGrant grant)
    {
        var form = await OAuthForm.ReadAsync(context.Request);
        var (client, _, method) = OAuthClient.Authenticate(context.Request, form, options.Clients);
        if (form.Require("grant_type") != GrantType) throw new Problem(400, "unsupported_grant_type", $"grant_type must be {GrantType}.");
        var deviceCode = form.Require("device_code");
        // Whoever left has not read anything.
        context.RequestAborted.ThrowIfCancellationRequested();

        await (await grant.AskAsync(deviceCode, client, method) switch
        {
            DeviceAnswer.Granted granted => OAuthAnswer.WriteAsync(context, Token(granted.Result), OAuthJson.Relaxed.TokenBody),
            DeviceAnswer.Pending => OAuthAnswer.WriteErrorAsync(context, "authorization_pending", "The player is not done yet."),
            DeviceAnswer.TooSoon => OAuthAnswer.WriteErrorAsync(context, "slow_down", "The interval is 5 seconds longer from now on."),
            DeviceAnswer.Denied denied => OAuthAnswer.WriteErrorAsync(context, "access_denied", LoginWords.Of(denied.Reason) ?? LoginWords.Of(denied.Status)),
            DeviceAnswer.Expired => OAuthAnswer.WriteErrorAsync(context, "expired_token", "The time for this login is over: begin another one."),
            DeviceAnswer.Unknown => OAuthAnswer.WriteErrorAsync(context, "invalid_grant", "There is no such device code for this client, or it was acknowledged or forgotten since."),
            var unknown => throw new System.Diagnostics.UnreachableException(unknown.GetType().Name),
        });
    }

    private static TokenBody Token(byte[] result)
    {
        var root = JsonDocument.Parse(result).RootElement;
        return new TokenBody
        {
            AccessToken = root.Text("sessionToken")!,
            TokenType = "Bearer",
            Scope = Scope,
            Region = root.Text("region")!,
            Player = root.GetProperty("player"),
        };
    }

    private static Upstream FindRegion(Upstreams upstreams, string name) =>
        upstreams.TryFind(name, out var upstream) ? upstream : throw Problem.InvalidRequest($"region is unknown here: use {string.Join(", ", upstreams.Names)}.");
}
