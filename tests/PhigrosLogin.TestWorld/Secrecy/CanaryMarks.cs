using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Secrecy;

/// <summary>The secrets of a login, as the bodies of <see cref="WireBody"/> carry them, and those of an operator.</summary>
internal static class CanaryMarks
{
    public const string ProxyPassword = "pw-S3sam/Oeffne+Dich";
    public const string AppKey = "appkeyQ2hhcmxpZTdCcmF2bzk";
    public const string ClientSecret = "apikey/Z2F0ZWtlZXBlcg+5x";

    public static (string Name, string Secret)[] All { get; } =
    [
        ("device code", WireBody.Code),
        ("user code", WireBody.UserCode),
        ("kid", WireBody.Kid),
        ("mac key", WireBody.MacKey),
        ("session token", WireBody.SessionToken),
        ("new session token", WireBody.NewSessionToken),
        ("openid", WireBody.OpenId),
        ("proxy password", ProxyPassword),
        ("app key", AppKey),
        ("client secret", ClientSecret),
    ];
}
