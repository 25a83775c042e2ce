namespace PhigrosLogin.BrowserTests;

/// <summary>Chinese and English, by the browser's language, with a switch.</summary>
public class LanguageTests(Chromium chromium)
{
    [Theory]
    [InlineData("zh-CN", "zh-CN")]
    [InlineData("en-GB", "en")]
    [InlineData("fr-FR", "zh-CN")]
    public async Task A_page_speaks_the_browsers_language(string browser, string page)
    {
        await using var world = await SimulatedTapTap.StartAsync();

        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Desktop with { Language = browser }, "/");

        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", page);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/l")]
    [InlineData("/l/aaaaaaaaaaaaaaaaaaaaaa")]
    public async Task The_switch_says_all_of_it_in_the_other_language(string path)
    {
        await using var world = await SimulatedTapTap.StartAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Desktop, path);

        await Expect(visit.Id("switch")).ToHaveTextAsync("English");
        await visit.PressAsync("switch");

        await Expect(visit.Id("switch")).ToHaveTextAsync("中文");
        await ShouldBeEnglishAsync(visit);
        await visit.ShouldBeFitAsync();
    }

    [Fact]
    public async Task The_language_that_was_chosen_stays_through_a_whole_login()
    {
        await using var world = await SimulatedTapTap.StartAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Desktop, "/");
        await visit.PressAsync("switch");
        await Expect(visit.Id("switch")).ToHaveTextAsync("中文");
        await visit.PictureAsync("desktop-start-en");

        await visit.PressAsync("start");
        await visit.ShouldBeAsync("pending");
        await ShouldBeEnglishAsync(visit);
        await visit.ShouldBeFitAsync();
        await visit.PictureAsync("desktop-pending-en");
        await visit.PressAsync("region-global");
        await visit.ShouldSayAsync("TapTap region International");
        await ShouldBeEnglishAsync(visit);
        world.International.Codes.Confirm(await world.CodeAsync(visit.Login(world), "global"));
        await world.PollAsync();

        await visit.ShouldBeAsync("succeeded");
        await ShouldBeEnglishAsync(visit);
        await visit.ShouldBeFitAsync();
        await visit.PictureAsync("desktop-token-en");
    }

    private static async Task ShouldBeEnglishAsync(Visit visit)
    {
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        foreach (var part in (string[])["main", "footer"])
            (await visit.Page.Locator(part).InnerTextAsync()).ShouldNotMatch(Chinese);
    }

    private const string Chinese = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]";
}
