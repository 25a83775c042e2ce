namespace PhigrosLogin.Server.Pages;

/// <summary>An old or unknown link says so kindly.</summary>
internal static class GonePage
{
    public static string Render(PageLanguage language, string? origin = null) => new Layout(language)
    {
        Title = Words.GoneTitle.In(language),
        OtherLanguage = $"?lang={language.Other().Code()}",
        Origin = origin,
        Main = Html.Of($"""
            <main id="main" class="card over" data-state="gone" data-say="{Words.GoneTitle.In(language)}">
            <div class="intro">
            <h1 tabindex="-1">{Words.GoneTitle.In(language)}</h1>
            <p class="lead">{Words.GoneSay.In(language)}</p>
            </div>
            {LoginParts.Stage}
            <div class="rest">
            <p class="next">{Words.GoneStep.In(language)}</p>
            <p><a class="button" id="home" href="/?lang={language.Code()}">{Words.ToStart.In(language)}</a></p>
            </div>
            </main>
            """),
    }.Render();
}
