using PhigrosLogin.Sandbox;

namespace PhigrosLogin.BrowserTests;

/// <summary>The code changes under the page, or the region does.</summary>
public class RenewalTests(Chromium chromium)
{
    [Theory]
    [InlineData("desktop")]
    [InlineData("desktop without JavaScript")]
    public async Task A_code_that_ends_gives_way_to_a_new_one_on_the_same_page(string who)
    {
        await using var world = await SimulatedTapTap.StartAsync();
        var login = await world.OpenAsync(new { expiresInSeconds = 1800 });
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Of(who), $"/l/{login.Id}?lang=en");
        var first = await visit.ScanAsync();
        await visit.ShouldSayAsync(visit.Visitor.HasScript ? "New code in" : "Scan with TapTap");

        world.China.Codes.Expire(SimulatedTapTap.UserCode(first));
        await world.PollAsync();
        await Expect(visit.Id("qr-image")).ToHaveAttributeAsync("src", $"/api/v1/logins/{login.Id}/qr.svg?v=2");
        var second = await visit.ScanAsync();

        second.ShouldNotBe(first);
        await visit.ShouldBeAsync("pending");
        world.China.Codes.Confirm(SimulatedTapTap.UserCode(second));
        await world.PollAsync();
        await visit.ShouldBeAsync("succeeded");
    }

    [Theory]
    [InlineData("desktop")]
    [InlineData("phone without JavaScript")]
    public async Task A_player_of_the_other_region_switches_and_gets_in(string who)
    {
        await using var world = await SimulatedTapTap.StartAsync();
        var login = await world.OpenAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Of(who), $"/l/{login.Id}?lang=en");
        world.China.Codes.Script(await world.CodeForAsync(visit, login), SandboxScript.NeverPlayed, TimeSpan.Zero);
        await world.PollAsync();
        await visit.ShouldSayAsync("This TapTap account has no Phigros player in the China region.");
        await visit.ShouldBeFitAsync();
        await visit.PictureAsync($"{who}-no-player-en");

        await visit.PressAsync("region-global");
        await visit.ShouldSayAsync("TapTap region International");
        world.International.Codes.Confirm(await world.CodeForAsync(visit, login, "global"));
        await world.PollAsync();

        await visit.ShouldBeAsync("succeeded");
        using var result = await login.ResultAsync();
        (await result.JsonAsync()).GetProperty("result").Text("region").ShouldBe("global");
    }

    [Fact]
    public async Task While_TapTap_gives_no_code_the_page_says_so_and_tries_again()
    {
        await using var world = await SimulatedTapTap.StartAsync();
        var login = await world.OpenAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Desktop, $"/l/{(await world.OpenAsync()).Id}");
        var lost = true;
        await visit.Page.RouteAsync("**/qr.svg*", route => lost ? route.FulfillAsync(new() { Status = 503 }) : route.ContinueAsync());

        await visit.Page.GotoAsync($"/l/{login.Id}");
        await Expect(visit.Page.GetByText("二维码还没拿到，正在重试…")).ToBeVisibleAsync();
        await Expect(visit.Id("qr-image")).ToBeHiddenAsync();
        await visit.ShouldBeFitAsync();
        await visit.PictureAsync("desktop-no-code");
        lost = false;

        await Expect(visit.Id("qr-image")).ToBeVisibleAsync();
        (await visit.ScanAsync()).ShouldStartWith(world.China.Url.ToString());
    }
}
