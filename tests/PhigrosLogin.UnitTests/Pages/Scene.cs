using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.Tests.Pages;

/// <summary>A login as a page shows it, 48 s old; a test changes what it is about.</summary>
internal sealed class Scene
{
    public const string Id = "AbCdEfGhIjKlMnOpQrSt_-";
    public const string Token = "f5knk52e8o0123456789as7zx";

    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static readonly string[] States =
        ["pending", "scanned", "completing", "succeeded", "denied", "expired", "failed", "cancelled"];

    public string State { get; init; } = "pending";
    public string? Reason { get; init; }
    public string? Notice { get; init; }
    public bool CanChangeRegion { get; init; }
    public string Upstream { get; init; } = "ok";
    public string? Cause { get; init; }
    public string? By { get; init; } = "Pigeon";
    public string? Verified { get; init; }
    public string? For { get; init; } = "Axiao";
    public bool IsOwn { get; init; }
    public string? OpenInTapTap { get; init; }
    public bool ShowQr { get; init; }
    public string? PlayerName { get; init; } = "static-void2";
    public string? SessionToken { get; init; } = Token;
    public TimeSpan Life { get; init; } = TimeSpan.FromSeconds(600);

    public LoginView View => new()
    {
        Id = Id,
        Origin = "https://gate.example",
        State = State,
        Reason = Reason,
        Notice = Notice,
        Region = "cn",
        CanChangeRegion = CanChangeRegion,
        Regions = ["cn", "global"],
        Version = 7,
        Attempt = 2,
        Now = Now,
        CreatedAt = Now.AddSeconds(-48),
        ExpiresAt = Now.AddSeconds(-48) + Life,
        QrExpiresAt = Now.AddSeconds(252),
        OpenInTapTap = OpenInTapTap,
        UpstreamStatus = Upstream,
        UpstreamCause = Cause,
        RequestedBy = By,
        RequestedByVerified = Verified,
        RequestedFor = For,
        IsOwn = IsOwn,
        SessionToken = SessionToken is null ? null : new Secret(SessionToken),
        PlayerName = PlayerName,
        ShowQr = ShowQr,
    };

    public string Draw(Device device = Device.Desktop, PageLanguage language = PageLanguage.English) =>
        LoginPage.Render(View, device, language);
}
