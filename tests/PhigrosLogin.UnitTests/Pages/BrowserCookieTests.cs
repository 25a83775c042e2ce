using System.Net;
using PhigrosLogin.Tests.Limits;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Pages;

/// <summary>Guarantee 28: the page says "you started this login yourself" to the browser that did, and to no other.</summary>
public class BrowserCookieTests
{
    private const string Https = "--PublicUrl=https://gate.example";
    private const string Own = "You started this login yourself, in this browser.";

    [Theory]
    [InlineData(true, "__Host-browser", "secure")]
    [InlineData(false, "browser", null)]
    public async Task The_cookie_is_bound_to_the_host_and_out_of_reach_of_scripts(bool isHttps, string name, string? secure)
    {
        await using var world = await World.StartAsync(isHttps ? [Https] : []);

        var (_, cookie) = await StartAsync(world);

        var parts = cookie.Split("; ");
        parts[0].ShouldMatch($"^{name}=[A-Za-z0-9_-]{{43}}$");
        string?[] expected = ["httponly", "max-age=1200", "path=/", "samesite=lax", secure];
        parts[1..].Order().ShouldBe(expected.OfType<string>().Order());
    }

    [Fact]
    public async Task A_browser_keeps_its_cookie_and_is_recognized_on_the_page_of_each_login_that_it_started()
    {
        await using var world = await World.StartAsync();

        var (first, given) = await StartAsync(world);
        var cookie = given.Split("; ")[0];
        var (second, renewed) = await StartAsync(world, $"another=x; {cookie}");

        renewed.Split("; ")[0].ShouldBe(cookie);
        foreach (var path in (string[])[first, second]) (await PageAsync(world, path, cookie)).ShouldContain(Own);
        (await PageAsync(world, first, null)).ShouldNotContain(Own);
    }

    [Theory]
    [InlineData("browser=")]
    [InlineData("browser=short")]
    [InlineData("browser=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("browser=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3B")]
    public async Task A_cookie_that_is_none_of_ours_is_replaced(string cookie)
    {
        await using var world = await World.StartAsync();

        var (_, given) = await StartAsync(world, cookie);

        given.Split("; ")[0].ShouldNotBe(cookie);
        given.ShouldMatch("^browser=[A-Za-z0-9_-]{43};");
    }

    [Theory]
    [InlineData("browser")]
    [InlineData("claim")]
    [InlineData("__host-browser")]
    [InlineData("__Host-Browser")]
    public async Task A_cookie_that_a_sibling_domain_can_set_does_not_make_the_page_vouch_for_its_login(string planted)
    {
        await using var world = await World.StartAsync(Https);
        var (path, cookie) = await StartAsync(world);
        var value = cookie.Split("; ")[0].Split('=')[1];

        var page = await PageAsync(world, path, $"{planted}={value}");

        page.ShouldNotContain(Own);
        page.ShouldContain("Go on only if you started this login yourself.");
        (await PageAsync(world, path, $"__Host-browser={value}")).ShouldContain(Own);
    }

    [Fact]
    public async Task Of_two_cookies_with_the_name_none_is_believed()
    {
        await using var world = await World.StartAsync();
        var (path, cookie) = await StartAsync(world);
        var own = cookie.Split("; ")[0];
        const string planted = "browser=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

        foreach (var both in (string[])[$"{own}; {planted}", $"{planted}; {own}"])
        {
            (await PageAsync(world, path, both)).ShouldNotContain(Own);
        }
    }

    [Fact]
    public async Task A_login_secret_is_no_cookie_and_a_cookie_is_no_login_secret()
    {
        await using var world = await World.StartAsync();
        var ofBot = await world.OpenAsync();
        var (path, cookie) = await StartAsync(world);
        var value = cookie.Split("; ")[0].Split('=')[1];
        var ofBrowser = new OpenLogin(world, path.Split('/')[2], value);

        using var result = await ofBrowser.ResultAsync();
        using var deleted = await ofBrowser.AcknowledgeAsync();
        var page = await PageAsync(world, $"/l/{ofBot.Id}", $"browser={ofBot.Secret}");

        await result.ShouldBeProblemAsync(404, "login_not_found");
        await deleted.ShouldBeProblemAsync(404, "login_not_found");
        page.ShouldNotContain(Own);
        (await ofBrowser.StateAsync()).Text("status").ShouldBe("pending");
    }

    [Fact]
    public async Task The_browser_sees_its_token_also_after_a_restart_and_another_browser_does_not()
    {
        using var folder = new TempFolder();
        await using var world = await World.StartAsync($"--Store={folder.Path}/logins.db");
        var (path, cookie) = await StartAsync(world);
        var login = new OpenLogin(world, path.Split('/')[2], "");
        world.China.Codes.Confirm(await login.LookAsync());
        await world.PassToPollAsync();
        await login.UntilAsync("succeeded");
        var (_, another) = await StartAsync(world);

        var before = await PageAsync(world, path, cookie.Split("; ")[0]);
        await world.RestartGatewayAsync();
        var after = await PageAsync(world, path, cookie.Split("; ")[0]);
        var elsewhere = await PageAsync(world, path, another.Split("; ")[0]);

        const string token = "[^A-Za-z0-9][a-z0-9]{25}[^A-Za-z0-9]";
        before.ShouldMatch(token);
        after.ShouldMatch(token);
        elsewhere.ShouldNotMatch(token);
    }

    /// <summary>Starts a login at <c>/</c>: the path of its page, and the cookie that was set.</summary>
    private static async Task<(string Path, string Cookie)> StartAsync(World world, string? cookie = null)
    {
        var answer = await world.AskAsync("POST", "/", "region=cn", more: cookie is null ? "" : $"Cookie: {cookie}\r\n");
        answer.Status.ShouldBe(303, answer.Body);
        return (answer.Headers["Location"], answer.Headers["Set-Cookie"]);
    }

    private static async Task<string> PageAsync(World world, string path, string? cookie)
    {
        var answer = await world.AskAsync("GET", $"{path}?lang=en", more: cookie is null ? "" : $"Cookie: {cookie}\r\n");
        answer.Status.ShouldBe((int)HttpStatusCode.OK, answer.Body);
        return answer.Body;
    }
}
