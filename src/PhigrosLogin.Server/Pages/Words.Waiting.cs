namespace PhigrosLogin.Server.Pages;

/// <summary>While a login waits for the player, and for the game cloud.</summary>
internal static partial class Words
{
    public static readonly Phrase ScanTitle = new("用 TapTap 扫码登录 Phigros", "Scan with TapTap to sign in to Phigros");
    public static readonly Phrase OpenTitle = new("用 TapTap 登录 Phigros", "Sign in to Phigros with TapTap");
    public static readonly Phrase PendingSay = new("等你用 TapTap 扫码确认。", "Waiting for you to scan and confirm with TapTap.");
    public static readonly Phrase PendingStatus = new("等待扫码", "Waiting for your scan");
    public static readonly Phrase OpenStatus = new("等待确认", "Waiting for you");

    public static readonly Phrase StepScan = new("打开手机上的 TapTap，用“扫一扫”扫这个码", "Open TapTap on your phone and scan this code with it");
    public static readonly Phrase StepConfirm = new("在手机上看清楚是 Phigros，再点确认", "Check that it says Phigros, then confirm on your phone");
    public static readonly Phrase StepOwn = new("登录完成后，本页会自动显示你的 token", "This page changes by itself and shows your token");
    public static readonly Phrase StepChat = new("看到本页提示登录成功后，回到聊天即可", "This page tells you when it is done; then go back to your chat");
    public static readonly Phrase StepOpen = new("点“打开 TapTap 登录”，看清楚是 Phigros 再确认", "Press “Continue with TapTap”, check that it says Phigros, then confirm");
    public static readonly Phrase StepComeBack = new("确认之后回到这一页，看到结果", "Come back to this page for the result");

    public static readonly Phrase OpenTapTap = new("打开 TapTap 登录", "Continue with TapTap");
    public static readonly Phrase OpenTapTapNote = new("没装 TapTap 也可以，在网页上就能完成", "Works without the app too, on TapTap’s own page");
    public static readonly Phrase OpenApp = new("在 TapTap 应用里打开", "Open in the TapTap app");
    public static readonly Phrase OpenHere = new("手机不在身边？在这台设备上打开 TapTap 页面", "No phone at hand? Open TapTap’s page on this device");
    public static readonly Phrase ShowQr = new("显示二维码，用另一台设备扫", "Show a QR code for another device");
    public static readonly Phrase HideQr = new("收起二维码", "Hide the QR code");
    public static readonly Phrase QrAlt = new(
        "登录二维码，请用手机上的 TapTap 扫。没有显示出来的话，稍等几秒会自动重试。",
        "Login QR code, to be scanned with TapTap on your phone. If it does not show, it is tried again in a few seconds.");
    public static readonly Phrase QrMissing = new("二维码还没拿到，正在重试…", "No code yet, trying again…");

    public static readonly Phrase TimeLeft = new("剩余 {0}", "{0} left");
    public static readonly Phrase CodeRenews = new("二维码 {0} 后自动更换", "New code in {0}");

    public static readonly Phrase WeChatHint = new("微信里打不开 TapTap 应用", "WeChat cannot open the TapTap app");
    public static readonly Phrase WeChatStep = new("点右上角的 ···，选“在浏览器打开”", "Tap ··· at the top right, then “Open in Browser”");
    public static readonly Phrase QQHint = new("QQ 里打不开 TapTap 应用", "QQ cannot open the TapTap app");
    public static readonly Phrase QQStep = new("点右上角的 ···，选“用浏览器打开”", "Tap ··· at the top right, then “Open in browser”");
    public static readonly Phrase InAppCopy = new("或者复制链接，粘贴到浏览器里：", "Or copy the link and paste it into your browser:");
    public static readonly Phrase InAppOwn = new(
        "换浏览器之后要从首页重新开始，因为结果只给发起登录的那个浏览器看。",
        "In the other browser you start anew, because only the browser that started a login sees its result.");
    public static readonly Phrase InAppStay = new("就在这里用网页继续", "Continue here on the web page");

    public static readonly Phrase ScannedStatus = new("已扫码", "Scanned");
    public static readonly Phrase ScannedTitle = new("已扫码，请在手机上确认", "Scanned. Now confirm on your phone");
    public static readonly Phrase ScannedSay = new(
        "TapTap 正等你点确认。点完之后，这一页会自己变化。",
        "TapTap is waiting for you to confirm. This page then changes by itself.");
    public static readonly Phrase ScannedQr = new("手机上没有看到确认页？重新显示二维码", "No confirmation on your phone? Show the code again");

    public static readonly Phrase ScannedBack = new("回到 TapTap 去确认", "Back to TapTap to confirm");

    public static readonly Phrase CompletingStatus = new("正在登录", "Signing in");
    public static readonly Phrase CompletingTitle = new("正在登录 Phigros…", "Signing in to Phigros…");
    public static readonly Phrase CompletingSay = new(
        "已在 TapTap 确认，正在登录 Phigros，通常只需几秒。",
        "Confirmed on TapTap. Signing in to Phigros, this takes a few seconds.");

    public static readonly Phrase UpstreamSlow = new(
        "TapTap 现在响应有点慢，请多等一会儿，不用重来。",
        "TapTap is slow right now. Give it a little longer, there is no need to start again.");
    public static readonly Phrase UpstreamDown = new(
        "TapTap 暂时没有响应，这不是你的问题。这里会自动重试，请不要关掉页面。",
        "TapTap is not answering, and it is not you. This page keeps trying, please leave it open.");
    public static readonly Phrase CloudDown = new(
        "游戏云端暂时没有响应，现在扫码也无法完成登录，这不是你的问题。这里会自动重试，请不要关掉页面。",
        "The game cloud is not answering, so a sign-in could not be finished now, and it is not you. This page keeps trying, please leave it open.");
    public static readonly Phrase NoPlayerHere = new(
        "这个 TapTap 账号在{0}没有 Phigros 玩家。你玩的是别的区服吗？换过去再确认一次就行。",
        "This TapTap account has no Phigros player in the {0} region. Do you play in another one? Switch and confirm once more.");
}
