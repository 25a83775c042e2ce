namespace PhigrosLogin.BrowserTests;

/// <summary>Nobody signs in for a stranger without being told (requirements of RFC 10027's pages).</summary>
public class TrustTests(Chromium chromium)
{
    [Theory]
    [InlineData("desktop")]
    [InlineData("phone without JavaScript")]
    [InlineData("WeChat")]
    [InlineData("QQ without JavaScript")]
    public async Task The_page_says_who_asks_for_what_and_how_to_say_no(string who)
    {
        await using var world = await SimulatedTapTap.StartAsync();
        var login = await world.OpenAsync(new { requestedBy = "Phi bot", requestedFor = "Ame" });

        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Of(who), $"/l/{login.Id}?lang=en");

        await Expect(visit.Title).ToContainTextAsync("sign in to Phigros", new() { IgnoreCase = true });
        await visit.ShouldSayAsync("Someone calling themselves “Phi bot”, not verified.");
        await visit.ShouldSayAsync("They say it is for “Ame”, not verified either.");
        await visit.ShouldSayAsync("Go on only if you started this login yourself. Not you? Just close this page.");
        await visit.ShouldSayAsync("The requester gets a token that can read and change your Phigros cloud save");
        await visit.ShouldSayAsync("They do not get your TapTap password");
        await visit.ShouldSayAsync($"This site: {world.Url.Authority}");
        await visit.ShouldCountAsync("10:00|9:[3-5].");
        await Expect(visit.Id("cancel")).ToHaveTextAsync("Not me, cancel this login");
        await Expect(visit.Id("cancel")).ToBeVisibleAsync();
        if (visit.Visitor is { IsHandheld: false }) await visit.ScanAsync();
        await visit.PictureAsync($"{who}-asked-en");
    }

    [Fact]
    public async Task The_countdown_counts_down()
    {
        await using var world = await SimulatedTapTap.StartAsync();
        var login = await world.OpenAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Desktop, $"/l/{login.Id}");

        await visit.ShouldCountAsync("9:[3-5][0-8]");
    }

    [Fact]
    public async Task A_strangers_text_stays_text()
    {
        await using var world = await SimulatedTapTap.StartAsync();
        var login = await world.OpenAsync(new { requestedBy = "<img src=x onerror=alert(1)>\u202etob", requestedFor = "https://evil.example/ " + new string('W', 58) });

        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Phone, $"/l/{login.Id}");

        await visit.ShouldSayAsync("“<img src=x onerror=alert(1)>tob”");
        (await visit.Page.ContentAsync()).ShouldNotContain("evil.example");
        await visit.ShouldBeFitAsync();
    }
}
