using System.Text.Json;

namespace PhigrosLogin.BrowserTests;

/// <summary>What every page has to be, in each state, in both colour schemes, down to 320 px.</summary>
internal static class Fitness
{
    private static readonly string Faults = Read("faults.js");
    private static readonly string Focus = Read("focus.js");
    private static readonly string Stops = Read("stops.js");

    public static async Task ShouldBeFitAsync(this Visit visit)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await visit.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            foreach (var width in (int[])[320, visit.Visitor.Width])
            {
                await visit.Page.SetViewportSizeAsync(width, visit.Visitor.Height);
                (await visit.FaultsAsync(width)).ShouldBeEmpty($"{scheme}, {width} px: {await visit.Page.TitleAsync()}");
            }
        }
        // A page without script loads itself anew every 5 s and takes the focus along; its markup is the same.
        if (visit.Visitor.HasScript) await visit.ShouldBeWalkableAsync();
    }

    public static async Task<string[]> FaultsAsync(this Visit visit, int width)
    {
        while (true)
        {
            try
            {
                return (await visit.Page.EvaluateAsync<string[]>(Faults, width))!;
            }
            catch (PlaywrightException reloaded) when (!visit.Visitor.HasScript && reloaded.Message.Contains("context was destroyed", StringComparison.Ordinal))
            {
                // It is looked at again when it is back.
            }
        }
    }

    /// <summary>The Tab key reaches everything, in the order of the page, and one always sees where it is.</summary>
    private static async Task ShouldBeWalkableAsync(this Visit visit)
    {
        var stops = (await visit.Page.EvaluateAsync<string[]>(Stops))!;
        await visit.Page.Locator("a.skip").FocusAsync();
        var walked = new List<string>();
        for (var stop = 0; stop < stops.Length; stop++)
        {
            if (stop > 0) await visit.Page.Keyboard.PressAsync("Tab");
            var place = await visit.Page.EvaluateAsync<JsonElement>(Focus);
            walked.Add(place[0].GetString()!);
            if (stop > 0) place[1].GetString().ShouldBeNull(walked[^1]);
        }
        walked.ShouldBe(stops);
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Fitness).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
