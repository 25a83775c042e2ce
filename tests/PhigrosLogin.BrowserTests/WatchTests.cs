namespace PhigrosLogin.BrowserTests;

/// <summary>What looks for faults finds them.</summary>
public class WatchTests(Chromium chromium)
{
    [Theory]
    [InlineData("<p>grey</p>", "p { color: #888; background: #fff }", "contrast")]
    [InlineData("<p>faint</p>", "p { opacity: .4 }", "contrast")]
    [InlineData("<p>on a gradient</p>", "p { color: #fff; background: linear-gradient(#000, #eee) }", "contrast")]
    [InlineData("<div class=wide>wide</div>", ".wide { width: 2000px }", "reaches")]
    [InlineData("<h3>deep</h3>", "", "heading level")]
    [InlineData("<input>", "", "no label")]
    [InlineData("<img src='/assets/x.png'>", "", "no alt")]
    [InlineData("<button class=low>low</button>", "button { height: 20px }", "lower")]
    public async Task A_fault_of_a_page_is_found(string markup, string style, string found)
    {
        await using var world = await SimulatedTapTap.StartAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Desktop, "/");
        (await visit.FaultsAsync(1280)).ShouldBeEmpty();

        await visit.Page.EvaluateAsync(
            "([markup, style]) => { main.insertAdjacentHTML('beforeend', markup); const sheet = new CSSStyleSheet(); sheet.replaceSync(style); document.adoptedStyleSheets = [sheet]; }",
            new[] { markup, style });

        (await visit.FaultsAsync(1280)).ShouldContain(fault => fault.Contains(found, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_to_elsewhere_and_an_inline_style_are_seen()
    {
        await using var world = await SimulatedTapTap.StartAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Desktop, "/");

        await visit.Page.EvaluateAsync("main.setAttribute('style', 'color: red')");
        await visit.Page.EvaluateAsync("open('http://127.0.0.1:9/')");

        while (visit.Faults.Count < 2) await visit.Page.EvaluateAsync("new Promise(requestAnimationFrame)");
        visit.Faults.ShouldContain(fault => fault.Contains("Content Security Policy", StringComparison.Ordinal));
        visit.Faults.ShouldContain(fault => fault.Contains("127.0.0.1:9", StringComparison.Ordinal));
        visit.Faults.Clear();
    }
}
