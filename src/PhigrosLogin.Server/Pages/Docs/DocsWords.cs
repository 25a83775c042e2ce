namespace PhigrosLogin.Server.Pages.Docs;

/// <summary>What the page for developers says beside the document itself.</summary>
internal static class DocsWords
{
    public static readonly Phrase Title = new("接口文档", "The API");
    public static readonly Phrase Begin = new("从这里开始", "Start here");
    public static readonly Phrase Optional = new("可省略", "optional");
    public static readonly Phrase Parameters = new("参数", "Parameters");
    public static readonly Phrase Body = new("请求体", "Body");
    public static readonly Phrase Answers = new("响应", "Answers");
    public static readonly Phrase Shapes = new("数据结构", "Shapes");
    public static readonly Phrase Codes = new("错误码", "Error codes");
    public static readonly Phrase CodesSay = new(
        "出错时是 application/problem+json，程序只看 code；文档接口用自己的格式（Envelope）。带 Retry-After 的，等够了再试。",
        "An error is application/problem+json and a program decides by its code; the documented API has its own shape (Envelope). Where there is a Retry-After, wait that long and try again.");
    public static readonly Phrase Contents = new("目录", "Contents");
    public static readonly Phrase ForPrograms = new("给程序：{0}", "For programs: {0}");

    /// <summary>A door in everyday words, for who stands in front of all of them.</summary>
    public static Phrase? For(string tag) => tag switch
    {
        "Logins" => new("你写机器人或网站：发一个链接，等一个结果。多数人选这个。", "You write a bot or a site: send one link, wait for one result. Most people want this."),
        "Documented API" => new("你的程序已经按 LoginQrCode 文档写好了：换个地址就能用。", "Your program already speaks the LoginQrCode document: point it here."),
        "OAuth" => new("你的语言有 OAuth 库：用设备授权登录，不用写自己的代码。", "Your language has an OAuth library: use the device grant and write no code of your own."),
        _ => null,
    };

    /// <summary>The order in which people look for the doors; one that is not named here comes last.</summary>
    public static int Order(string tag) => ((string[])["Logins", "Documented API", "OAuth", "Sessions", "Gateway", "Pages"]).IndexOf(tag) is >= 0 and var at ? at : int.MaxValue;

    public static Phrase Name(string tag) => tag switch
    {
        "Logins" => new("带链接的登录", "Logins with a link"),
        "Documented API" => new("文档接口 LoginQrCode", "The documented API"),
        "OAuth" => new("OAuth 设备授权", "OAuth device grant"),
        "Sessions" => new("查看和更换 session token", "Sessions"),
        "Gateway" => new("网关自己", "The gateway itself"),
        "Pages" => new("网页", "Pages"),
        _ => new(tag, tag),
    };
}
