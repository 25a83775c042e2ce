namespace PhigrosLogin.Server.Pages;

/// <summary>What surrounds every page: head, name, language, and where the player is.</summary>
internal sealed class Layout(PageLanguage language)
{
    public required string Title { get; init; }

    /// <summary>The page's <c>main</c> element, with the id <c>main</c>.</summary>
    public required Html Main { get; init; }

    /// <summary>This page in the other language; null for an answer to a form, which has no address of its own.</summary>
    public string? OtherLanguage { get; init; }

    /// <summary>Whether a browser without JavaScript asks again by itself.</summary>
    public bool Refreshes { get; init; }

    public bool HasScript { get; init; }

    /// <summary>A stylesheet of this page alone, after the one of all pages.</summary>
    public string? Css { get; init; }

    /// <summary>The gateway's own origin, where it is known to the page.</summary>
    public string? Origin { get; init; }

    public string Render() => Html.Of($"""
        <!doctype html>
        <html lang="{language.Tag()}">
        <head>
        <meta charset="utf-8">
        <title>{Title} · PhigrosLogin</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
        <meta name="color-scheme" content="dark light">
        <meta name="theme-color" content="#100e1e" media="(prefers-color-scheme: dark)">
        <meta name="theme-color" content="#f4f3fb" media="(prefers-color-scheme: light)">
        <meta name="robots" content="noindex">
        <meta name="referrer" content="no-referrer">
        <meta name="format-detection" content="telephone=no">
        <meta name="description" content="{Words.Description.In(language)}">
        <meta property="og:title" content="{Words.StartTitle.In(language)}">
        <meta property="og:description" content="{Words.Description.In(language)}">
        <link rel="icon" href="{PageAssets.Icon}" type="image/svg+xml">
        <link rel="stylesheet" href="{PageAssets.Css}">
        {Sheet}{Script}{Refresh}
        </head>
        <body>
        <a class="skip" href="#main">{Words.Skip.In(language)}</a>
        <header class="top">
        <a class="brand" href="/?lang={language.Code()}"><img src="{PageAssets.Icon}" alt="" width="30" height="30">PhigrosLogin</a>
        {Switch}
        </header>
        {Main}
        <p id="live" class="unseen" role="status" aria-live="polite"></p>
        <footer class="foot">
        {Where}
        <p>{Words.Unofficial.In(language)}</p>
        <p><a class="link" href="/docs?lang={language.Code()}">{Words.Docs.In(language)}</a></p>
        </footer>
        </body>
        </html>

        """).ToString();

    private Html Sheet => Css is null ? Html.Empty : Html.Of($"""<link rel="stylesheet" href="{Css}">""");

    private Html Script => HasScript ? Html.Of($"""<script type="module" src="{PageAssets.Script}"></script>""") : Html.Empty;

    private Html Refresh => Refreshes ? Html.Of($"""<noscript><meta http-equiv="refresh" content="5"></noscript>""") : Html.Empty;

    private Html Switch => OtherLanguage is null ? Html.Empty : Html.Of($"""
        <nav aria-label="{Words.LanguageChoice.In(language)}"><a class="switch" id="switch" href="{OtherLanguage}" lang="{language.Other().Tag()}" hreflang="{language.Other().Tag()}">{Words.LanguageName.In(language.Other())}</a></nav>
        """);

    private Html Where => Origin is null ? Html.Empty : Html.Of($"""
        <p class="where">{Html.Of(Words.YouAreAt, language, Html.Of($"<b>{Authority(Origin)}</b>"))}</p>
        """);

    private static string Authority(string origin) => origin[(origin.IndexOf("//", StringComparison.Ordinal) is var at and >= 0 ? at + 2 : 0)..];
}
