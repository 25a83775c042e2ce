using PhigrosLogin.Cloud;
using PhigrosLogin.Polling;
using PhigrosLogin.Server.Logins;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Http;

/// <summary>The LoginQrCode API, fixed to the byte: it translates between its bodies and the login flow and decides nothing.</summary>
internal static class LoginQrCodeEndpoints
{
    public static void MapLoginQrCode(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/LoginQrCode").RefuseForeignPages().RequireClientCredential();
        api.MapGet("/GetNewQrCode", GetNewQrCode).DrawsOn(Limit.Logins);
        api.MapPost("/CheckQRCode", CheckQrCode);
        api.MapPost("/GetTapTapProfile", GetTapTapProfile);
        api.MapPost("/GetPhigrosToken", GetPhigrosToken);
        // The document's list of steps writes this one without /api.
        app.MapPost("/LoginQrCode/GetPhigrosToken", GetPhigrosToken).RefuseForeignPages().RequireClientCredential();
    }

    private static async Task<LoginQrCodeResponse> GetNewQrCode(HttpRequest request, Upstreams upstreams, LoginQrCodeFlow flow)
    {
        var upstream = request.ChooseRegion(upstreams);
        try
        {
            var (code, interval) = await flow.BeginAsync(
                upstream, isForClient: request.HttpContext.Client() is not null, request.HttpContext.RequestAborted);
            var body = new NewQrCode
            {
                DeviceId = code.DeviceId,
                DeviceCode = code.Code.Reveal(),
                ExpiresInSeconds = (long)code.ExpiresIn.TotalSeconds,
                Url = code.Url,
                Interval = (long)Math.Ceiling(interval.TotalSeconds),
            };
            return LoginQrCodeResponse.Json(body, LoginQrCodeJson.Default.NewQrCode);
        }
        catch (UpstreamException trouble)
        {
            return LoginQrCodeResponse.Error(LoginQrCodeError.LoginOtherError, trouble.Message, trouble.RetryAfter ?? TimeSpan.FromSeconds(5));
        }
    }

    private static async Task<LoginQrCodeResponse> CheckQrCode(HttpRequest request, Upstreams upstreams, LoginQrCodeFlow flow, RateLimits limits, TimeProvider time)
    {
        var (code, deviceId, url) = LoginQrCodeBody.ReadCode(await LoginQrCodeBody.ReadAsync(request));
        var upstream = request.ChooseRegion(upstreams, link: url);

        var session = await flow.FindAsync(upstream, code);
        if (session is null)
        {
            // A code that was issued elsewhere is polled here from now on, as if it had been requested here.
            limits.Draw(request.HttpContext, Limit.Logins);
            session = flow.AddUnknown(upstream, code, deviceId);
        }
        var state = await flow.CheckAsync(session, request.HttpContext.RequestAborted);
        return state.Status switch
        {
            DeviceCodeStatus.Pending or DeviceCodeStatus.Scanned => LoginQrCodeResponse.NotDone(state.Failure),
            DeviceCodeStatus.Granted => LoginQrCodeResponse.Json(
                Checked(state.Token!, upstream, upstreams), LoginQrCodeJson.Default.CheckedCode),
            _ => LoginQrCodeResponse.Error(
                LoginQrCodeError.LoginOtherError,
                (state.Refusal ?? TapTapRefusal.InvalidGrantCode(time.GetUtcNow())).Text),
        };
    }

    private static async Task<LoginQrCodeResponse> GetTapTapProfile(
        HttpRequest request, Upstreams upstreams, LoginQrCodeFlow flow, RateLimits limits)
    {
        var (token, region) = LoginQrCodeBody.ReadToken(await LoginQrCodeBody.ReadAsync(request));
        var upstream = request.ChooseRegion(upstreams, named: region);
        if (!flow.HasGranted(token)) limits.Draw(request.HttpContext, Limit.TokenCalls);
        using var budget = flow.NewBudget(request.HttpContext.RequestAborted);
        try
        {
            var profile = await flow.GetProfileAsync(upstream, token, budget);
            var data = new ProfileData
            {
                OpenId = profile.OpenId,
                UnionId = profile.UnionId,
                Name = profile.Name,
                Gender = profile.Gender,
                Avatar = profile.Avatar,
            };
            return LoginQrCodeResponse.Json(new Profile { Data = data }, LoginQrCodeJson.Default.Profile);
        }
        catch (UpstreamException trouble)
        {
            return LoginQrCodeResponse.Error(LoginQrCodeError.GetProfileError, trouble.Message);
        }
    }

    private static async Task<LoginQrCodeResponse> GetPhigrosToken(
        HttpRequest request, Upstreams upstreams, LoginQrCodeFlow flow, RateLimits limits)
    {
        var (token, region) = LoginQrCodeBody.ReadToken(await LoginQrCodeBody.ReadAsync(request));
        var upstream = request.ChooseRegion(upstreams, named: region);
        if (!flow.HasGranted(token)) limits.Draw(request.HttpContext, Limit.TokenCalls);
        using var budget = flow.NewBudget(request.HttpContext.RequestAborted);
        var code = LoginQrCodeError.GetProfileError;
        try
        {
            var profile = await flow.GetProfileAsync(upstream, token, budget);
            code = LoginQrCodeError.LCLoginError;
            return await flow.SignInAsync(upstream, token, profile, budget) switch
            {
                CloudLogin.Player player => LoginQrCodeResponse.Token(player.SessionToken),
                _ => LoginQrCodeResponse.Error(code, "This TapTap account has never played Phigros in this region: play once and let the game sign in, or try the other region."),
            };
        }
        catch (UpstreamException trouble)
        {
            return LoginQrCodeResponse.Error(code, trouble.Message);
        }
    }

    private static CheckedCode Checked(TapTapToken token, Upstream upstream, Upstreams upstreams) => new()
    {
        Data = new TokenData
        {
            Kid = token.Kid.Reveal(),
            Token = token.AccessToken.Reveal(),
            TokenType = token.TokenType,
            MacKey = token.MacKey.Reveal(),
            MacAlgorithm = token.MacAlgorithm,
            Scope = token.Scope,
        },
        Region = upstream == upstreams.Default ? null : upstream.Region.Name,
    };

    /// <summary>The query wins, then what the body says, then the default.</summary>
    private static Upstream ChooseRegion(this HttpRequest request, Upstreams upstreams, string? named = null, string? link = null)
    {
        named = request.Query.TryGetValue("region", out var asked) ? asked.ToString() : named;
        if (named is not null)
        {
            return upstreams.TryFind(named, out var byName)
                ? byName
                : throw LoginQrCodeBody.Bad($"region is unknown here: use {string.Join(", ", upstreams.Names)}.");
        }
        if (link is null) return upstreams.Default;
        return upstreams.TryFindByLink(link, out var byLink)
            ? byLink
            : throw LoginQrCodeBody.Bad("url belongs to no region of this gateway: send the answer of GetNewQrCode as it came.");
    }
}
