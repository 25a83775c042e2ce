namespace PhigrosLogin.Server.Pages.Docs;

/// <summary>What the page for developers says beside the document itself.</summary>
internal static class DocsWords
{
    public static readonly Phrase Title = new("接口文档", "The API");
    public static readonly Phrase Begin = new("从这里开始", "Start here");
    public static readonly Phrase Optional = new("可省略", "optional");
    public static readonly Phrase Parameters = new("参数", "Parameters");
    public static readonly Phrase Body = new("请求体", "Body");
    public static readonly Phrase Answers = new("响应", "Responses");
    public static readonly Phrase Shapes = new("数据结构", "Schemas");
    public static readonly Phrase Codes = new("错误码", "Error codes");
    public static readonly Phrase CodesSay = new(
        "出错时是 application/problem+json，程序只看 code；LoginQrCode 接口使用自己的格式（Envelope）。带 Retry-After 的，等够了再试。",
        "An error is application/problem+json and a program decides by its code; the LoginQrCode API has its own shape (Envelope). Where there is a Retry-After, wait that long and try again.");
    public static readonly Phrase Contents = new("目录", "Contents");
    public static readonly Phrase ForPrograms = new("给程序：{0}", "For programs: {0}");

    /// <summary>What an API is for, in one sentence.</summary>
    public static Phrase? For(string tag) => tag switch
    {
        "Login API" => new("你写机器人或网站：发一个链接，等一个结果。多数人选这个。", "You write a bot or a site: send one link, wait for one result. Most people want this."),
        "LoginQrCode API" => new("你已有 LoginQrCode 客户端（2024 年 8 月版文档）：改一下基础地址即可。", "You already have a LoginQrCode client (document of August 2024): change its base URL."),
        "OAuth" => new("你的语言有 OAuth 库：用设备授权登录，不用写自己的代码。", "Your language has an OAuth library: use the device grant and write no code of your own."),
        _ => null,
    };

    /// <summary>The order of the APIs; one that is not named here comes last.</summary>
    public static int Order(string tag) => ((string[])["Login API", "LoginQrCode API", "OAuth", "Sessions API", "Gateway", "Pages"]).IndexOf(tag) is >= 0 and var at ? at : int.MaxValue;

    public static Phrase Name(string tag) => tag switch
    {
        "Login API" => new("Login API：链接登录", "Login API"),
        "LoginQrCode API" => new("LoginQrCode 兼容接口", "LoginQrCode API"),
        "OAuth" => new("OAuth 设备授权", "OAuth device grant"),
        "Sessions API" => new("Sessions API：验证和刷新 sessionToken", "Sessions API"),
        "Gateway" => new("网关", "Gateway"),
        "Pages" => new("网页", "Pages"),
        _ => new(tag, tag),
    };
}
