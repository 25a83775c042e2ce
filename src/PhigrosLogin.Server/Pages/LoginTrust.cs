namespace PhigrosLogin.Server.Pages;

/// <summary>Who asks, what they get, and the way out; on every page of a login that is not over.</summary>
internal static class LoginTrust
{
    public static Html Asker(LoginView view, PageLanguage language) => Html.Of($"""
        <section class="asker" aria-label="{Words.WhoAsks.In(language)}">
        {(view.IsOwn ? Html.Of($"<p>{Words.AskerOwn.In(language)}</p>") : Claims(view, language))}
        </section>
        """);

    public static Html Grant(LoginView view, PageLanguage language) => Html.Of($"""
        <section class="grant" aria-labelledby="grant">
        <h2 id="grant">{Words.WhatIsGranted.In(language)}</h2>
        <p>{(view.IsOwn ? Words.GrantOwn : Words.GrantChat).In(language)}</p>
        </section>
        """);

    public static Html Cancel(LoginView view, PageLanguage language) => Html.Of($"""
        <form class="cancel" method="post" action="{LoginPage.Address(view, "/cancel", language)}">
        <button class="button quiet" id="cancel">{(view.IsOwn ? Words.CancelOwn : Words.CancelChat).In(language)}</button>
        </form>
        """);

    private static Html Claims(LoginView view, PageLanguage language)
    {
        var (by, verified) = (DisplayText.Sanitize(view.RequestedBy), DisplayText.Sanitize(view.RequestedByVerified));
        return Html.Of($"""
            {Said("verified", Words.AskerVerified, verified, language)}
            {Said("claimed", verified is null ? Words.AskerClaims : Words.AskerVerifiedClaims, by, language)}
            {(by ?? verified) switch { null => Html.Of($"<p>{Words.AskerSilent.In(language)}</p>"), _ => Html.Empty }}
            {Said("claimed", Words.AskedFor, DisplayText.Sanitize(view.RequestedFor), language)}
            <p class="only">{Words.OnlyYours.In(language)}</p>
            """);
    }

    // bdi: a name written from right to left must not move the words around it.
    private static Html Said(string kind, Phrase phrase, string? name, PageLanguage language) => name is null ? Html.Empty : Html.Of($"""
        <p class="{kind}">{Html.Of(phrase, language, Html.Of($"<bdi>{name}</bdi>"))}</p>
        """);
}
