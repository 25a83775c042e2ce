using System.Text.Json.Nodes;
using PhigrosLogin.OpenApi.Writing;
using PhigrosLogin.Server.Http;

namespace PhigrosLogin.OpenApi.Routes;

/// <summary>The bodies of the LoginQrCode API.</summary>
internal static class LoginQrCodeShapes
{
    public static readonly Component NewQrCode = Component.Of("NewQrCode", LoginQrCodeJson.Default.NewQrCode,
        new("一张新的二维码；下一步把整个对象原样发回。", "A new QR code. Send the whole object unchanged in the next step."),
        new("deviceID", Shape.Text(new("这次登录的设备编号，每次随机生成。", "The device id of this login, random for each."), "00000000000000000000000000000000", "^[0-9a-f]{32}$")),
        new("deviceCode", Shape.Text(new("二维码的凭证，请保密。", "The credential of the code. Keep it secret."), Fake.DeviceCode, "^[A-Za-z0-9._~-]{1,128}$")),
        new("expiresInSeconds", Shape.Number(new("还有多少秒过期。", "The lifetime of the code in seconds."), 1, 1800)),
        new("url", Shape.Link(new("二维码的内容，给玩家看。", "The content of the QR code for the player."), Fake.Link)),
        new("interval", Shape.Number(new("轮询间隔，秒。", "The polling interval in seconds."), 1, 1800)));

    /// <summary>What CheckQRCode reads: the answer before, of which it needs the code alone.</summary>
    public static readonly Component PostedQrCode = Component.ByHand("PostedQrCode",
        new("GetNewQrCode 的响应原样发回；只有 deviceCode 必填。", "The response of GetNewQrCode, unchanged. Only deviceCode is required."),
        new("deviceID", Shape.Text(default), IsOptional: true),
        new("deviceCode", Shape.Text(new("GetNewQrCode 给的密钥。", "The code as GetNewQrCode gave it."), Fake.DeviceCode, "^[A-Za-z0-9._~-]{1,128}$")),
        new("expiresInSeconds", new JsonObject { ["type"] = "number" }, IsOptional: true),
        new("url", Shape.Text(new("网关据此判断区服。", "The gateway finds the region by it.")), IsOptional: true),
        new("interval", new JsonObject { ["type"] = "number" }, IsOptional: true));

    private static readonly Component TokenData = Component.Of("TokenData", LoginQrCodeJson.Default.TokenData,
        new("TapTap 的令牌。", "TapTap's token."),
        new("kid", Secret("令牌编号。", "The token's id.")),
        new("token", Secret("与 kid 相同。", "The same as kid.")),
        new("tokenType", Shape.Text(new("令牌类型。", "The kind of token."), "mac")),
        new("macKey", Secret("签名用的密钥。", "The key that requests are signed with.")),
        new("macAlgorithm", Shape.Word(new("签名算法。", "How requests are signed."), "hmac-sha-1", "hmac-sha-256")),
        new("scope", Shape.Text(new("授权范围。", "What was granted."), "public_profile")));

    public static readonly Component CheckedCode = Component.Of("CheckedCode", LoginQrCodeJson.Default.CheckedCode,
        new("玩家已确认；下一步把整个对象原样发回。", "The player has confirmed. Send the whole object unchanged in the next steps."),
        Member.Of("data", TokenData),
        new("region", Shape.Text(new("只在非默认区服时出现，随正文带到下一步。", "Only outside the default region, for the next steps to read."), "global", longest: 20)));

    private static readonly Component PostedData = Component.ByHand("PostedData",
        new("TapTap 的令牌；也认 TapTap 自己的写法（mac_key 等）。", "TapTap's token; TapTap's own spelling (mac_key) is understood too."),
        new("kid", Secret("令牌编号。", "The token's id.")),
        new("token", Secret("默认与 kid 相同。", "By default the same as kid."), IsOptional: true),
        new("tokenType", Shape.Text(default), IsOptional: true),
        new("macKey", Secret("签名用的密钥。", "The key that requests are signed with.")),
        new("macAlgorithm", Shape.Word(new("签名算法，默认 hmac-sha-1。", "How requests are signed, by default hmac-sha-1."), "hmac-sha-1", "hmac-sha-256"), IsOptional: true),
        new("scope", Shape.Text(default), IsOptional: true));

    public static readonly Component PostedToken = Component.ByHand("PostedToken",
        new("完成后的 CheckQRCode 响应原样发回。", "The answer of a finished CheckQRCode as it came."),
        Member.Of("data", PostedData),
        new("region", Shape.Text(new("CheckQRCode 给的区服。", "The region that CheckQRCode named.")), IsOptional: true));

    private static readonly Component ProfileData = Component.Of("ProfileData", LoginQrCodeJson.Default.ProfileData,
        new("TapTap 账号的公开资料。", "The public profile of the TapTap account."),
        new("openId", Shape.Text(new("这个游戏里的 TapTap 编号。", "The TapTap id for this game."))),
        new("unionId", Shape.Text(new("同一厂商通用的 TapTap 编号。", "The TapTap id for this vendor."))),
        new("name", Shape.Text(new("TapTap 昵称。", "The name on TapTap."))),
        new("gender", Shape.Text(new("性别，多半是空的。", "The gender, mostly empty."))),
        new("avatar", Shape.Text(new("头像地址。", "The address of the avatar."))));

    public static readonly Component Profile = Component.Of("TapTapProfile", LoginQrCodeJson.Default.Profile,
        new("TapTap 资料。", "A TapTap profile."), Member.Of("data", ProfileData));

    public static JsonObject QrCodeExample => new()
    {
        ["deviceID"] = "00000000000000000000000000000000",
        ["deviceCode"] = Fake.DeviceCode,
        ["expiresInSeconds"] = 300,
        ["url"] = Fake.Link,
        ["interval"] = 3,
    };

    public static JsonObject ProfileExample => new()
    {
        ["data"] = new JsonObject { ["openId"] = "example-open-id", ["unionId"] = "example-union-id", ["name"] = "Ame", ["gender"] = "", ["avatar"] = "https://img3.tapimg.com/default_avatars/example.jpg" },
    };

    private static JsonObject Secret(string chinese, string english) => Shape.Text(new(chinese, english), longest: 2048);
}
