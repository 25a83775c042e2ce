namespace PhigrosLogin.BrowserTests;

/// <summary>Who looks at a page, and with what.</summary>
internal sealed record Visitor(string Name, string? UserAgent, int Width, int Height)
{
    private const string IPhone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";

    private static readonly Visitor[] All =
    [
        new("desktop", null, 1280, 900),
        new("phone", $"{IPhone} Version/18.5 Mobile/15E148 Safari/604.1", 390, 844),
        new("WeChat", $"{IPhone} Mobile/15E148 MicroMessenger/8.0.60(0x18003c2f) NetType/WIFI Language/zh_CN", 390, 844),
        new("QQ", $"{IPhone} Mobile/15E148 QQ/9.1.90.614 V1_IPH_SQ_9.1.90_1_APP_A Pixel/1080 NetType/WIFI QBWebViewType/1", 390, 844),
    ];

    public static Visitor Desktop => Of("desktop");

    public static Visitor Phone => Of("phone");

    public bool HasScript { get; init; } = true;

    public string Language { get; init; } = "zh-CN";

    public bool IsHandheld => UserAgent is not null;

    /// <summary>By the name in a test's row: <c>phone</c>, <c>phone without JavaScript</c>.</summary>
    public static Visitor Of(string row) =>
        All.Single(visitor => visitor.Name == row.Split(' ')[0]) with { HasScript = !row.EndsWith("without JavaScript", StringComparison.Ordinal) };

    public BrowserNewContextOptions Options(Uri gateway) => new()
    {
        BaseURL = gateway.ToString(),
        UserAgent = UserAgent,
        ViewportSize = new() { Width = Width, Height = Height },
        IsMobile = IsHandheld,
        HasTouch = IsHandheld,
        DeviceScaleFactor = IsHandheld ? 2 : 1,
        JavaScriptEnabled = HasScript,
        Locale = Language,
        ColorScheme = ColorScheme.Dark,
        ReducedMotion = ReducedMotion.Reduce,
        Permissions = ["clipboard-read", "clipboard-write"],
    };
}
