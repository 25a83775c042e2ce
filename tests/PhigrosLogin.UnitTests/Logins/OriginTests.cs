using System.Net;

namespace PhigrosLogin.Tests.Logins;

/// <summary>Whom links lead to, and whose forms are taken.</summary>
public class OriginTests
{
    [Theory]
    [InlineData("localhost:5999", "http://localhost:5999")]
    [InlineData("127.0.0.1:81", "http://127.0.0.1:81")]
    [InlineData("[::1]:81", "http://[::1]:81")]
    [InlineData("192.0.2.7", "http://192.0.2.7")]
    public async Task Without_a_public_url_links_lead_to_where_the_caller_asked_if_that_is_this_machine_or_an_address(string host, string origin)
    {
        await using var world = await World.StartAsync();

        var opened = await OpenAsync(world, host);

        opened.Text("loginUrl").ShouldStartWith($"{origin}/l/");
        opened.Text("qrUrl").ShouldStartWith($"{origin}/api/v1/logins/");
    }

    [Fact]
    public async Task A_host_that_a_caller_invents_is_in_no_link()
    {
        await using var world = await World.StartAsync("--PublicUrl=https://gate.example");

        (await OpenAsync(world, "evil.example")).Text("loginUrl").ShouldStartWith("https://gate.example/l/");
    }

    [Theory]
    [InlineData("cross-site", null, 403)]
    [InlineData("cross-site", "https://evil.example", 403)]
    [InlineData("same-origin", "null", 303)]
    [InlineData("none", null, 303)]
    [InlineData(null, "null", 303)]
    public async Task A_form_from_another_site_is_refused_and_an_origin_that_says_null_is_not(string? site, string? origin, int status)
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();

        foreach (var (path, form) in new[] { ("/", "region=cn"), ($"/l/{login.Id}/region", "region=global"), ($"/l/{login.Id}/cancel", "") })
        {
            using var answer = await PostAsync(world, path, form, site, origin);
            ((int)answer.StatusCode).ShouldBe(status, path);
        }

        (await login.StateAsync()).Text("status").ShouldBe(status == 303 ? "cancelled" : "pending");
    }

    private static async Task<System.Text.Json.JsonElement> OpenAsync(World world, string host)
    {
        var answer = await RawHttp.SendAsync(world.Url, $"POST /api/v1/logins HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}");
        answer.Status.ShouldBe(201, answer.Body);
        answer.Headers["Location"].ShouldNotContain("evil");
        return System.Text.Json.JsonDocument.Parse(answer.Body).RootElement;
    }

    private static async Task<HttpResponseMessage> PostAsync(World world, string path, string form, string? site, string? origin)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var http = new HttpClient(handler) { BaseAddress = world.Url };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(form, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded") };
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);
        if (origin is not null) request.Headers.TryAddWithoutValidation("Origin", origin);
        return await http.SendAsync(request);
    }
}
