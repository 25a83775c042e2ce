namespace PhigrosLogin.BrowserTests;

/// <summary>A page that was frozen, reloaded, or cut off shows what happened meanwhile.</summary>
public class ComingBackTests(Chromium chromium)
{
    [Fact]
    public async Task A_scan_shows_at_once_without_loading_the_page_anew()
    {
        await using var world = await SimulatedTapTap.StartAsync();
        var login = await world.OpenAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Desktop, $"/l/{login.Id}");
        await visit.Page.EvaluateAsync("window.isTheSamePage = true");

        await world.ScanAsync(visit);

        await Expect(visit.Title).ToHaveTextAsync("已扫码，请在手机上确认");
        await Expect(visit.Id("live")).ToHaveTextAsync("已扫码，请在手机上确认");
        (await visit.Page.EvaluateAsync<bool>("window.isTheSamePage")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_frozen_tab_catches_up_when_it_thaws()
    {
        await using var world = await SimulatedTapTap.StartAsync();
        var login = await world.OpenAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Phone, $"/l/{login.Id}");
        var code = await world.CodeAsync(login);
        var tools = await visit.DevToolsAsync();
        await tools.SendAsync("Page.setWebLifecycleState", new() { ["state"] = "frozen" });

        world.China.Codes.Confirm(code);
        await world.PollAsync();
        await login.UntilAsync("succeeded");
        await tools.SendAsync("Page.setWebLifecycleState", new() { ["state"] = "active" });

        await visit.ShouldBeAsync("succeeded");
    }

    [Theory]
    [InlineData("document.dispatchEvent(new Event('visibilitychange'))")]
    [InlineData("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")]
    [InlineData("dispatchEvent(new Event('online'))")]
    public async Task A_page_that_heard_nothing_asks_on_the_way_back(string wayBack)
    {
        await using var world = await SimulatedTapTap.StartAsync();
        var login = await world.OpenAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Phone, "/");
        // The line stays open and says nothing, as that of a frozen page does.
        await visit.Page.RouteAsync("**/events*", _ => Task.CompletedTask);
        await visit.Page.GotoAsync($"/l/{login.Id}");
        world.China.Codes.Scan(await login.LookAsync());
        await world.PollAsync();
        await login.UntilAsync("scanned");
        await visit.ShouldBeAsync("pending");

        await visit.Page.EvaluateAsync(wayBack);

        await visit.ShouldBeAsync("scanned");
    }

    [Theory]
    [InlineData("desktop")]
    [InlineData("phone")]
    public async Task A_reload_after_the_scan_changes_nothing(string who)
    {
        await using var world = await SimulatedTapTap.StartAsync();
        var login = await world.OpenAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Of(who), $"/l/{login.Id}");
        await world.ScanAsync(visit);
        await visit.ShouldBeAsync("scanned");

        await visit.Page.ReloadAsync();

        await visit.ShouldBeAsync("scanned");
        world.China.Codes.Confirm(await login.LookAsync());
        await world.PollAsync();
        await visit.ShouldBeAsync("succeeded");
        world.China.Codes.Issued.ShouldBe(1);
    }

    [Fact]
    public async Task A_gateway_that_restarts_in_mid_login_finds_its_page_again()
    {
        using var folder = new TempFolder();
        // An address that no outgoing connection takes meanwhile.
        await using var world = await SimulatedTapTap.StartAsync($"--Store={folder.Path}/logins.db", "--Urls=http://127.0.0.2:0");
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Desktop, "/");
        await visit.PressAsync("start");
        await world.ScanAsync(visit);
        await visit.ShouldBeAsync("scanned");

        await world.RestartGatewayAsync($"--Urls={world.Url}");
        world.China.Codes.Confirm(world.China.Codes.Open[0].UserCode);
        await world.PollAsync();

        await visit.ShouldBeAsync("succeeded");
        (await visit.Id("token").TextContentAsync())!.ShouldMatch("^[0-9a-z]{25}$");
    }
}
