using System.Text.Json;
using PhigrosLogin.Server.Logins;
using PhigrosLogin.Server.Pages;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Http;

/// <summary>Puts a login into the words of the wire.</summary>
internal sealed class LoginPresenter(GatewayOptions options, Upstreams upstreams, SteadyClock clock)
{
    public TimeProvider Time => clock.Time;

    /// <summary>The origin of links: <c>PublicUrl</c>, else what the caller used, if that can only be this machine or an address.</summary>
    public string Origin(HttpRequest request)
    {
        if (options.PublicUrl is { } url) return url.GetLeftPart(UriPartial.Authority);
        // NOTE: any other Host header is the caller's invention, and a link built on it would lead players astray.
        return request.Host.HasValue && HostRule.IsOwn(request.Host) ? $"{Scheme(request)}://{request.Host}" : options.Urls[0].TrimEnd('/');
    }

    /// <summary>Whether browsers come by https, as far as the gateway knows.</summary>
    public bool IsHttps(HttpRequest request) => Origin(request).StartsWith("https:", StringComparison.Ordinal);

    public LoginStatusBody Status(Login login, PageLanguage language) => Status(login, login.State, language);

    /// <summary>A login as it was in one state.</summary>
    public LoginStatusBody Status(Login login, LoginState state, PageLanguage language)
    {
        upstreams.TryFind(state.Region, out var upstream);
        return new LoginStatusBody
        {
            Id = login.Id,
            Region = state.Region,
            CanChangeRegion = login.Facts.CanChangeRegion,
            Status = LoginWords.Of(state.Status),
            Reason = LoginWords.Of(state.Reason),
            Notice = LoginWords.Of(state.Notice),
            Final = state.IsFinal,
            Version = state.Version,
            QrNumber = state.Attempt,
            Message = Sentence(state, language),
            RequestedBy = login.Facts.RequestedBy,
            RequestedFor = login.Facts.RequestedFor,
            CreatedAt = login.Facts.CreatedAt.UtcDateTime,
            ExpiresAt = login.Facts.ExpiresAt.UtcDateTime,
            Interval = (long)Math.Ceiling((state.Code?.Interval ?? options.MinimumInterval).TotalSeconds),
            UpstreamStatus = LoginWords.Of(upstream?.Weather.Report().Status ?? UpstreamStatus.Down),
            Qr = state.Code is not { } code ? null : new ShownQr
            {
                Content = code.Link,
                OpenInTapTap = AppLink.Of(state.Region, code.Link),
                ExpiresAt = code.ExpiresAt.UtcDateTime,
            },
        };
    }

    public static LoginResultBody Result(LoginState state, PageLanguage language) => new()
    {
        Status = LoginWords.Of(state.Status),
        Reason = LoginWords.Of(state.Reason),
        Notice = LoginWords.Of(state.Notice),
        Final = state.IsFinal,
        Message = Sentence(state, language),
        Result = state.Result is null ? null : JsonDocument.Parse(state.Result).RootElement,
    };

    /// <summary>The login as its page shows it.</summary>
    public LoginView View(Login login, HttpRequest request, bool isOwn, bool showQr, Func<Login, LoginState, bool> isReadable)
    {
        var state = login.State;
        var weather = upstreams.TryFind(state.Region, out var upstream) ? upstream.Weather.Report() : null;
        var result = state.Result is null || !isReadable(login, state) ? (JsonElement?)null : JsonDocument.Parse(state.Result).RootElement;
        return new LoginView
        {
            Id = login.Id,
            Origin = Origin(request),
            State = LoginWords.Of(state.Status),
            Reason = LoginWords.Of(state.Reason),
            Notice = LoginWords.Of(state.Notice),
            Region = state.Region,
            CanChangeRegion = login.Facts.CanChangeRegion,
            Regions = [.. upstreams.DefaultFirst.Select(each => each.Region.Name)],
            Version = state.Version,
            Attempt = state.Attempt,
            Now = clock.Now,
            CreatedAt = login.Facts.CreatedAt,
            ExpiresAt = login.Facts.ExpiresAt,
            QrExpiresAt = state.Code?.ExpiresAt,
            OpenInTapTap = state.Code is { } code ? AppLink.Of(state.Region, code.Link) : null,
            UpstreamStatus = LoginWords.Of(weather?.Status ?? UpstreamStatus.Down),
            UpstreamCause = weather?.Cause is { } cause ? LoginWords.Of(cause) : null,
            RequestedBy = login.Facts.RequestedBy,
            RequestedByVerified = login.Facts.ClientName,
            RequestedFor = login.Facts.RequestedFor,
            IsOwn = isOwn,
            SessionToken = isOwn && result?.Text("sessionToken") is { } token ? new Secret(token) : null,
            PlayerName = result?.Object("player")?.Text("nickname") is { Length: > 0 } name ? name : null,
            ShowQr = showQr,
        };
    }

    // NOTE: a trusted proxy that passes X-Forwarded-Proto on must not make a link with the scheme javascript.
    private static string Scheme(HttpRequest request) => request.IsHttps ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;

    private static string Sentence(LoginState state, PageLanguage language) =>
        LoginSentence.Of(LoginWords.Of(state.Status), LoginWords.Of(state.Reason), LoginWords.Of(state.Notice), state.Region, language);
}
