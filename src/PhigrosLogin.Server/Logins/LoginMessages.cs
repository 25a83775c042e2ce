namespace PhigrosLogin.Server.Logins;

/// <summary>A sentence for the player about where a login stands, in Chinese and English.</summary>
internal static class LoginMessages
{
    public static string For(LoginState state, bool english)
    {
        var (chinese, inEnglish) = Both(state);
        return english ? inEnglish : chinese;
    }

    private static (string Chinese, string English) Both(LoginState state) => state switch
    {
        { Status: LoginStatus.Pending, Notice: LoginReason.NoPlayerAccount } =>
            ("这个 TapTap 账号在该区服没有玩过 Phigros，可以换另一个区服再试。", "This TapTap account has never played Phigros in this region; you can try the other region."),
        { Status: LoginStatus.Pending } => ("请用 TapTap 扫码，或在手机上打开登录链接。", "Scan the code with TapTap, or open the link on your phone."),
        { Status: LoginStatus.Scanned } => ("已扫码，请在手机上确认登录。", "Scanned. Please confirm on your phone."),
        { Status: LoginStatus.Completing } => ("已确认，正在登录……", "Confirmed. Signing in…"),
        { Status: LoginStatus.Succeeded } => ("登录成功，可以回到聊天了。", "Done. You can go back to your chat."),
        { Status: LoginStatus.Denied } => ("你在 TapTap 里取消了这次登录。", "You declined this login in TapTap."),
        { Status: LoginStatus.Cancelled } => ("这次登录已取消。", "This login was cancelled."),
        { Status: LoginStatus.Expired } => ("这次登录已过期，请重新发起。", "This login has expired. Please start a new one."),
        { Reason: LoginReason.NoPlayerAccount } => ("这个 TapTap 账号在该区服没有玩过 Phigros。请先进游戏登录一次。", "This TapTap account has never played Phigros in this region. Sign in within the game once first."),
        { Reason: LoginReason.ResultLost } => ("TapTap 的答复在途中丢失了，请重新登录一次。", "TapTap's answer was lost on the way. Please sign in again."),
        { Reason: LoginReason.UpstreamUnavailable } => ("TapTap 暂时无法使用，请稍后再试。", "TapTap is not available right now. Please try again later."),
        { Reason: LoginReason.ClockSkew } => ("网关的时钟不准，请联系机器人或网站的维护者。", "The gateway's clock is wrong. Please tell whoever runs the bot or site."),
        _ => ("TapTap 已确认，但登录游戏时出了问题，请重新登录一次。", "TapTap confirmed, but signing in to the game failed. Please sign in again."),
    };
}
