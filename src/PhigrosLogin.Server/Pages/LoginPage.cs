namespace PhigrosLogin.Server.Pages;

/// <summary>
/// The page of one login, <c>/l/{id}</c>. It is whole without JavaScript; with it, the script asks for the same page
/// again when the login changes and exchanges <c>main</c>, so that every state is drawn here and nowhere else.
/// </summary>
internal static class LoginPage
{
    public static string Render(LoginView view, Device device, PageLanguage language)
    {
        var content = view.IsFinal
            ? LoginEnding.Draw(view, language)
            : LoginWaiting.Draw(view, device, language);
        return new Layout(language)
        {
            Title = content.Title,
            Origin = view.Origin,
            OtherLanguage = $"{Address(view, "", language.Other())}{(view.ShowQr ? "&qr=1" : "")}",
            Refreshes = !view.IsFinal,
            HasScript = true,
            Main = Html.Of($"""
                <main id="main" class="card login{(view.IsFinal ? " over" : "")}" data-state="{view.State}" data-say="{content.Say}" data-version="{view.Version}"{Live(view, device)}>
                {content.Body}
                </main>
                """),
        }.Render();
    }

    /// <summary>An address of this login that keeps the language, as <c>/l/{id}/cancel?lang=en</c>.</summary>
    public static string Address(LoginView view, string rest, PageLanguage language) =>
        $"/l/{view.Id}{rest}?lang={language.Code()}";

    private static Html Live(LoginView view, Device device)
    {
        if (view.IsFinal) return Html.Empty;
        // A player who is told to go to another browser is not looking at a code yet: none is asked for.
        var looks = device is Device.Desktop or Device.Phone || view.ShowQr;
        return Html.Of($"""
             data-events="/api/v1/logins/{view.Id}/events{(looks ? "?ensureQr=true" : "")}"
            """);
    }
}

/// <summary>What a state puts on the page: its title, the sentence that is read out, and the rest.</summary>
internal sealed record LoginContent(string Title, string Say, Html Body);
