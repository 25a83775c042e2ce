namespace PhigrosLogin.Server.Pages;

/// <summary>Every text that a player reads, in both languages side by side; Chinese is written first and English follows its sense.</summary>
internal static partial class Words
{
    public static readonly Phrase Skip = new("跳到正文", "Skip to content");
    public static readonly Phrase LanguageName = new("中文", "English");
    public static readonly Phrase LanguageChoice = new("语言", "Language");
    public static readonly Phrase YouAreAt = new("你正在访问 {0}", "This site: {0}");
    public static readonly Phrase Unofficial = new(
        "非官方工具，与鸽游和 TapTap 无关。这里永远不会问你的密码。",
        "Unofficial, not affiliated with Pigeon Games or TapTap. You are never asked for a password here.");
    public static readonly Phrase Docs = new("给开发者的接口文档", "For developers: the API");
    public static readonly Phrase Description = new(
        "用 TapTap 登录 Phigros。只有在你自己发起登录时才打开。",
        "Sign in to Phigros with TapTap. Open it only if you started this login yourself.");

    public static readonly Phrase RegionLabel = new("TapTap 区服", "TapTap region");
    public static readonly Phrase RegionChina = new("国服", "China");
    public static readonly Phrase RegionGlobal = new("国际服", "International");
    public static readonly Phrase RegionSandbox = new("沙盒", "Sandbox");
    public static readonly Phrase RegionSwitch = new("换到{0}", "Switch to {0}");
    public static readonly Phrase RegionDegraded = new("响应有点慢", "slow right now");
    public static readonly Phrase RegionDown = new("暂时没有响应", "not answering right now");
    public static readonly Phrase Simulated = new(
        "这是沙盒，不会连接真正的 TapTap。",
        "This is the sandbox: nothing here reaches the real TapTap.");

    public static readonly Phrase StartAgain = new("重新开始", "Start again");
    public static readonly Phrase StartAgainIn = new("换{0}重新开始", "Start again in {0}");
    public static readonly Phrase ToStart = new("首页", "Home");
    public static readonly Phrase Back = new("回到登录页", "Back to the login");
    public static readonly Phrase CopyLink = new("复制链接", "Copy link");
    public static readonly Phrase Copied = new("已复制", "Copied");
    public static readonly Phrase CopyFailed = new("没能复制，请长按选中", "Could not copy: please select it by hand");

    /// <summary>The name of a region for the player; one that an operator added goes by its own name.</summary>
    public static string Region(string name, PageLanguage language) => name switch
    {
        "cn" => RegionChina.In(language),
        "global" => RegionGlobal.In(language),
        "sandbox" => RegionSandbox.In(language),
        _ => name,
    };
}
