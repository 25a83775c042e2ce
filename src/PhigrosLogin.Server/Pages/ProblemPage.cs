namespace PhigrosLogin.Server.Pages;

/// <summary>An error that a person meets, told by the <c>code</c> that the API gives it.</summary>
internal static class ProblemPage
{
    /// <param name="language">The language of the page.</param>
    /// <param name="code">The API's word, as <c>rate_limited</c>; an unknown one gets the general words.</param>
    /// <param name="loginId">The login to go back to, if there is one.</param>
    /// <param name="traceId">What an operator can look for.</param>
    /// <param name="origin">The gateway's own origin.</param>
    public static string Render(PageLanguage language, string code, string? loginId = null, string? traceId = null, string? origin = null)
    {
        var (title, say) = Told(code);
        var back = loginId is null ? $"/?lang={language.Code()}" : $"/l/{loginId}?lang={language.Code()}";
        return new Layout(language)
        {
            Title = title.In(language),
            Origin = origin,
            Main = Html.Of($"""
                <main id="main" class="card over" data-state="problem">
                <div class="intro">
                <h1 tabindex="-1">{title.In(language)}</h1>
                <p class="lead">{say.In(language)}</p>
                </div>
                {LoginParts.Stage}
                <div class="rest">
                <p><a class="button primary" id="back" href="{back}">{(loginId is null ? Words.ToStart : Words.Back).In(language)}</a></p>
                {(traceId is null ? Html.Empty : Html.Of($"""<p class="small">{Html.Of(Words.Trace, language, Html.Of($"<code>{traceId}</code>"))}</p>"""))}
                </div>
                </main>
                """),
        }.Render();
    }

    private static (Phrase Title, Phrase Say) Told(string code) => code switch
    {
        "rate_limited" => (Words.TooOftenTitle, Words.TooOftenSay),
        "overloaded" or "store_unavailable" => (Words.BusyTitle, Words.BusySay),
        "upstream_unavailable" or "upstream_timeout" or "upstream_bad_response" or "upstream_rejected" =>
            (Words.UpstreamTitle, Words.UpstreamSay),
        "region_locked" => (Words.LockedTitle, Words.LockedSay),
        "too_late_to_cancel" or "login_final" => (Words.TooLateTitle, Words.TooLateSay),
        "invalid_request" => (Words.InvalidTitle, Words.InvalidSay),
        "client_credential_required" => (Words.StartAskBot, Words.StartAskBotSay),
        _ => (Words.ProblemTitle, Words.ProblemSay),
    };
}
