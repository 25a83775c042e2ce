namespace PhigrosLogin.Server.Pages;

/// <summary>How a login ends: what happened, and the one step that helps.</summary>
internal static partial class Words
{
    public static readonly Phrase DoneStatus = new("登录成功", "Signed in");
    public static readonly Phrase DoneTitle = new("好了，回到聊天吧", "Done. Go back to your chat");
    public static readonly Phrase DoneSay = new("登录成功，这一页可以关掉了。", "You are signed in. You can close this page.");
    public static readonly Phrase DoneTitleOwn = new("登录成功", "You are signed in");
    public static readonly Phrase DoneSayOwn = new(
        "token 已经拿到。现在就复制好：它只给这个浏览器看，过几分钟就不再显示。",
        "Your token is here. Copy it now: only this browser sees it, and only for a few minutes.");
    public static readonly Phrase DoneGone = new("token 已经不再显示。需要的话，再登录一次就能拿到。", "The token is no longer shown. Sign in once more if you need it.");
    public static readonly Phrase Player = new("玩家", "Player");
    public static readonly Phrase NotYourName = new("不是你的名字？告诉机器人“不是我”，不要绑定。", "Not your name? Tell the bot “not me” and do not bind it.");

    public static readonly Phrase TokenLabel = new("你的 session token", "Your session token");
    public static readonly Phrase TokenCopy = new("复制 token", "Copy token");
    public static readonly Phrase TokenShow = new("看一眼 token", "Show the token");
    public static readonly Phrase TokenWarning = new(
        "它等同于密码：任何人拿到它都能修改你的云存档。不要发到群里，也不要截图给别人。",
        "It works like a password: anyone who has it can change your save. Do not post it in a chat, and keep it out of screenshots.");
    public static readonly Phrase UndoTitle = new("如果这是个误会", "If this was a mistake");
    public static readonly Phrase UndoChat = new(
        "马上告诉机器人解绑。token 不会因为你重新登录而失效，要刷新（rotate）之后旧的才作废：请让对方刷新并删掉它。刷新之后，游戏里可能要重新登录一次。",
        "Tell the bot to unbind you right away. Signing in again does not end the token; it dies when it is rotated, so ask them to rotate and delete it. The game may then want you to sign in again.");
    public static readonly Phrase UndoOwn = new(
        "没发给任何人的话，什么都不用做。已经泄露了就要刷新（rotate）它：使用 phigros-login 命令行工具，或请保存它的网站刷新。重新登录不会使其失效，刷新之后旧的才作废，游戏里可能要重新登录一次。",
        "If no one else has it, there is nothing to do. If it leaked, rotate it with the phigros-login tool, or ask the site that stores it: signing in again does not change a token, only rotating ends the old one. The game may then want you to sign in again.");

    public static readonly Phrase AskBot = new("还想登录的话，让机器人再发一个新链接。", "Ask your bot for a new link if you still want to sign in.");
    public static readonly Phrase AskBotRegion = new(
        "先在游戏里用这个账号登录一次；或者让机器人发一个其他区服的新链接。",
        "Sign in to the game with this account once, or ask your bot for a new link to the other region.");
    public static readonly Phrase AskBotLater = new("过几分钟，让机器人再发一个新链接。", "In a few minutes, ask your bot for a new link.");
    public static readonly Phrase OwnAgain = new("还想登录的话，重新开始就行。", "Start again if you still want to sign in.");
    public static readonly Phrase OwnRegion = new(
        "先在游戏里用这个账号登录一次，或者换个区服重新开始。",
        "Sign in to the game with this account once, or start again in another region.");
    public static readonly Phrase OwnLater = new("过几分钟再重新开始。", "Start again in a few minutes.");

    public static readonly Phrase FailedStatus = new("没有成功", "Failed");
    public static readonly Phrase DeniedStatus = new("已拒绝", "Refused");
    public static readonly Phrase DeniedTitle = new("你在 TapTap 里拒绝了", "You refused in TapTap");
    public static readonly Phrase DeniedSay = new("没有发放 token，你的账号和存档不受影响。", "No token was issued. Your account and save are unchanged.");
    public static readonly Phrase CancelledStatus = new("已取消", "Cancelled");
    public static readonly Phrase CancelledTitle = new("登录已取消", "Login cancelled");
    public static readonly Phrase CancelledSay = new("没有发放 token，这个链接也不能再使用。", "No token was issued, and this link no longer works.");
    public static readonly Phrase ExpiredStatus = new("已过期", "Expired");
    public static readonly Phrase ExpiredTitle = new("时间到了", "Time is up");
    public static readonly Phrase ExpiredSay = new("在时限内没有等到确认，这次登录已经作废。", "The login was not confirmed in time and is over.");

    public static readonly Phrase NoPlayerTitle = new("在{0}没有找到 Phigros 账号", "No player in the {0} region");
    public static readonly Phrase NoPlayerSay = new(
        "TapTap 账号没问题，但它在这个区服还没玩过 Phigros。",
        "The TapTap account is fine, but it has never played Phigros in this region.");
    public static readonly Phrase ExchangeTitle = new("Phigros 登录失败", "Couldn’t sign in to Phigros");
    public static readonly Phrase ExchangeSay = new(
        "你已在 TapTap 确认，但多次尝试后仍无法登录 Phigros 云端。",
        "You confirmed on TapTap, but the Phigros cloud did not sign you in, even after several tries.");
    public static readonly Phrase LostTitle = new("登录结果丢失", "The login result was lost");
    public static readonly Phrase LostSay = new(
        "你可能已经确认了，但没有收到 TapTap 的响应，而每个二维码只能使用一次。你的账号不受影响。",
        "You may have confirmed, but TapTap’s response never arrived, and a code works only once. Your account is fine.");
    public static readonly Phrase UpstreamTitle = new("TapTap 没有响应", "TapTap is not answering");
    public static readonly Phrase UpstreamSay = new(
        "TapTap 或 Phigros 云端出现问题，与你和机器人无关。",
        "TapTap or the Phigros cloud has a problem. It is neither you nor the bot.");
    public static readonly Phrase ClockTitle = new("这台服务器的时间不准", "This server’s clock is wrong");
    public static readonly Phrase ClockSay = new(
        "TapTap 因此拒绝了它的请求。请告诉这个网站的管理员；在校准之前，重试也没有用。",
        "TapTap rejects its requests for that reason. Please tell the operator of this site; trying again does not help until the clock is set.");
    public static readonly Phrase FailedTitle = new("这次没有登录成功", "This login did not work");
    public static readonly Phrase FailedSay = new("没有发放 token，你的账号和存档不受影响。", "No token was issued. Your account and save are unchanged.");
}
