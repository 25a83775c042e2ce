namespace PhigrosLogin.BrowserTests;

/// <summary>Pictures for people to look at: made where <c>PAGE_PICTURES</c> names a folder, and nowhere else.</summary>
internal static class Picture
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("PAGE_PICTURES");

    /// <summary>The page as this visitor sees it, dark and light.</summary>
    public static async Task PictureAsync(this Visit visit, string name)
    {
        if (Folder is null) return;
        // A ring round the last stop of the keyboard is no part of the picture.
        await visit.Page.EvaluateAsync("document.activeElement.blur()");
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await visit.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            var path = Path.Combine(Folder, $"{name}-{scheme}.png".ToLowerInvariant());
            await visit.Page.ScreenshotAsync(new() { Path = path, FullPage = visit.Visitor.IsHandheld });
        }
    }
}
