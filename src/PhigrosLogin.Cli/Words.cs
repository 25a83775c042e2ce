namespace PhigrosLogin.Cli;

/// <summary>All that the tool says, in one of its two languages.</summary>
internal sealed partial class Words(bool isChinese)
{
    private static readonly string[] Variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>The language that a program should speak, by the variables that say so, the strongest first.</summary>
    public static Words For(Func<string, string?> environment)
    {
        var locale = Variables.Select(environment).FirstOrDefault(value => value is { Length: > 0 }) ?? "";
        return new Words(locale.StartsWith("zh", StringComparison.OrdinalIgnoreCase));
    }

    public string Language => isChinese ? "zh" : "en";

    public string About => Say(
        "用 TapTap 扫码登录 Phigros，拿到 session token。结果在 stdout，其他话都在 stderr。",
        "Signs a Phigros player in with a TapTap QR code. The result is on stdout, every other word on stderr.");
    public string AboutLogin => Say(
        "登录，把 session token 单独打印到 stdout：TOKEN=$(phigros-login login)",
        "Sign in; the session token alone goes to stdout: TOKEN=$(phigros-login login)");
    public string AboutInspect => Say(
        "session token 还有效吗，是谁的，存档里有什么；token 从 stdin 或文件读",
        "Whether a session token is good, whose it is, and what is saved; the token is read from stdin or a file");
    public string AboutRotate => Say(
        "刷新 sessionToken，旧的立即失效（游戏内可能需要重新登录）；从 stdin 或文件读取",
        "Rotate a session token: the old one stops working everywhere (the game may have to sign in again); read from stdin or a file");
    public string AboutGateway => Say("经由这个网关，例如 https://gate.example；它的 key 放在环境变量 PHIGROS_CLIENT_SECRET 里", "Go through this gateway, such as https://gate.example; its key, if it wants one, is in PHIGROS_CLIENT_SECRET");
    public string AboutRegion => Say("区服：cn（TapTap 国内）或 global（国际）", "cn (TapTap China) or global (TapTap International)");
    public string AboutJson => Say("把结果写成一行 JSON", "Write the result as one line of JSON");
    public string AboutTokenFile => Say("从这个文件读 token，而不是从 stdin", "Read the token from this file instead of stdin");

    public string Waiting => Say("用 TapTap 扫码，或打开上面的链接", "Scan with TapTap, or open the link");
    public string Scanned => Say("已扫码，请在手机上确认", "Scanned. Confirm on your phone");
    public string Completing => Say("正在登录 Phigros…", "Signing in to Phigros…");
    public string Trouble => Say("TapTap 暂时没有响应，正在重试", "TapTap is not answering, trying again");

    public string Denied => Say("你在 TapTap 里拒绝了。什么都没有交出去。", "You refused in TapTap. Nothing was handed out.");
    public string Cancelled => Say("已取消。", "Cancelled.");
    public string CancelledElsewhere => Say("登录在网页上被取消了。", "The login was cancelled on its page.");
    public string Expired => Say("时间到了，没有等到确认。", "Time is up: nobody confirmed.");
    public string Lost => Say(
        "TapTap 的回答在路上丢了，而每个码只能用一次：请重新登录。",
        "TapTap’s answer got lost, and a code works only once: please sign in again.");
    public string NoPlayer => Say(
        "这个 TapTap 账号在这个区服没有 Phigros 玩家。换一个区服（--region），或先在游戏里登录一次。",
        "This TapTap account has no Phigros player in this region. Take the other one (--region), or play once.");

    public string WrongClock => Say("这台机器的时间不准，TapTap 拒绝了请求。", "This machine’s clock is wrong, and TapTap refuses it for that.");
    public string UpstreamRefused => Say("TapTap 或游戏云端拒绝了。", "TapTap or the game cloud said no.");
    public string UpstreamSilent => Say("TapTap 或游戏云端出了状况，请稍后再试。", "TapTap or the game cloud has trouble: try again later.");
    public string GatewaySilent => Say("网关出了状况，请稍后再试。", "The gateway has trouble: try again later.");
    public string GatewayRefused => Say("网关不接受这个请求。", "The gateway does not accept this.");
    public string NeedsKey => Say(
        "该网关需要客户端密钥，请设置环境变量 PHIGROS_CLIENT_SECRET。", "This gateway requires a client secret. Set PHIGROS_CLIENT_SECRET.");

    public string AskToken => Say("session token（不会显示）：", "session token (not shown): ");
    public string BadToken => Say("session token 是 25 个字母和数字。", "A session token is 25 letters and digits.");
    public string TokenNotHere => Say(
        "token 从 stdin 或 --token-file 读，不写在命令行上：同一台机器上的人都看得到参数。",
        "Tokens are read from stdin or --token-file, never from the command line: everybody on the machine can read that.");
    public string NoFile => Say("这个文件读不了。", "This file cannot be read.");
    public string BadGateway => Say("--gateway 要一个 http 或 https 地址。", "--gateway wants an http or https address.");
    public string BadKey => Say("PHIGROS_CLIENT_SECRET 里有 key 不可能有的字符。", "PHIGROS_CLIENT_SECRET has characters that no key has.");
    public string SessionNotFound => Say("sessionToken 无效或已失效。", "Invalid or expired session token.");
    public string RotateUnknown => Say(
        "响应丢失：旧 token 可能已失效，新 token 无法找回。请重新登录。", "The response was lost. The old token may be invalid and the new one can't be recovered. Sign in again.");
    public string Rotated => Say("已刷新，旧 token 已失效。", "Done. The old token no longer works.");

    public string CannotWrite(string reason) => Say($"无法写入：{reason}", $"Cannot write: {reason}");
    public string TokenShown(string reason) => Say(
        $"无法写入 stdout（{reason}），所以上面直接显示了 token。请立即保存，旧 token 不再有效。",
        $"stdout cannot be written ({reason}), so the token is shown above. Save it now; an old one no longer works.");
    public string InternalError(string type) => Say($"工具内部错误（{type}）。", $"Internal error of the tool ({type}).");

    public string Left(TimeSpan left) => FormattableString.Invariant($"{Say("剩余", "")}{(isChinese ? " " : "")}{(int)left.TotalMinutes}:{left.Seconds:00}{Say("", " left")}");

    public string SignedIn(string name, string region) => Say($"登录成功：{name}（{region}）。token 等同于密码，请保管好。", $"Signed in as {name} ({region}). The token is a password: keep it safe.");

    public string BadSetting(string name, string rule) => Say($"设置 {name} 不对：{rule}", $"The setting {name} is wrong: {rule}");

    private string Say(string chinese, string english) => isChinese ? chinese : english;
}
