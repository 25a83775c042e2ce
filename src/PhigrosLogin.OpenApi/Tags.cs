using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.OpenApi;

/// <summary>The doors, in the order of their names, as readers of OpenAPI sort them.</summary>
internal static class Tags
{
    public const string Documented = "Documented API";
    public const string Gateway = "Gateway";
    public const string Logins = "Logins";
    public const string OAuth = "OAuth";
    public const string Pages = "Pages";
    public const string Sessions = "Sessions";

    public static readonly Phrase Info = new(
        "用 TapTap 二维码登录 Phigros，把 session token 交给机器人或网站。非官方，与鸽游和 TapTap 无关。JSON 是 UTF-8 的 camelCase，时间是 RFC 3339 的 UTC。session token 等同于密码：拿到它就能读写云存档。",
        "Signs a Phigros player in with a TapTap QR code and gives a bot or site the game's session token. Unofficial, not affiliated with Pigeon Games or TapTap. JSON is camelCase and UTF-8, times are RFC 3339 in UTC. A session token is a password: whoever has it can read and overwrite the cloud save.");

    public static readonly IReadOnlyList<(string Name, Phrase Text)> All =
    [
        (Documented, new(
            "公开文档里的 LoginQrCode 接口，逐字节兼容。二维码由调用方自己显示，自己轮询。",
            "The documented LoginQrCode API, kept to the byte. Its caller shows the code and asks again and again.")),
        (Gateway, new("网关对自己的说明。", "What the gateway says of itself.")),
        (Logins, new(
            "机器人打开一个登录，把链接发给玩家，等一个结果。扫码、换码、换区服都由网关处理。",
            "A bot opens a login, sends its link and waits for one result. Codes, their renewal and the region are the gateway's business.")),
        (OAuth, new(
            "标准的 OAuth 2.0 设备授权（RFC 8628）：任何 OAuth 库都能用，access_token 就是 session token。",
            "The standard OAuth 2.0 device grant (RFC 8628): any OAuth library speaks it, and the access token is the session token.")),
        (Pages, new("给玩家看的网页，不用 JavaScript 也能用。", "The pages that a player sees. They work without JavaScript.")),
        (Sessions, new(
            "拿到 token 之后：它还有效吗，是谁的，存档同步过吗；以及作废所有旧副本。每个地址每分钟 10 次。",
            "For a token that one has: whether it is still good, whose it is, whether the save ever synchronised; and a way to kill every copy. Ten a minute for each address.")),
    ];
}
