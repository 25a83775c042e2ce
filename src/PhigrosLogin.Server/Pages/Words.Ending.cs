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
        "它是一把钥匙：谁拿到，谁就能改写你的云存档。不要发到群里，也不要截图给别人。",
        "It is a key: whoever has it can change your save. Do not post it in a chat, and keep it out of screenshots.");
    public static readonly Phrase UndoTitle = new("如果这是个误会", "If this was a mistake");
    public static readonly Phrase UndoChat = new(
        "马上告诉机器人解绑。token 不会因为你重新登录而失效，要刷新（rotate）之后旧的才作废：请让对方刷新并删掉它。刷新之后，游戏里可能要重新登录一次。",
        "Tell the bot to unbind you right away. Signing in again does not end the token; it dies when it is rotated, so ask them to rotate and delete it. The game may then want you to sign in again.");
    public static readonly Phrase UndoOwn = new(
        "没发给任何人的话，什么都不用做。已经泄露了就要刷新（rotate）它：重新登录不会换掉 token，刷新之后旧的才作废，游戏里可能要重新登录一次。",
        "If nobody else has it, there is nothing to do. If it leaked, rotate it: signing in again does not change a token, only rotating ends the old one. The game may then want you to sign in again.");

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

    public static readonly Phrase FailedStatus = new("没有成功", "Did not work");
    public static readonly Phrase DeniedStatus = new("已拒绝", "Refused");
    public static readonly Phrase DeniedTitle = new("你在 TapTap 里拒绝了", "You refused in TapTap");
    public static readonly Phrase DeniedSay = new("什么都没有交出去，你的账号和存档都没动。", "Nothing was handed out; your account and your save are untouched.");
    public static readonly Phrase CancelledStatus = new("已取消", "Cancelled");
    public static readonly Phrase CancelledTitle = new("登录已取消", "Login cancelled");
    public static readonly Phrase CancelledSay = new("什么都没有交出去，这个链接也不能再用了。", "Nothing was handed out, and this link no longer works.");
    public static readonly Phrase ExpiredStatus = new("已过期", "Expired");
    public static readonly Phrase ExpiredTitle = new("时间到了", "Time is up");
    public static readonly Phrase ExpiredSay = new("在时限内没有等到确认，这次登录已经作废。", "Nobody confirmed in time, so this login is over.");

    public static readonly Phrase NoPlayerTitle = new("{0}没有这个玩家", "No player in the {0} region");
    public static readonly Phrase NoPlayerSay = new(
        "TapTap 账号没问题，但它在这个区服还没玩过 Phigros。",
        "The TapTap account is fine, but it has never played Phigros in this region.");
    public static readonly Phrase ExchangeTitle = new("游戏云端没有接受", "The game’s cloud said no");
    public static readonly Phrase ExchangeSay = new(
        "TapTap 已经同意，但试了几次，Phigros 的云端都没有给出登录结果。",
        "TapTap agreed, but the Phigros cloud did not sign you in, even after several tries.");
    public static readonly Phrase LostTitle = new("结果在路上丢了", "The result got lost");
    public static readonly Phrase LostSay = new(
        "你可能已经确认了，但 TapTap 的回答没有送到，而每个码只能用一次。你的账号没事。",
        "You may have confirmed, but TapTap’s answer never arrived, and a code works only once. Your account is fine.");
    public static readonly Phrase UpstreamTitle = new("TapTap 没有响应", "TapTap is not answering");
    public static readonly Phrase UpstreamSay = new(
        "TapTap 或游戏云端出了状况，不是你的问题，也不是机器人的问题。",
        "TapTap or the game’s cloud has trouble. It is neither you nor the bot.");
    public static readonly Phrase ClockTitle = new("这台服务器的时间不准", "This server’s clock is wrong");
    public static readonly Phrase ClockSay = new(
        "TapTap 因此拒绝了它的请求。请告诉这个网站的管理员；在校准之前，重试也没有用。",
        "TapTap refuses its requests for that. Please tell whoever runs this site; trying again does not help before it is set right.");
    public static readonly Phrase FailedTitle = new("这次没有登录成功", "This login did not work");
    public static readonly Phrase FailedSay = new("什么都没有交出去，你的账号和存档都没动。", "Nothing was handed out; your account and your save are untouched.");
}
