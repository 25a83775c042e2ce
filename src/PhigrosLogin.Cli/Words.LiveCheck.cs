namespace PhigrosLogin.Cli;

/// <content>What live-check says to the person. Its report is always English, for it is compared and pasted.</content>
internal sealed partial class Words
{
    public string AboutLiveCheck => Say(
        "在真实的 TapTap 上每个区服登录一次，对照已知的响应，写出报告（凭证全部遮盖）；需要一部装有 TapTap 的手机",
        "Sign in once per region to the real TapTap, compare every response with the known ones, and write a report with " +
        "every secret masked; needs a phone with TapTap");

    public string AboutNeverPlayed => Say(
        "你的 TapTap 账号从未在该区服玩过：云端应返回 211，并且不创建玩家",
        "Your TapTap account has never played in the region: the cloud must answer 211 and create no player");

    public string AboutRefuse => Say("再登录一次，由你在手机上取消", "One more login, which you cancel on the phone");

    public string AboutSlowDown => Say(
        "再创建一个码，每秒轮询一次，直到 TapTap 要求放慢", "One more code, polled every second until TapTap asks for a slower pace");

    public string AboutReport => Say("报告的目录", "The folder of the report");

    public string AboutGo => Say("不询问，直接开始；没有终端时必须指定", "Begin without a question; required without a terminal");

    public string LiveIntroduction => Say(
        """
        将登录真实的 TapTap，并把每个响应与已知的内容对照。

        - 每次登录都由你在手机上确认。请使用你自己的 TapTap 账号。
        - 读取你的 TapTap 资料，像游戏一样登录游戏云端，并读取存档列表。不修改任何内容。
        - 如果你的账号从未在某个区服玩过，会要求云端不要创建玩家。云端不遵守时，会多出一个空玩家，与第一次打开游戏相同。
        - 报告中的凭证全部遮盖，不会发送到任何地方。
        """,
        """
        This signs you in to the real TapTap and compares every response with the known ones.

        - You confirm each login on your phone. Use your own TapTap account.
        - It reads your TapTap profile, signs in to the game cloud as the game does, and reads the list of saves.
          It changes nothing.
        - If your account has never played in a region, the cloud is asked not to create a player. If the cloud ignores
          that, an empty player will exist, as after a first start of the game.
        - Every secret in the report is masked, and the report is sent nowhere.
        """);

    public string LiveBegin => Say("开始吗？", "Begin?");

    public string LiveConfirm => Say(
        "在手机上打开链接，或用 TapTap 扫码，然后确认。", "Open the link on the phone, or scan it with TapTap, and confirm.");

    public string LiveCancel => Say("这一次打开链接或扫码后，请点取消。", "This time, open or scan it and press CANCEL.");

    public string LiveGateway => Say("经由网关再登录一次，请确认。", "One more login, through the gateway. Confirm it.");

    public string LiveRefused => Say("登录被拒绝。", "The login was refused.");

    public string LiveNotConfirmed => Say("登录没有按时确认。", "The login was not confirmed in time.");

    public string LiveNoRefusal => Say("没有收到拒绝。", "That was no refusal.");

    public string LiveNothingDiffers => Say("所有响应都与已知的一致。", "All responses are as they are written down.");

    public string LiveDiffers => Say("有差异：", "What differs:");

    public string LiveNeedsGo => Say(
        "没有终端，无法询问：用 --go 直接开始。", "Without a terminal nothing can be asked: begin with --go.");

    public string LiveHasPlayed(string region) => Say(
        $"你的 TapTap 账号在区服 {region} 用 TapTap 登录玩过 Phigros 吗？",
        $"Has your TapTap account played Phigros in the region {region}, signed in with TapTap?");

    public string LiveFastPolls(string region, int most) => Say(
        FormattableString.Invariant($"{region}：每秒轮询一次一个无需扫描的码，最多 {most} 次。"),
        FormattableString.Invariant($"{region}: a code that need not be scanned is polled every second, {most} times at most."));

    public string LiveReport(string path) => Say(
        $"报告：{path}。下面几行可粘贴到 issue 表单：", $"The report: {path}. Paste these lines into the issue form:");
}
