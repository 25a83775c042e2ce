namespace PhigrosLogin.Server.Pages;

/// <summary>The pages around a login: where one starts, types a code, or finds nothing.</summary>
internal static partial class Words
{
    public static readonly Phrase StartTitle = new("用 TapTap 登录 Phigros", "Sign in to Phigros with TapTap");
    public static readonly Phrase StartLead = new(
        "扫一次码，拿到你自己的 session token，不用翻文件，也不用按 F12。",
        "One scan, and your own session token is here. No digging in files, no developer tools.");
    public static readonly Phrase StartChoose = new("你玩的是哪个区服？", "Where do you play?");
    public static readonly Phrase RegionChinaNote = new("taptap.cn，国内下载的游戏", "taptap.cn, the game from mainland China");
    public static readonly Phrase RegionGlobalNote = new("taptap.io，海外下载的游戏", "taptap.io, the game from everywhere else");
    public static readonly Phrase RegionSandboxNote = new("不需要账号，试试看是什么样", "no account needed, just to see how it goes");
    public static readonly Phrase StartButton = new("开始登录", "Start");
    public static readonly Phrase StartPrivate = new(
        "token 只在这个浏览器中显示，几分钟后删除。",
        "Only this browser sees the token, and it is deleted within minutes.");
    public static readonly Phrase StartAskBot = new("向你的机器人要一个登录链接", "Ask your bot for a login link");
    public static readonly Phrase StartAskBotSay = new(
        "在这里，登录由机器人或网站发起。在聊天里发出它的绑定或登录指令，再打开它给你的链接。",
        "Logins here are started by a bot or a site. Send it its bind or login command, then open the link it gives you.");
    public static readonly Phrase HaveCode = new("有一个 8 位代码？在这里输入", "Have a code of 8 letters? Enter it here");
    public static readonly Phrase StartInApp = new(
        "建议先用系统浏览器打开这一页：右上角 ··· 里选“在浏览器打开”。",
        "For best results, open this page in your phone’s browser: tap ··· at the top right.");

    public static readonly Phrase CodeTitle = new("输入代码", "Enter your code");
    public static readonly Phrase CodeSay = new("程序或机器人给了你 8 个字母？填在这里。", "A program or bot gave you 8 letters? Type them here.");
    public static readonly Phrase CodeLabel = new("8 位代码", "Code of 8 letters");
    public static readonly Phrase CodeHint = new("不分大小写，中间的横线可写可不写。", "Upper or lower case, with or without the dash.");
    public static readonly Phrase CodeButton = new("继续", "Continue");
    public static readonly Phrase CodeMalformed = new("代码是 8 个字母，没有数字，也没有 A、E、I、O、U、Y。", "A code has 8 letters, no digits and none of A, E, I, O, U, Y.");
    public static readonly Phrase CodeUnknown = new("没有这个代码，或者它已经过期了。请检查一下，或者要一个新的。", "There is no such code, or it has expired. Check it, or get a new one.");
    public static readonly Phrase CodeTooOften = new("试得太多了，请过一分钟再试。", "Too many tries. Please wait a minute.");

    public static readonly Phrase GoneTitle = new("链接已失效", "This link no longer works");
    public static readonly Phrase GoneSay = new(
        "它可能已经用过、过期了，或者复制时少了几个字符。别担心，你的账号没有受影响。",
        "It was used, has expired, or lost a few characters when it was copied. Nothing happened to your account.");
    public static readonly Phrase GoneStep = new("让机器人再发一个新链接；如果是在这里自己登录的，回首页重新开始。", "Ask your bot for a new link. If you started here, start again from the start page.");

    public static readonly Phrase ProblemTitle = new("这一步没有成功", "That did not work");
    public static readonly Phrase ProblemSay = new("这里出了点问题，请过一会儿再试。", "Something went wrong here. Please try again in a little while.");
    public static readonly Phrase TooOftenTitle = new("操作太频繁", "Too many requests");
    public static readonly Phrase TooOftenSay = new("来自你这个网络的请求太多了，请等一会儿再试。", "Too many requests came from your network. Please wait a moment.");
    public static readonly Phrase BusyTitle = new("服务器繁忙", "Too busy right now");
    public static readonly Phrase BusySay = new("请过一会儿再试。", "Please try again in a little while.");
    public static readonly Phrase LockedTitle = new("区服现在不能换了", "The region can no longer be changed");
    public static readonly Phrase LockedSay = new("可能已经扫过码、换了太多次，或者区服是发起人定好的。", "The code was scanned already, it was changed too often, or the requester has fixed it.");
    public static readonly Phrase TooLateTitle = new("已无法取消", "Too late to cancel");
    public static readonly Phrase TooLateSay = new("登录已经在完成或者已经结束，回去看看结果。", "The login is being completed or is over. Go back to see how it ended.");
    public static readonly Phrase InvalidTitle = new("请求无效", "Invalid request");
    public static readonly Phrase InvalidSay = new("请回到上一页再试一次。", "Please go back and try once more.");
    public static readonly Phrase Trace = new("编号 {0}，报告问题时请附上。", "Reference {0}, please quote it in a report.");
}
