using System.Globalization;

namespace PhigrosLogin.Server.Pages;

/// <summary>Pieces that several states share.</summary>
internal static class LoginParts
{
    /// <summary>A line to be hit, drawn with the style sheet alone; the words beside it say the same.</summary>
    public static Html Stage { get; } = Html.Of($"""
        <div class="stage" aria-hidden="true"><span class="judge"></span><span class="note"></span><span class="ring"></span></div>
        """);

    public static Html Status(LoginView view, Phrase status, PageLanguage language) => Html.Of($"""
        <p class="status"><span class="dot" aria-hidden="true"></span><span>{status.In(language)}</span>{Left(view, language)}</p>
        <progress class="line" max="{Seconds(view.Deadline - view.CreatedAt)}" value="{Seconds(view.Deadline - view.Now)}" data-seconds="{Seconds(view.Deadline - view.Now)}" aria-hidden="true"></progress>
        """);

    public static Html Notices(LoginView view, PageLanguage language) => Html.Of($"""
        {Notice("play", view.Region == "sandbox" ? Words.Simulated.In(language) : null)}
        {Notice("warn", view.Notice is null ? null : LoginSentence.Of("pending", null, view.Notice, view.Region, language))}
        {Notice("warn", Upstream(view)?.In(language))}
        """);

    private static Phrase? Upstream(LoginView view) => (view.UpstreamStatus, view.UpstreamCause) switch
    {
        ("degraded", _) => Words.UpstreamSlow,
        ("down", "cloud") => Words.CloudDown,
        ("down", _) => Words.UpstreamDown,
        _ => null,
    };

    public static Html Steps(LoginView view, Device device, PageLanguage language)
    {
        Phrase[] steps = (device, view.IsOwn) switch
        {
            (Device.Desktop, true) => [Words.StepScan, Words.StepConfirm, Words.StepOwn],
            (Device.Desktop, false) => [Words.StepScan, Words.StepConfirm, Words.StepChat],
            (Device.Phone, _) => [Words.StepOpen, Words.StepComeBack],
            _ => [],
        };
        return steps.Length == 0 ? Html.Empty : Html.Of($"""<ol class="steps">{steps.Select(step => Html.Of($"<li><span>{step.In(language)}</span></li>"))}</ol>""");
    }

    /// <summary>The region, and a button for each other one while the player may choose.</summary>
    public static Html RegionChoice(LoginView view, PageLanguage language)
    {
        var others = view.CanChangeRegion ? view.Regions.Where(region => region != view.Region) : [];
        return Html.Of($"""
            <form class="region" method="post" action="{LoginPage.Address(view, "/region", language)}">
            <p>{Words.RegionLabel.In(language)} <b>{Words.Region(view.Region, language)}</b></p>
            {others.Select(region => Html.Of($"""
                <button class="button small" id="region-{region}" name="region" value="{region}">{Html.Of(Words.RegionSwitch, language, Html.Of($"{Words.Region(region, language)}"))}</button>
                """))}
            </form>
            """);
    }

    /// <summary>What is left, as 4:32, and for the script the same in seconds.</summary>
    public static Html Time(TimeSpan left) => Html.Of($"""
        <span class="time" data-seconds="{Seconds(left)}">{Clock(left)}</span>
        """);

    private static Html Left(LoginView view, PageLanguage language) => view.State == "completing" ? Html.Empty : Html.Of($"""
        <span class="left" role="timer">{Html.Of(Words.TimeLeft, language, Time(view.Deadline - view.Now))}</span>
        """);

    private static Html Notice(string kind, string? text) => text is null ? Html.Empty : Html.Of($"""
        <p class="notice {kind}">{text}</p>
        """);

    private static long Seconds(TimeSpan time) => Math.Max(0, (long)Math.Ceiling(time.TotalSeconds));

    private static string Clock(TimeSpan left) =>
        string.Create(CultureInfo.InvariantCulture, $"{Seconds(left) / 60}:{Seconds(left) % 60:00}");
}
