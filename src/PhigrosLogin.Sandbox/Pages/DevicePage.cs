namespace PhigrosLogin.Sandbox.Pages;

/// <summary>The page behind a QR link, in the two languages of the people who see it.</summary>
internal static class DevicePage
{
    public static Html Content(SandboxCode code, TimeSpan left) => Html.Of($"""
        <header><span class="badge">模拟器 · simulator</span>
        <h1>模拟登录</h1><p class="soft">Simulated login. No TapTap account, no real player, no network.</p></header>
        <section>
        <p class="code">{code.UserCode}</p>
        <p class="state">{Words(code.State)}</p>
        {Buttons(code)}
        </section>
        <p class="soft">{Countdown(code, left)}</p>
        <p><a href="/">沙盒首页 · Sandbox start page</a></p>
        """);

    public static Html NoSuchCode(string userCode) => Html.Of($"""
        <header><span class="badge">模拟器 · simulator</span><h1>没有这个代码</h1>
        <p class="soft">There is no code {userCode} here, or it is too old.</p></header>
        <p><a href="/">沙盒首页 · Sandbox start page</a></p>
        """);

    private static Html Buttons(SandboxCode code) => code.State switch
    {
        SandboxCodeState.Pending => Form(code, Html.Of($"""
            <button name="act" value="scan">扫码 · Scan</button>
            <button name="act" value="confirm" class="plain">直接确认 · Confirm</button>
            <button name="act" value="refuse" class="no">拒绝 · Refuse</button>
            """)),
        SandboxCodeState.Waiting => Form(code, Html.Of($"""
            <button name="act" value="confirm">确认登录 · Confirm</button>
            <button name="act" value="refuse" class="no">拒绝 · Refuse</button>
            """)),
        _ => Html.Of($""),
    };

    private static Html Form(SandboxCode code, Html buttons) =>
        Html.Of($"""<form method="post" action="/device"><input type="hidden" name="user_code" value="{code.UserCode}">{buttons}</form>""");

    private static string Words(SandboxCodeState state) => state switch
    {
        SandboxCodeState.Pending => "等待扫码 · Nobody has scanned it yet.",
        SandboxCodeState.Waiting => "已扫码，等待确认 · Scanned; yes or no?",
        SandboxCodeState.Confirmed => "已确认，等待领取 · Confirmed. The next poll gets the token.",
        SandboxCodeState.Refused => "已拒绝 · Refused.",
        SandboxCodeState.Expired => "已过期 · Expired.",
        SandboxCodeState.WrongRegion => "区服不符 · It belongs to the other region.",
        _ => "登录完成 · Done: the token was fetched.",
    };

    private static string Countdown(SandboxCode code, TimeSpan left) =>
        code.State is SandboxCodeState.Pending or SandboxCodeState.Waiting
            ? FormattableString.Invariant($"剩余 {Math.Max(0, left.TotalSeconds):0} 秒 · {Math.Max(0, left.TotalSeconds):0} seconds left when this page was made.")
            : "可以关闭此页 · You can close this page.";
}
