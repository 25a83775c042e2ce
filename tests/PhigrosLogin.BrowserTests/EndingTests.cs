namespace PhigrosLogin.BrowserTests;

/// <summary>Logins that come to nothing say so, and name the one step that helps.</summary>
public class EndingTests(Chromium chromium)
{
    [Theory]
    [InlineData("desktop")]
    [InlineData("phone without JavaScript")]
    public async Task A_refusal_is_told_in_words(string who)
    {
        await using var world = await SimulatedTapTap.StartAsync();
        var login = await world.OpenAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Of(who), $"/l/{login.Id}");
        await world.ScanAsync(visit);

        world.China.Codes.Refuse(await login.LookAsync());
        await world.PollAsync();

        await visit.ShouldBeAsync("denied");
        await Expect(visit.Title).ToHaveTextAsync("你在 TapTap 里拒绝了");
        await visit.ShouldSayAsync("让机器人再发一个新链接");
        await visit.ShouldBeFitAsync();
        await visit.PictureAsync($"{who}-denied");
    }

    [Theory]
    [InlineData("desktop")]
    [InlineData("WeChat without JavaScript")]
    public async Task A_login_whose_time_is_up_says_so(string who)
    {
        await using var world = await SimulatedTapTap.StartAsync();
        var login = await world.OpenAsync(new { expiresInSeconds = 60 });
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Of(who), $"/l/{login.Id}?lang=en");
        await visit.ShouldCountAsync("1:00|0:[3-5].");

        world.Clock.Advance(TimeSpan.FromSeconds(60));

        await visit.ShouldBeAsync("expired");
        await Expect(visit.Title).ToHaveTextAsync("Time is up");
        await visit.ShouldSayAsync("Ask your bot for a new link");
        await visit.ShouldBeFitAsync();
        await visit.PictureAsync($"{who}-expired-en");
    }

    [Fact]
    public async Task An_own_login_that_is_over_starts_again_with_one_button()
    {
        await using var world = await SimulatedTapTap.StartAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Desktop, "/");
        await visit.PressAsync("start");
        var first = visit.Login(world);
        world.China.Codes.Refuse(await world.CodeAsync(first));
        await world.PollAsync();
        await visit.ShouldBeAsync("denied");
        await visit.ShouldBeFitAsync();

        await visit.PressAsync("again-cn");

        await visit.ShouldBeAsync("pending");
        visit.Login(world).Id.ShouldNotBe(first.Id);
    }

    [Theory]
    [InlineData("desktop")]
    [InlineData("phone")]
    [InlineData("desktop without JavaScript")]
    public async Task A_cancelled_login_is_over_for_everybody(string who)
    {
        await using var world = await SimulatedTapTap.StartAsync();
        var login = await world.OpenAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Of(who), $"/l/{login.Id}");
        await world.CodeForAsync(visit, login);

        await visit.PressAsync("cancel");

        await visit.ShouldBeAsync("cancelled");
        await visit.ShouldSayAsync("登录已取消");
        await visit.ShouldBeFitAsync();
        (await login.StateAsync()).Text("status").ShouldBe("cancelled");
        var polls = world.Polls;
        world.Clock.Advance(TimeSpan.FromSeconds(300));
        await world.SettledAsync();
        world.Polls.ShouldBe(polls);
    }

    [Theory]
    [InlineData("/l/aaaaaaaaaaaaaaaaaaaaaa", "链接已失效")]
    [InlineData("/l/x", "链接已失效")]
    public async Task An_old_or_unknown_link_says_so_kindly(string path, string title)
    {
        await using var world = await SimulatedTapTap.StartAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Phone, path);

        await Expect(visit.Title).ToHaveTextAsync(title);
        await visit.ShouldSayAsync("别担心，你的账号没有受影响");
        await visit.ShouldSayAsync($"你正在访问 {world.Url.Authority}");
        await visit.ShouldBeFitAsync();
        await visit.PictureAsync("phone-gone");

        await visit.PressAsync("home");
        await visit.ShouldBeAsync("start");
    }

    [Fact]
    public async Task A_page_that_does_not_exist_leads_to_the_start()
    {
        await using var world = await SimulatedTapTap.StartAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Desktop, "/nowhere");

        await visit.ShouldBeAsync("problem");
        await visit.ShouldBeFitAsync();

        await visit.PressAsync("back");
        await visit.ShouldBeAsync("start");
    }

    [Fact]
    public async Task A_button_that_comes_too_late_says_so_and_leads_back()
    {
        await using var world = await SimulatedTapTap.StartAsync();
        var login = await world.OpenAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Desktop, "/");
        await visit.Page.RouteAsync("**/events*", _ => Task.CompletedTask); // it hears nothing of the end
        await visit.Page.GotoAsync($"/l/{login.Id}");
        world.China.Codes.Confirm(await login.LookAsync());
        await world.PollAsync();
        await login.UntilAsync("succeeded");

        await visit.PressAsync("cancel");
        await Expect(visit.Title).ToHaveTextAsync("已无法取消");
        await visit.ShouldBeFitAsync();
        await visit.PictureAsync("desktop-too-late");

        await visit.PressAsync("back");
        await visit.ShouldBeAsync("succeeded");
    }
}
