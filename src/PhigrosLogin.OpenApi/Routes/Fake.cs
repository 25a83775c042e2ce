using System.Text.Json.Nodes;
using PhigrosLogin.Server.Http;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.OpenApi.Routes;

/// <summary>Values for examples. Nobody can take them for real ones.</summary>
internal static class Fake
{
    public const string LoginId = "example_login_id_00000";
    public const string LoginSecret = "example_login_secret_example_login_secret_0";
    public const string SessionToken = "exampleexampleexampleexam";
    public const string DeviceCode = "ExampleDeviceCodeExampleDeviceCode000000";
    public const string Link = "https://accounts.taptap.cn/device?qrcode=1&user_code=exmpl";

    private static readonly DateTime Begin = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    public static CreatedLoginBody Created => new()
    {
        Id = LoginId,
        LoginSecret = LoginSecret,
        LoginUrl = $"https://gate.example/l/{LoginId}",
        QrUrl = $"https://gate.example/api/v1/logins/{LoginId}/qr.png",
        Status = "pending",
        Version = 1,
        ExpiresAt = Begin.AddMinutes(10),
        Interval = 3,
    };

    public static LoginStatusBody Status(string state, string message, ShownQr? qr = null) => new()
    {
        Id = LoginId,
        Region = "cn",
        CanChangeRegion = true,
        Status = state,
        Reason = null,
        Notice = null,
        Final = state == "cancelled",
        Version = 2,
        QrNumber = 1,
        Message = message,
        RequestedBy = "Phi bot",
        RequestedFor = "Ame",
        CreatedAt = Begin,
        ExpiresAt = Begin.AddMinutes(10),
        Interval = 3,
        UpstreamStatus = "ok",
        Qr = qr,
    };

    public static ShownQr Qr => new() { Content = Link, OpenInTapTap = AppLink.Of("cn", Link), ExpiresAt = Begin.AddMinutes(5) };

    public static JsonObject Result => new()
    {
        ["sessionToken"] = SessionToken,
        ["region"] = "cn",
        ["player"] = new JsonObject { ["objectId"] = "exampleexampleexampleexa", ["nickname"] = "Ame", ["shortId"] = "exampl" },
        ["profile"] = new JsonObject { ["openId"] = "example-open-id", ["unionId"] = "example-union-id", ["name"] = "Ame", ["avatar"] = "https://img3.tapimg.com/default_avatars/example.jpg" },
    };

    public static JsonObject CheckedCode => new()
    {
        ["data"] = new JsonObject
        {
            ["kid"] = "1/example-kid",
            ["token"] = "1/example-kid",
            ["tokenType"] = "mac",
            ["macKey"] = "example-mac-key",
            ["macAlgorithm"] = "hmac-sha-1",
            ["scope"] = "public_profile",
        },
    };
}
