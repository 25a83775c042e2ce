using System.Net;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.BrowserTests;

/// <summary>A phone cannot scan its own screen, and chat apps open no other app.</summary>
public class PhoneTests(Chromium chromium)
{
    [Fact]
    public async Task A_phone_gets_a_button_to_TapTaps_page_and_one_to_its_app()
    {
        await using var world = await SimulatedTapTap.StartAsync();
        var login = await world.OpenAsync(new { region = "cn" });
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Phone, $"/l/{login.Id}?lang=en");
        await world.CodeAsync(login);

        await Expect(visit.Id("open")).ToHaveAttributeAsync("href", $"/l/{login.Id}/open?lang=en");
        await Expect(visit.Id("open")).ToHaveClassAsync("button primary");
        await Expect(visit.Id("app")).ToHaveAttributeAsync("href", $"taptap://taptap.com/login-auth?url={Uri.EscapeDataString($"{world.China.Url}device?qrcode=1&user_code={await login.LookAsync()}&opener=web")}");
        await Expect(visit.Id("qr-image")).ToHaveCountAsync(0);
        await Expect(visit.Id("region-global")).ToHaveCountAsync(0);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await http.GetAsync($"{world.Url}l/{login.Id}/open");
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.ToString().ShouldBe($"{world.China.Url}device?qrcode=1&user_code={await login.LookAsync()}");
        await visit.PictureAsync("phone-pending-en");
    }

    [Fact]
    public async Task Where_no_deep_link_is_known_none_is_offered()
    {
        await using var world = await SimulatedTapTap.StartAsync();
        var login = await world.OpenAsync(new { region = "global" });
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Phone, $"/l/{login.Id}");
        await world.CodeAsync(login, "global");

        await Expect(visit.Main).ToHaveAttributeAsync("data-version", "2");
        await Expect(visit.Id("app")).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator("[href^='taptap:']")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("phone")]
    [InlineData("phone without JavaScript")]
    public async Task A_phone_shows_a_picture_when_it_is_asked_to(string who)
    {
        await using var world = await SimulatedTapTap.StartAsync();
        var login = await world.OpenAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Of(who), $"/l/{login.Id}");

        await visit.PressAsync("qr-show");
        (await visit.ScanAsync()).ShouldMatch("/device\\?qrcode=1&user_code=[0-9a-z]{5}$");
        await visit.ShouldBeFitAsync();
        await visit.PictureAsync($"{who}-qr");

        await visit.PressAsync("qr-hide");
        await Expect(visit.Id("qr-image")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("WeChat", "WeChat cannot open the TapTap app")]
    [InlineData("QQ", "QQ cannot open the TapTap app")]
    public async Task A_chat_apps_browser_says_how_to_leave_it_and_copies_the_link(string who, string hint)
    {
        await using var world = await SimulatedTapTap.StartAsync();
        var login = await world.OpenAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Of(who), $"/l/{login.Id}?lang=en");

        await visit.ShouldSayAsync(hint);
        await Expect(visit.Page.Locator("[href^='taptap:']")).ToHaveCountAsync(0);
        await Expect(visit.Id("qr-image")).ToHaveCountAsync(0);
        await visit.ShouldBeFitAsync();
        await visit.PictureAsync($"{who}-pending-en");
        await visit.PressAsync("copy-link");
        await Expect(visit.Id("copy-link")).ToHaveTextAsync("Copied");
        (await visit.Page.EvaluateAsync<string>("navigator.clipboard.readText()")).ShouldBe($"{world.Url}l/{login.Id}");
        world.China.CountOf(SandboxOperation.DeviceCode).ShouldBe(0);
    }

    [Theory]
    [InlineData("WeChat")]
    [InlineData("QQ")]
    public async Task A_chat_apps_browser_is_advised_to_leave_before_an_own_login_starts(string who)
    {
        await using var world = await SimulatedTapTap.StartAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Of(who), "/");

        await visit.ShouldSayAsync("建议先用系统浏览器打开这一页");
        await visit.ShouldBeFitAsync();
        await visit.PressAsync("start");

        await visit.ShouldSayAsync("换浏览器之后要从首页重新开始");
        await Expect(visit.Page.Locator("code.address")).ToHaveTextAsync(world.Url.ToString());
        await visit.ShouldBeFitAsync();
    }

    [Fact]
    public async Task A_chat_apps_browser_without_a_clipboard_still_copies_or_says_that_it_cannot()
    {
        await using var world = await SimulatedTapTap.StartAsync();
        var login = await world.OpenAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Of("QQ"), $"/l/{login.Id}");
        await visit.Page.EvaluateAsync("Object.defineProperty(navigator, 'clipboard', { value: undefined }); document.execCommand = () => false");

        await visit.PressAsync("copy-link");

        await Expect(visit.Id("copy-link")).ToHaveTextAsync("没能复制，请长按选中");
        await Expect(visit.Page.Locator("code.address")).ToHaveTextAsync($"{world.Url}l/{login.Id}");
    }
}
