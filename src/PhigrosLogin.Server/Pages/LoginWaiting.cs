namespace PhigrosLogin.Server.Pages;

/// <summary>A login that is not over: waiting for the scan, for the confirmation, for the game cloud.</summary>
internal static class LoginWaiting
{
    public static LoginContent Draw(LoginView view, Device device, PageLanguage language) => view.State switch
    {
        "pending" => Pending(view, device, language),
        "scanned" => Scanned(view, device, language),
        "completing" => Completing(view, language),
        _ => throw new ArgumentOutOfRangeException(nameof(view), view.State, "No page for this state."),
    };

    private static LoginContent Pending(LoginView view, Device device, PageLanguage language)
    {
        var title = (device is Device.Desktop ? Words.ScanTitle : Words.OpenTitle).In(language);
        var status = device is Device.Desktop ? Words.PendingStatus : Words.OpenStatus;
        var say = LoginSentence.Of(view.State, view.Reason, view.Notice, view.Region, language);
        return new(title, say, Html.Of($"""
            <div class="intro">
            {LoginParts.Status(view, status, language)}
            <h1 tabindex="-1">{title}</h1>
            {LoginParts.Notices(view, language)}
            {LoginTrust.Asker(view, language)}
            </div>
            {(device is Device.Desktop ? LoginActions.Scan(view, language) : LoginActions.Open(view, device, language))}
            <div class="rest">
            {LoginParts.Steps(view, device, language)}
            {LoginParts.RegionChoice(view, language)}
            {LoginTrust.Grant(view, language)}
            {LoginTrust.Cancel(view, language)}
            </div>
            """));
    }

    private static LoginContent Scanned(LoginView view, Device device, PageLanguage language) =>
        new(Words.ScannedTitle.In(language), Words.ScannedTitle.In(language), Html.Of($"""
            <div class="intro">
            {LoginParts.Status(view, Words.ScannedStatus, language)}
            <h1 tabindex="-1">{Words.ScannedTitle.In(language)}</h1>
            <p class="lead">{Words.ScannedSay.In(language)}</p>
            {LoginParts.Notices(view, language)}
            {LoginTrust.Asker(view, language)}
            </div>
            {(view.ShowQr ? LoginActions.Scan(view, language) : LoginParts.Stage)}
            <div class="rest">
            {ShowAgain(view, device, language)}
            {LoginTrust.Grant(view, language)}
            {LoginTrust.Cancel(view, language)}
            </div>
            """));

    private static LoginContent Completing(LoginView view, PageLanguage language) =>
        new(Words.CompletingTitle.In(language), Words.CompletingSay.In(language), Html.Of($"""
            <div class="intro">
            {LoginParts.Status(view, Words.CompletingStatus, language)}
            <h1 tabindex="-1">{Words.CompletingTitle.In(language)}</h1>
            <p class="lead">{Words.CompletingSay.In(language)}</p>
            {LoginParts.Notices(view, language)}
            {LoginTrust.Asker(view, language)}
            </div>
            {LoginParts.Stage}
            """));

    // On one phone the confirmation is a tab or an app away, not on another screen.
    private static Html ShowAgain(LoginView view, Device device, PageLanguage language) => view.ShowQr ? Html.Empty : device is not Device.Desktop ? Html.Of($"""
        <p><a class="button" id="open" href="{LoginPage.Address(view, "/open", language)}">{Words.ScannedBack.In(language)}</a></p>
        """) : Html.Of($"""
        <p><a class="link" id="qr-show" href="{LoginPage.Address(view, "", language)}&amp;qr=1">{Words.ScannedQr.In(language)}</a></p>
        """);
}
