namespace PhigrosLogin.Server.Pages;

/// <summary>Why a typed code was not taken.</summary>
public enum UserCodeError
{
    Malformed,
    Unknown,
    TooOften,
}

/// <summary>The page at <c>/l</c>: a field for a user code. It is posted, because an address ends up in logs.</summary>
internal static class UserCodePage
{
    public static string Render(PageLanguage language, UserCodeError? error = null, string? typed = null, string? origin = null) => new Layout(language)
    {
        Title = Words.CodeTitle.In(language),
        OtherLanguage = $"/l?lang={language.Other().Code()}",
        Origin = origin,
        Main = Html.Of($"""
            <main id="main" class="card narrow" data-state="{(error is null ? "code" : "failed")}">
            <h1 tabindex="-1">{Words.CodeTitle.In(language)}</h1>
            <p class="lead">{Words.CodeSay.In(language)}</p>
            <form class="begin" method="post" action="/l?lang={language.Code()}">
            <label for="user_code">{Words.CodeLabel.In(language)}</label>
            <input id="user_code" name="user_code" type="text" value="{typed?[..Math.Min(typed.Length, 16)]}" maxlength="16" required autofocus autocomplete="off" autocapitalize="characters" autocorrect="off" spellcheck="false" placeholder="BCDF-GHJK" aria-describedby="hint"{(error is null ? Html.Empty : Html.Of($""" aria-invalid="true" aria-errormessage="error" """))}>
            {Trouble(language, error)}
            <p class="small" id="hint">{Words.CodeHint.In(language)}</p>
            <button class="button primary" id="continue">{Words.CodeButton.In(language)}</button>
            </form>
            </main>
            """),
    }.Render();

    private static Html Trouble(PageLanguage language, UserCodeError? error) => error is null ? Html.Empty : Html.Of($"""
        <p class="notice warn" id="error" role="alert">{(error switch
        {
            UserCodeError.Malformed => Words.CodeMalformed,
            UserCodeError.Unknown => Words.CodeUnknown,
            UserCodeError.TooOften => Words.CodeTooOften,
            _ => throw new ArgumentOutOfRangeException(nameof(error), error, "No words for this error."),
        }).In(language)}</p>
        """);
}
