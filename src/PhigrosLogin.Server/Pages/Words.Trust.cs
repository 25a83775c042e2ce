namespace PhigrosLogin.Server.Pages;

/// <summary>Who asks, what for, and how to say no.</summary>
internal static partial class Words
{
    public static readonly Phrase WhoAsks = new("谁在请求", "Who is asking");
    public static readonly Phrase AskerOwn = new("这次登录是你自己在这个浏览器里开始的。", "You started this login yourself, in this browser.");
    public static readonly Phrase AskerVerified = new("“{0}”（已由本站验证）。", "“{0}”, verified by this site.");
    public static readonly Phrase AskerClaims = new("有人自称“{0}”，未经核实。", "Someone calling themselves “{0}”, not verified.");
    public static readonly Phrase AskerVerifiedClaims = new("它说请求来自“{0}”，这一点未经核实。", "It says the request is from “{0}”; that is not verified.");
    public static readonly Phrase AskerSilent = new("发起方没有填写名字。", "The requester did not give a name.");
    public static readonly Phrase AskedFor = new("对方说这是给“{0}”的，也未经核实。", "They say it is for “{0}”, not verified either.");
    public static readonly Phrase OnlyYours = new(
        "只有这次登录是你自己发起的，才继续。不是你？关掉这一页就好。",
        "Go on only if you started this login yourself. Not you? Just close this page.");

    public static readonly Phrase WhatIsGranted = new("授权内容", "What you agree to");
    public static readonly Phrase GrantChat = new(
        "对方会拿到一个 token：凭它能读取、也能改写你的 Phigros 云存档，还会看到你的 TapTap 昵称和头像。对方拿不到你的 TapTap 密码。",
        "The requester gets a token that can read and change your Phigros cloud save, and sees your TapTap name and picture. They do not get your TapTap password.");
    public static readonly Phrase GrantOwn = new(
        "你会拿到一个 token：凭它能读取、也能改写你的 Phigros 云存档。之后给谁用，由你决定。",
        "You get a token that can read and change your Phigros cloud save. Who else gets it is up to you.");

    public static readonly Phrase CancelOwn = new("取消这次登录", "Cancel this login");
    public static readonly Phrase CancelChat = new("不是我，取消这次登录", "Not me, cancel this login");
}
