namespace PhigrosLogin.Server.Pages;

/// <summary>A login that is over.</summary>
internal static class LoginEnding
{
    public static LoginContent Draw(LoginView view, PageLanguage language) => (view.State, view.IsOwn) switch
    {
        ("succeeded", true) => Owned(view, language),
        ("succeeded", false) => Done(view, language),
        _ => Over(view, Ending.Of(view.State, view.Reason), language),
    };

    private static LoginContent Done(LoginView view, PageLanguage language) =>
        new(Words.DoneTitle.In(language), Words.DoneSay.In(language), Html.Of($"""
            <div class="intro">
            {Status(Words.DoneStatus, language)}
            <h1 tabindex="-1">{Words.DoneTitle.In(language)}</h1>
            <p class="lead">{Words.DoneSay.In(language)}</p>
            {Player(view, language)}
            {(DisplayText.Sanitize(view.PlayerName) is null ? Html.Empty : Html.Of($"""<p class="small">{Words.NotYourName.In(language)}</p>"""))}
            </div>
            {LoginParts.Stage}
            <div class="rest">{Undo(Words.UndoChat, language)}</div>
            """));

    private static LoginContent Owned(LoginView view, PageLanguage language)
    {
        var say = (view.SessionToken is null ? Words.DoneGone : Words.DoneSayOwn).In(language);
        return new(Words.DoneTitleOwn.In(language), say, Html.Of($"""
            <div class="intro">
            {Status(Words.DoneStatus, language)}
            <h1 tabindex="-1">{Words.DoneTitleOwn.In(language)}</h1>
            <p class="lead">{say}</p>
            {Player(view, language)}
            </div>
            {LoginParts.Stage}
            <div class="rest">
            {(view.SessionToken is null ? StartAgain(view.Region, Words.StartAgain, "primary", language) : Token(view.SessionToken, language))}
            {Undo(Words.UndoOwn, language)}
            </div>
            """));
    }

    private static LoginContent Over(LoginView view, Ending ending, PageLanguage language)
    {
        var title = LoginSentence.Fill(ending.Title, view.Region, language);
        return new(title, LoginSentence.Of(view.State, view.Reason, null, view.Region, language), Html.Of($"""
            <div class="intro">
            {Status(ending.Status, language)}
            <h1 tabindex="-1">{title}</h1>
            <p class="lead">{ending.Say.In(language)}</p>
            </div>
            {LoginParts.Stage}
            <div class="rest">
            <p class="next">{(view.IsOwn ? ending.OwnStep : ending.BotStep).In(language)}</p>
            {(view.IsOwn ? Again(view, language) : Html.Empty)}
            </div>
            """));
    }

    /// <summary>The way back to a new login; where the account has no player here, the other regions come first.</summary>
    private static Html Again(LoginView view, PageLanguage language)
    {
        var others = view.Reason == "no_player_account" ? view.Regions.Where(region => region != view.Region).ToList() : [];
        return Html.Of($"""
            <div class="again">
            {others.Select(region => StartAgain(region, Words.StartAgainIn, "primary", language))}
            {StartAgain(view.Region, Words.StartAgain, others.Count == 0 ? "primary" : "", language)}
            </div>
            """);
    }

    private static Html StartAgain(string region, Phrase label, string kind, PageLanguage language) => Html.Of($"""
        <form method="post" action="/?lang={language.Code()}"><button class="button {kind}" id="again-{region}" name="region" value="{region}">{Html.Of(label, language, Html.Of($"{Words.Region(region, language)}"))}</button></form>
        """);

    // Whoever looks over the shoulder, or at a shared screen, sees no key until its owner opens it.
    private static Html Token(Secret token, PageLanguage language) => Html.Of($"""
        <section class="token" aria-labelledby="token-label">
        <h2 id="token-label">{Words.TokenLabel.In(language)}</h2>
        {LoginActions.Copy("copy-token", "primary", token.Reveal(), Words.TokenCopy, language)}
        <details id="token-box"><summary>{Words.TokenShow.In(language)}</summary><code id="token" tabindex="0">{token.Reveal()}</code></details>
        <p class="small">{Words.TokenWarning.In(language)}</p>
        </section>
        """);

    private static Html Player(LoginView view, PageLanguage language) => DisplayText.Sanitize(view.PlayerName) is not { } name ? Html.Empty : Html.Of($"""
        <p class="player"><span>{Words.Player.In(language)}</span> <b><bdi>{name}</bdi></b></p>
        """);

    private static Html Undo(Phrase undo, PageLanguage language) => Html.Of($"""
        <section class="undo" aria-labelledby="undo">
        <h2 id="undo">{Words.UndoTitle.In(language)}</h2>
        <p>{undo.In(language)}</p>
        </section>
        """);

    private static Html Status(Phrase status, PageLanguage language) => Html.Of($"""
        <p class="status"><span class="dot" aria-hidden="true"></span><span>{status.In(language)}</span></p>
        """);
}
