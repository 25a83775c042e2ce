using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.OpenApi;

/// <summary>The APIs, in the order of their names, as readers of OpenAPI sort them.</summary>
internal static class Tags
{
    public const string LoginQrCode = "LoginQrCode API";
    public const string Gateway = "Gateway";
    public const string Logins = "Login API";
    public const string OAuth = "OAuth";
    public const string Pages = "Pages";
    public const string Sessions = "Sessions API";

    public static readonly Phrase Info = new(
        "用 TapTap 二维码登录 Phigros，把 session token 交给机器人或网站。非官方，与鸽游和 TapTap 无关。JSON 是 UTF-8 的 camelCase，时间是 RFC 3339 的 UTC。session token 等同于密码：拿到它就能读写云存档。",
        "Signs a Phigros player in with a TapTap QR code and gives a bot or site the game's session token. Unofficial, not affiliated with Pigeon Games or TapTap. JSON is camelCase and UTF-8, times are RFC 3339 in UTC. A session token is a password: whoever has it can read and overwrite the cloud save.");

    public static readonly IReadOnlyList<(string Name, Phrase Text)> All =
    [
        (Gateway, new("健康检查、区服状态和接口文档。", "Health, region status and API description.")),
        (Logins, new(
            "机器人创建登录，把链接发给玩家，等待结果。二维码的申请、更新和区服切换由网关处理。",
            "A bot creates a login, sends its link and waits for one result. The gateway handles QR codes, their renewal and the region.")),
        (LoginQrCode, new(
            "LoginQrCode 兼容接口。由调用方显示二维码并轮询结果。",
            "Compatible with the LoginQrCode document of August 2024, to the byte. The client displays the QR code and polls for the result.")),
        (OAuth, new(
            "标准的 OAuth 2.0 设备授权（RFC 8628）：任何 OAuth 库都能用，access_token 就是 session token。",
            "The standard OAuth 2.0 device grant (RFC 8628): any OAuth library speaks it, and the access token is the session token.")),
        (Pages, new("给玩家看的网页，不用 JavaScript 也能用。", "The pages that a player sees. They work without JavaScript.")),
        (Sessions, new(
            "验证 sessionToken、查询玩家和最新存档，或刷新 token。每个地址每分钟 10 次。",
            "Validate a session token, see its player and latest save, or rotate it. Ten requests a minute per address.")),
    ];
}
