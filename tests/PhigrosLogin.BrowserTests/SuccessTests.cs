namespace PhigrosLogin.BrowserTests;

/// <summary>From the link to the end, on each kind of screen.</summary>
public class SuccessTests(Chromium chromium)
{
    /// <summary>Each kind of screen, and one of them without JavaScript; at full length all three.</summary>
    public static TheoryData<string> Visitors =>
    [
        "desktop", "phone", "phone without JavaScript", "WeChat", "QQ",
        .. FullLength.Or<string[]>(everyday: [], full: ["desktop without JavaScript", "QQ without JavaScript"]),
    ];

    [Theory]
    [MemberData(nameof(Visitors))]
    public async Task A_player_signs_in_with_a_bots_link(string who)
    {
        await using var world = await SimulatedTapTap.StartAsync();
        var login = await world.OpenAsync(new { requestedBy = "Phi 机器人", requestedFor = "群友 Ame" });
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Of(who), $"/l/{login.Id}");
        await visit.ShouldBeAsync("pending");
        await visit.ShouldBeFitAsync();
        await visit.PictureAsync($"{who}-pending");

        await world.ScanAsync(visit);
        await visit.ShouldBeAsync("scanned");
        await Expect(visit.Title).ToHaveTextAsync("已扫码，请在手机上确认");
        await visit.ShouldBeFitAsync();
        await visit.PictureAsync($"{who}-scanned");
        world.China.Codes.Confirm(await login.LookAsync());
        await world.PollAsync();

        await visit.ShouldBeAsync("succeeded");
        await Expect(visit.Title).ToHaveTextAsync("好了，回到聊天吧");
        await visit.ShouldSayAsync("static-void2");
        await visit.ShouldSayAsync("如果这是个误会");
        await visit.ShouldBeFitAsync();
        await visit.PictureAsync($"{who}-succeeded");
        using var result = await login.ResultAsync();
        var token = (await result.JsonAsync()).GetProperty("result").Text("sessionToken");
        (await visit.Page.ContentAsync()).ShouldNotContain(token);
    }

    [Theory]
    [InlineData("desktop")]
    [InlineData("phone")]
    [InlineData("phone without JavaScript")]
    public async Task A_player_who_starts_here_gets_their_own_token(string who)
    {
        await using var world = await SimulatedTapTap.StartAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Of(who), "/");
        await visit.ShouldBeFitAsync();
        await visit.PictureAsync($"{who}-start");
        await visit.PressAsync("start");
        await visit.ShouldBeAsync("pending");
        await visit.ShouldSayAsync("这次登录是你自己在这个浏览器里开始的。");
        await visit.ShouldBeFitAsync();

        await world.ScanAsync(visit);
        world.China.Codes.Confirm(world.China.Codes.Open[0].UserCode);
        await world.PollAsync();

        await visit.ShouldBeAsync("succeeded");
        await visit.ShouldSayAsync("复制好");
        await visit.ShouldBeFitAsync();
        await visit.PictureAsync($"{who}-token");
        var token = (await visit.Id("token").TextContentAsync())!;
        token.ShouldMatch("^[0-9a-z]{25}$");
        await Expect(visit.Id("token")).ToBeHiddenAsync();
        await visit.Page.Locator("#token-box summary").ClickAsync();
        await Expect(visit.Id("token")).ToBeVisibleAsync();
        if (visit.Visitor.HasScript) await CopiesAsync(visit, token);
        else await Expect(visit.Id("copy-token")).ToBeHiddenAsync();
        await visit.Page.ReloadAsync();
        await Expect(visit.Id("token")).ToHaveTextAsync(token);
    }

    [Fact]
    public async Task Only_the_browser_that_started_a_login_sees_its_token()
    {
        await using var world = await SimulatedTapTap.StartAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Desktop, "/");
        await visit.PressAsync("start");
        await visit.ShouldBeAsync("pending");
        var cookie = await visit.CookieAsync();
        await using var stranger = await Visit.StartAsync(chromium, world, Visitor.Desktop, new Uri(visit.Page.Url).AbsolutePath);

        world.China.Codes.Confirm(await world.CodeAsync(visit.Login(world)));
        await world.PollAsync();

        await visit.ShouldBeAsync("succeeded");
        await stranger.ShouldBeAsync("succeeded");
        await Expect(visit.Id("token")).ToHaveCountAsync(1);
        (await stranger.Page.ContentAsync()).ShouldNotContain((await visit.Id("token").TextContentAsync())!);
        cookie.HttpOnly.ShouldBeTrue();
        cookie.Name.ShouldBe("browser");
        cookie.SameSite.ShouldBe(SameSiteAttribute.Lax);
        cookie.Path.ShouldBe("/");
        visit.Page.Url.ShouldNotContain(cookie.Value);
        (await visit.Page.EvaluateAsync<string>("document.cookie")).ShouldBeEmpty();
    }

    private static async Task CopiesAsync(Visit visit, string token)
    {
        await visit.PressAsync("copy-token");
        await Expect(visit.Id("copy-token")).ToHaveTextAsync("已复制");
        await Expect(visit.Id("live")).ToHaveTextAsync("已复制");
        (await visit.Page.EvaluateAsync<string>("navigator.clipboard.readText()")).ShouldBe(token);
    }
}
