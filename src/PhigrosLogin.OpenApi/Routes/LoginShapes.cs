using PhigrosLogin.OpenApi.Writing;
using PhigrosLogin.Server.Http;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.OpenApi.Routes;

/// <summary>The bodies of logins with a link.</summary>
internal static class LoginShapes
{
    private const string Base64Url22 = "^[A-Za-z0-9_-]{22}$";
    private static readonly string[] Statuses = ["pending", "scanned", "completing", "succeeded", "denied", "expired", "failed", "cancelled"];
    private static readonly string[] Reasons = ["no_player_account", "exchange_failed", "result_lost", "upstream_unavailable", "clock_skew", "timed_out"];

    public static readonly Member Region = new("region", Shape.Text(new("区服：cn、global，打开练习区时还有 sandbox。", "The region: cn, global, or sandbox where that is on."), "cn", longest: 20));
    private static readonly Member Status = new("status", Shape.Word(new("登录的状态。后五个是最终状态，不再变化。", "The status of the login. The last five are final and do not change."), Statuses));
    private static readonly Member Reason = new("reason", Shape.Word(new("failed 或 expired 的原因。", "Why it failed or expired."), Reasons));
    private static readonly Member Notice = new("notice", Shape.Word(new("登录还在继续，但玩家需要知道的事：这个区服没有他的账号。", "A notice for the player while the login continues: they have no account in this region."), Reasons));
    private static readonly Member Final = new("final", Shape.Flag(new("是否已经结束。", "Whether the login is over.")));
    private static readonly Member Message = new("message", Shape.Text(new("可以直接发给玩家的一句话。", "A sentence for the player."), "Waiting for your scan."));
    private static readonly Member Id = new("id", Shape.Text(new("登录的编号，可以公开。", "The login's id; it may be public."), Fake.LoginId, Base64Url22));
    private static readonly Member Version = new("version", Shape.Number(new("每次可见的变化都会变大。", "Grows with every visible change."), 1));
    private static readonly Member Interval = new("interval", Shape.Number(new("建议的轮询间隔，秒。", "Recommended polling interval in seconds."), 1));
    private static readonly Member ExpiresAt = new("expiresAt", Shape.Time(new("最晚在此之前扫码。", "The last moment for a scan.")));
    private static readonly Member RequestedBy = new("requestedBy", Shape.Text(
        new("请求方的名称，在页面上标注为未经核实；超过 80 个字符的部分会被截掉。",
            "The name of the requester. The page shows it as unverified. Cut after 80 characters."),
        "Phi bot"));
    private static readonly Member RequestedFor = new("requestedFor", Shape.Text(
        new("为哪位用户请求，同样未经核实，也会被截短。", "The user that the login is for, also unverified and cut."), "Ame"));

    public static readonly Component Create = Component.ByHand("CreateLogin", new("创建登录的参数，全部可选。", "The parameters of a new login, all optional."),
        Region.Optional with { Schema = Shape.Text(new("固定区服；省略时从默认区服开始，玩家可以换。", "Fixes the region; without it the default comes first and the player may change it."), "cn", longest: 20) },
        new("expiresInSeconds", Shape.Number(new("登录的有效期，秒。", "How long the login lives, in seconds."), 60, 1800, 600), IsOptional: true),
        RequestedBy.Optional,
        RequestedFor.Optional);

    public static readonly Component Move = Component.ByHand("MoveLogin", new("要换到的区服。", "The region to go on in."), Region);

    public static readonly Component Created = Component.Of("CreatedLogin", LoginJson.Relaxed.CreatedLoginBody,
        new("新创建的登录。loginSecret 只在此响应中返回。", "A new login. Only this response contains the login secret."),
        Id,
        new("loginSecret", Shape.Text(new("获取结果所用的凭证，由创建者保密。", "The credential for the result. Keep it secret."), Fake.LoginSecret, "^[A-Za-z0-9_-]{43}$")),
        new("loginUrl", Shape.Link(new("发给玩家的链接。", "The link for the player."), Fake.Created.LoginUrl)),
        new("qrUrl", Shape.Link(new("二维码图片。", "The code as a picture."), Fake.Created.QrUrl)),
        Status,
        Version,
        ExpiresAt,
        Interval);

    private static readonly Component Qr = Component.Of("ShownQr", LoginJson.Relaxed.ShownQr,
        new("当前的二维码。", "The current code."),
        new("content", Shape.Link(new("二维码的内容。", "The content of the QR code."), Fake.Link)),
        new("openInTapTap", Shape.Text(new("在手机上打开 TapTap 的链接，只有国服有。", "Opens the TapTap app on a phone; known for China only."), format: "uri")),
        new("expiresAt", Shape.Time(new("此二维码的过期时间。", "The expiry of this code."))));

    public static readonly Component Login = Component.Of("Login", LoginJson.Relaxed.LoginStatusBody,
        new("有链接的人都能看到的登录状态，里面没有任何凭据。", "The status of a login, visible to everyone with its link. It contains no credential."),
        Id,
        Region,
        new("canChangeRegion", Shape.Flag(new("玩家能否换区服。", "Whether the player may change the region."))),
        Status,
        Reason,
        Notice,
        Final,
        Version,
        new("qrNumber", Shape.Number(new("第几张二维码。", "Which code this is, counted from 1."), 1)),
        Message,
        RequestedBy,
        RequestedFor,
        new("createdAt", Shape.Time(new("创建时间。", "The creation time."))),
        ExpiresAt,
        Interval,
        new("upstreamStatus", Shape.Word(new("TapTap 当前的状况。", "The state of TapTap."), "ok", "degraded", "down")),
        Member.Of("qr", Qr));

    public static readonly Component Player = Component.ByHand("Player", new("游戏里的玩家。", "The player in the game."),
        new("objectId", Shape.Text(new("游戏云里的编号。", "The id in the game cloud."))),
        new("nickname", Shape.Text(new("昵称。", "The nickname."))),
        new("shortId", Shape.Text(new("短编号。", "The short id."))));

    private static readonly Component Profile = Component.ByHand("Profile", new("TapTap 账号的公开资料。", "The public profile of the TapTap account."),
        new("openId", Shape.Text(new("这个游戏里的 TapTap 编号。", "The TapTap id for this game."))),
        new("unionId", Shape.Text(new("同一厂商通用的 TapTap 编号。", "The TapTap id for this vendor."))),
        new("name", Shape.Text(new("TapTap 昵称。", "The name on TapTap."))),
        new("avatar", Shape.Text(new("头像地址。", "The address of the avatar."))));

    private static readonly Component Token = Component.ByHand("LoginToken", new("登录的结果。请加密保存。", "The result of the login. Store it encrypted."),
        new("sessionToken", SessionToken),
        Region,
        Member.Of("player", Player),
        Member.Of("profile", Profile));

    public static readonly Component Result = Component.Of("LoginResult", LoginJson.Relaxed.LoginResultBody,
        new("仅创建者可读的结果；succeeded 时才有 result。", "The result, readable with the login secret. The member result exists once the login has succeeded."),
        Status,
        Reason,
        Notice,
        Final,
        Message,
        Member.Of("result", Token).Optional);

    /// <summary>The game's session token.</summary>
    public static System.Text.Json.Nodes.JsonObject SessionToken =>
        Shape.Text(new("游戏的 session token，25 个字母和数字，等同于密码。", "The game's session token: 25 letters and digits. Treat it like a password."), Fake.SessionToken, "^[0-9A-Za-z]{25}$");
}
