namespace PhigrosLogin.Server.Pages;

/// <summary>A region on offer; the status is <c>ok</c>, <c>degraded</c> or <c>down</c>.</summary>
internal sealed record RegionChoice(string Name, string Status = "ok");

/// <summary>The page at <c>/</c>: what this is, and a button.</summary>
internal static class StartPage
{
    /// <param name="language">The language of the page.</param>
    /// <param name="regions">The regions on offer, the default first.</param>
    /// <param name="keysRequired">Whether logins are opened by holders of a key only.</param>
    /// <param name="device">What the player holds.</param>
    /// <param name="origin">The gateway's own origin.</param>
    public static string Render(
        PageLanguage language, IReadOnlyList<RegionChoice> regions, bool keysRequired, Device device = Device.Desktop, string? origin = null)
    {
        var title = (keysRequired ? Words.StartAskBot : Words.StartTitle).In(language);
        return new Layout(language)
        {
            Title = title,
            OtherLanguage = $"/?lang={language.Other().Code()}",
            Origin = origin,
            Main = Html.Of($"""
                <main id="main" class="card start" data-state="start">
                <div class="intro">
                <h1 tabindex="-1">{title}</h1>
                <p class="lead">{(keysRequired ? Words.StartAskBotSay : Words.StartLead).In(language)}</p>
                </div>
                {LoginParts.Stage}
                <div class="rest">
                {(keysRequired ? Html.Empty : Form(language, regions, device))}
                <p class="links"><a class="link" href="/l?lang={language.Code()}">{Words.HaveCode.In(language)}</a></p>
                </div>
                </main>
                """),
        }.Render();
    }

    private static Html Form(PageLanguage language, IReadOnlyList<RegionChoice> regions, Device device) => Html.Of($"""
        {(device is Device.WeChat or Device.QQ ? Html.Of($"""<p class="notice warn">{Words.StartInApp.In(language)}</p>""") : Html.Empty)}
        <form class="begin" method="post" action="/?lang={language.Code()}">
        <fieldset>
        <legend>{Words.StartChoose.In(language)}</legend>
        {regions.Select((region, index) => Choice(language, region, index == 0))}
        </fieldset>
        <button class="button primary" id="start">{Words.StartButton.In(language)}</button>
        <p class="small">{Words.StartPrivate.In(language)}</p>
        </form>
        """);

    private static Html Choice(PageLanguage language, RegionChoice region, bool chosen) => Html.Of($"""
        <label class="choice"><input type="radio" name="region" value="{region.Name}"{(chosen ? Html.Of($" checked") : Html.Empty)}><span><b>{Words.Region(region.Name, language)}</b> {Note(language, region)}</span></label>
        """);

    private static Html Note(PageLanguage language, RegionChoice region)
    {
        Phrase? note = (region.Status, region.Name) switch
        {
            ("degraded", _) => Words.RegionDegraded,
            ("down", _) => Words.RegionDown,
            (_, "cn") => Words.RegionChinaNote,
            (_, "global") => Words.RegionGlobalNote,
            (_, "sandbox") => Words.RegionSandboxNote,
            _ => null,
        };
        return Html.Of($"""<small class="{(region.Status == "ok" ? "" : "warn")}">{note?.In(language)}</small>""");
    }
}
