namespace PhigrosLogin.Sandbox.Pages;

/// <summary>What this is, which codes are open, and how a program controls it.</summary>
internal static class StartPage
{
    private const int MostCodesShown = 50;

    private static readonly (string Route, string Meaning)[] Routes =
    [
        ("GET /sandbox/codes", "the open codes"),
        ("GET /sandbox/codes/{user_code}", "one code and its state"),
        ("POST /sandbox/codes/{user_code}/scan", "somebody scans it"),
        ("POST /sandbox/codes/{user_code}/confirm", "somebody says yes"),
        ("POST /sandbox/codes/{user_code}/refuse", "somebody says no"),
        ("POST /sandbox/codes/{user_code}/expire", "its time is over"),
        ("PUT /sandbox/codes/{user_code}/script", "a scripted player takes over: {\"script\":\"refuse\",\"after\":3}"),
        ("GET /sandbox/variants", "which of the answers that nobody is sure of are given"),
        ("PUT /sandbox/variants", "switch them; what is left out goes back to its default"),
        ("GET /sandbox/calls", "the calls it saw, newest last; no secrets"),
    ];

    private static readonly (string Script, string Meaning)[] Scripts =
    [
        ("confirm", "scans at half the time, then says yes"),
        ("refuse", "scans at half the time, then says no"),
        ("expire", "the code ends early"),
        ("slow_down", "the first two polls are too fast, then as confirm"),
        ("wrong_region", "the code belongs to the other region"),
        ("never_played", "says yes, and has no player in the game"),
        ("nobody", "nobody comes"),
    ];

    public static Html Content(SandboxUpstream upstream) => Html.Of($"""
        <header><span class="badge">模拟器 · simulator · {upstream.Options.Region.Name}</span>
        <h1>PhigrosLogin sandbox</h1>
        <p class="soft">A simulated TapTap and game cloud on this machine. Nothing here is real, and nothing leaves it.<br>本机模拟的 TapTap 与游戏云，数据均为虚构。</p></header>
        <section><h2>Open codes · 未完成的登录</h2>{OpenCodes(upstream)}<p class="soft">{Default(upstream.Options)}</p></section>
        <section><h2>Where it answers · 地址</h2><table>
        <tr><td>accounts, API, cloud</td><td><code>{upstream.Url.GetLeftPart(UriPartial.Authority)}</code></td></tr>
        <tr><td>client id</td><td><code>{upstream.Options.Region.ClientId}</code></td></tr>
        <tr><td>app key</td><td><code>{upstream.Options.Region.AppKey}</code></td></tr>
        </table></section>
        <section><h2>For programs · 控制接口</h2><dl>{Html.All(Routes.Select(route => Row(route.Route, route.Meaning)))}</dl>
        <pre><code>curl -X PUT {upstream.Url}sandbox/codes/abcde/script -d '{Example}'</code></pre></section>
        <section><h2>Variants · 变体</h2><p class="soft">Beside the default, which <code>GET /sandbox/variants</code> shows:</p>
        <p>{Html.All(SandboxVariants.EachAlone.Skip(1).Select(each => Html.Of($"<code>{each.Name}</code><br>")))}</p></section>
        <section><h2>Scripts · 剧本</h2><dl>{Html.All(Scripts.Select(script => Row(script.Script, script.Meaning)))}</dl></section>
        """);

    private const string Example = """{"script":"refuse","after":3}""";

    private static Html Row(string code, string meaning) => Html.Of($"<dt><code>{code}</code></dt><dd>{meaning}</dd>");

    private static Html OpenCodes(SandboxUpstream upstream)
    {
        var codes = upstream.Codes.Open.Take(MostCodesShown).ToList();
        return codes.Count == 0
            ? Html.Of($"<p>None. Ask for one: <code>GET /api/LoginQrCode/GetNewQrCode</code> at the gateway.</p>")
            : Html.Of($"<table>{Html.All(codes.Select(code => CodeRow(code)))}</table>");
    }

    private static Html CodeRow(SandboxCode code) => Html.Of($"""
        <tr><td><a href="/device?qrcode=1&amp;user_code={code.UserCode}"><code>{code.UserCode}</code></a></td>
        <td>{code.State.ToString().ToLowerInvariant()}</td><td class="soft">{code.Polls} polls</td></tr>
        """);

    private static string Default(SandboxOptions options) => options.DefaultScript is { } plan
        ? FormattableString.Invariant($"A code whose page nobody opens is decided by itself: {JsonName(plan.Script)} after {plan.After.TotalSeconds:0.#} s.")
        : "Every code waits for a person or a script.";

    private static string JsonName(SandboxScript script) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(script.ToString());
}
