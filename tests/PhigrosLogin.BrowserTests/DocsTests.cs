namespace PhigrosLogin.BrowserTests;

/// <summary>The page for developers is a page like the others, down to 320 px and without JavaScript.</summary>
public class DocsTests(Chromium chromium)
{
    [Theory]
    [InlineData("desktop", "zh")]
    [InlineData("phone without JavaScript", "en")]
    public async Task The_page_for_developers_is_fit_to_be_read(string who, string language)
    {
        await using var world = await SimulatedTapTap.StartAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Of(who), $"/docs?lang={language}");

        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await visit.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            foreach (var width in (int[])[320, visit.Visitor.Width])
            {
                await visit.Page.SetViewportSizeAsync(width, visit.Visitor.Height);
                (await visit.FaultsAsync(width)).ShouldBeEmpty($"{scheme}, {width} px");
            }
        }
    }
}
