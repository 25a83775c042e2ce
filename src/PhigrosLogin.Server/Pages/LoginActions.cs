namespace PhigrosLogin.Server.Pages;

/// <summary>What a waiting page offers to do: scan, or press a button, or go to a browser that can.</summary>
internal static class LoginActions
{
    /// <summary>The code. Fetching this markup asks TapTap for nothing; loading the picture does.</summary>
    public static Html Scan(LoginView view, PageLanguage language) => Html.Of($"""
        <div class="action scan" id="qr">
        {Picture(view, language)}
        <a class="link" id="open" href="{LoginPage.Address(view, "/open", language)}">{Words.OpenHere.In(language)}</a>
        </div>
        """);

    public static Html Open(LoginView view, Device device, PageLanguage language) => Html.Of($"""
        <div class="action open">
        {(device is Device.Phone ? Buttons(view, language) : Elsewhere(view, device, language))}
        {(view.ShowQr ? Picture(view, language) : Html.Empty)}
        {QrLink(view, language)}
        </div>
        """);

    private static Html Buttons(LoginView view, PageLanguage language) => Html.Of($"""
        <a class="button primary" id="open" href="{LoginPage.Address(view, "/open", language)}">{Words.OpenTapTap.In(language)}</a>
        <p class="small">{Words.OpenTapTapNote.In(language)}</p>
        {App(view, language)}
        """);

    private static Html App(LoginView view, PageLanguage language) =>
        view.OpenInTapTap?.StartsWith("taptap://", StringComparison.Ordinal) is true
            ? Html.Of($"""<a class="button" id="app" href="{view.OpenInTapTap}">{Words.OpenApp.In(language)}</a>""")
            : Html.Empty;

    private static Html Elsewhere(LoginView view, Device device, PageLanguage language)
    {
        var (hint, step) = device is Device.WeChat ? (Words.WeChatHint, Words.WeChatStep) : (Words.QQHint, Words.QQStep);
        // NOTE: an own login belongs to this browser's cookie; its link in another browser would show no token.
        var link = view.IsOwn ? $"{view.Origin}/" : $"{view.Origin}/l/{view.Id}";
        return Html.Of($"""
            <div class="hint">
            <p><b>{hint.In(language)}</b></p>
            <p>{step.In(language)}</p>
            </div>
            <p class="small" id="copy-why">{Words.InAppCopy.In(language)}</p>
            <code class="address">{link}</code>
            {Copy("copy-link", "primary", link, Words.CopyLink, language)}
            {(view.IsOwn ? Html.Of($"""<p class="small">{Words.InAppOwn.In(language)}</p>""") : Html.Empty)}
            <a class="button" id="open" href="{LoginPage.Address(view, "/open", language)}">{Words.InAppStay.In(language)}</a>
            """);
    }

    /// <summary>A button that only the script can serve, and so only the script shows.</summary>
    public static Html Copy(string id, string kind, string text, Phrase label, PageLanguage language) => Html.Of($"""
        <button type="button" class="button {kind} scripted" id="{id}" data-copy="{text}" data-done="{Words.Copied.In(language)}" data-failed="{Words.CopyFailed.In(language)}">{label.In(language)}</button>
        """);

    private static Html Picture(LoginView view, PageLanguage language) => Html.Of($"""
        <figure class="qr">
        <img id="qr-image" src="/api/v1/logins/{view.Id}/qr.svg?v={view.Attempt}" width="260" height="260" alt="{Words.QrAlt.In(language)}"><span class="blank">{Words.QrMissing.In(language)}</span>
        <figcaption>{Caption(view, language)}</figcaption>
        </figure>
        """);

    private static Html Caption(LoginView view, PageLanguage language) => view.QrExpiresAt is { } end && end < view.ExpiresAt
        ? Html.Of(Words.CodeRenews, language, LoginParts.Time(end - view.Now))
        : Html.Empty; // none yet: it is asked for by the picture itself

    private static Html QrLink(LoginView view, PageLanguage language) => view.ShowQr
        ? Html.Of($"""<a class="link" id="qr-hide" href="{LoginPage.Address(view, "", language)}">{Words.HideQr.In(language)}</a>""")
        : Html.Of($"""<a class="link" id="qr-show" href="{LoginPage.Address(view, "", language)}&amp;qr=1">{Words.ShowQr.In(language)}</a>""");
}
