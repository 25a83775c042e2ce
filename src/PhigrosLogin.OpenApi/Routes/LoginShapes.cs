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
    private static readonly Member Status = new("status", Shape.Word(new("走到哪一步。后五个是终点，不会再变。", "Where the login is. The last five are final and are never left."), Statuses));
    private static readonly Member Reason = new("reason", Shape.Word(new("failed 或 expired 的原因。", "Why it failed or expired."), Reasons));
    private static readonly Member Notice = new("notice", Shape.Word(new("登录还在继续，但玩家需要知道的事：这个区服没有他的账号。", "What the player should know while the login goes on: they have no account in this region."), Reasons));
    private static readonly Member Final = new("final", Shape.Flag(new("是否已经结束。", "Whether the login is over.")));
    private static readonly Member Message = new("message", Shape.Text(new("可以直接发给玩家的一句话。", "A sentence for the player."), "Waiting for your scan."));
    private static readonly Member Id = new("id", Shape.Text(new("登录的编号，可以公开。", "The login's id; it may be public."), Fake.LoginId, Base64Url22));
    private static readonly Member Version = new("version", Shape.Number(new("每次可见的变化都会变大。", "Grows with every visible change."), 1));
    private static readonly Member Interval = new("interval", Shape.Number(new("建议的轮询间隔，秒。", "Recommended polling interval in seconds."), 1));
    private static readonly Member ExpiresAt = new("expiresAt", Shape.Time(new("最晚在此之前扫码。", "The last moment for a scan.")));
    private static readonly Member RequestedBy = new("requestedBy", Shape.Text(new("谁在请求，会作为未核实的说法给玩家看；超过 80 个字符的部分会被截掉。", "Who asks; the player sees it as an unverified claim. Cut after 80 characters."), "Phi bot"));
    private static readonly Member RequestedFor = new("requestedFor", Shape.Text(new("替谁请求，同样未核实，也会被截短。", "For whom; as unverified, and cut as well."), "Ame"));

    public static readonly Component Create = Component.ByHand("CreateLogin", new("打开一个登录时可以说的话，全部可省略。", "What can be said when a login is opened. All of it is optional."),
        Region.Optional with { Schema = Shape.Text(new("固定区服；省略时从默认区服开始，玩家可以换。", "Fixes the region; without it the default comes first and the player may change it."), "cn", longest: 20) },
        new("expiresInSeconds", Shape.Number(new("登录的有效期，秒。", "How long the login lives, in seconds."), 60, 1800, 600), IsOptional: true),
        RequestedBy.Optional,
        RequestedFor.Optional);

    public static readonly Component Move = Component.ByHand("MoveLogin", new("要换到的区服。", "The region to go on in."), Region);

    public static readonly Component Created = Component.Of("CreatedLogin", LoginJson.Relaxed.CreatedLoginBody,
        new("刚打开的登录。loginSecret 只在这里出现一次。", "A login that was just opened. The login secret is told here and nowhere else."),
        Id,
        new("loginSecret", Shape.Text(new("取结果用的密钥，只有打开者知道。", "Opens the result; private to whoever opened the login."), Fake.LoginSecret, "^[A-Za-z0-9_-]{43}$")),
        new("loginUrl", Shape.Link(new("发给玩家的链接。", "The link for the player."), Fake.Created.LoginUrl)),
        new("qrUrl", Shape.Link(new("二维码图片。", "The code as a picture."), Fake.Created.QrUrl)),
        Status,
        Version,
        ExpiresAt,
        Interval);

    private static readonly Component Qr = Component.Of("ShownQr", LoginJson.Relaxed.ShownQr,
        new("当前的二维码。", "The current code."),
        new("content", Shape.Link(new("二维码的内容。", "What the picture says."), Fake.Link)),
        new("openInTapTap", Shape.Text(new("在手机上打开 TapTap 的链接，只有国服有。", "Opens the TapTap app on a phone; known for China only."), format: "uri")),
        new("expiresAt", Shape.Time(new("这张码到此为止。", "The end of this code."))));

    public static readonly Component Login = Component.Of("Login", LoginJson.Relaxed.LoginStatusBody,
        new("有链接的人都能看到的登录状态，里面没有任何凭据。", "A login as everybody with its link may see it. It never holds a credential."),
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
        new("createdAt", Shape.Time(new("打开的时间。", "When it was opened."))),
        ExpiresAt,
        Interval,
        new("upstreamStatus", Shape.Word(new("TapTap 现在的状况。", "How TapTap is doing."), "ok", "degraded", "down")),
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

    private static readonly Component Token = Component.ByHand("LoginToken", new("登录的结果。请加密保存。", "What the login was for. Store it encrypted."),
        new("sessionToken", SessionToken),
        Region,
        Member.Of("player", Player),
        Member.Of("profile", Profile));

    public static readonly Component Result = Component.Of("LoginResult", LoginJson.Relaxed.LoginResultBody,
        new("只给打开者看的结果；succeeded 时才有 result。", "What whoever opened the login may read; result is there once it has succeeded."),
        Status,
        Reason,
        Notice,
        Final,
        Message,
        Member.Of("result", Token).Optional);

    /// <summary>The game's session token.</summary>
    public static System.Text.Json.Nodes.JsonObject SessionToken =>
        Shape.Text(new("游戏的 session token，25 个字母和数字，等同于密码。", "The game's session token: 25 letters and digits, worth a password."), Fake.SessionToken, "^[0-9A-Za-z]{25}$");
}
