using System.Text.Json;
using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.Upstreams;

/// <summary>What GetNewQrCode makes of TapTap's answer: promises 2 and 21.</summary>
public class DeviceCodeTests
{
    [Theory]
    [InlineData("1", "300", 3, 300)]
    [InlineData("3", "300", 3, 300)]
    [InlineData("5", "300", 5, 300)]
    [InlineData("1800", "86400", 1800, 1800)]
    [InlineData(null, "300", 5, 300)]
    [InlineData("1", null, 3, 300)]
    [InlineData("1", "1", 3, 1)]
    [InlineData("1", "1801", 3, 1800)]
    public async Task Interval_and_life_are_taken_with_sense(string? interval, string? expiresIn, int shownInterval, int shownLife)
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, Body(interval, expiresIn)));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        var answer = await gateway.GetAsync("GetNewQrCode");

        answer.Status.ShouldBe(200, answer.Body);
        var code = JsonDocument.Parse(answer.Body).RootElement;
        code.GetProperty("interval").GetInt32().ShouldBe(shownInterval);
        code.GetProperty("expiresInSeconds").GetInt32().ShouldBe(shownLife);
    }

    [Theory]
    [InlineData("0", "300")]
    [InlineData("-1", "300")]
    [InlineData("1801", "300")]
    [InlineData("1.5", "300")]
    [InlineData("\"1\"", "300")]
    [InlineData("null", "300")]
    [InlineData("1e99", "300")]
    [InlineData("5", "0")]
    [InlineData("5", "-300")]
    [InlineData("5", "86401")]
    [InlineData("5", "\"300\"")]
    [InlineData("5", "null")]
    [InlineData("5", "99999999999999999999")]
    public async Task An_interval_or_life_that_cannot_be_used_falls_back_to_its_default(string interval, string expiresIn)
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, Body(interval, expiresIn)));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        var answer = await gateway.GetAsync("GetNewQrCode");

        answer.Status.ShouldBe(200, answer.Body);
        var code = JsonDocument.Parse(answer.Body).RootElement;
        code.GetProperty("interval").GetInt32().ShouldBe(5);
        code.GetProperty("expiresInSeconds").GetInt32().ShouldBe(300);
    }

    [Fact]
    public async Task A_default_in_place_of_what_TapTap_sent_is_one_warning_for_its_region()
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, Body("0", null)));
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), tapTap.Url);

        for (var start = 0; start < 3; start++) await gateway.GetAsync("GetNewQrCode");

        var lines = gateway.Log.Lines.Where(line => line.Text.Contains("default", StringComparison.Ordinal)).ToList();
        lines.ShouldHaveSingleItem().Text.ShouldContain("expires_in, interval");
        lines[0].Level.ShouldBe(Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://accounts.taptap.cn/device?qrcode=1")]
    [InlineData("https://accounts.taptap.cn@evil.example/device")]
    [InlineData("https://accounts.taptap.cn/\\\"><script>alert(1)</script>")]
    [InlineData("https://accounts.taptap.cn/\\u0000")]
    [InlineData("")]
    [InlineData("{long}")]
    public async Task A_link_that_is_not_TapTaps_is_never_shown(string link)
    {
        link = link.Replace("{long}", "https://accounts.taptap.cn/" + new string('x', 10_000), StringComparison.Ordinal);
        var body = WireBody.DeviceCode.Replace(WireBody.Link, link, StringComparison.Ordinal);
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, body));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        var answer = await gateway.GetAsync("GetNewQrCode");

        ShouldBeNoCode(answer, "invalid response");
    }

    [Theory]
    [InlineData("https://www.taptap.cn/device", true)]
    [InlineData("https://taptap.cn/device", true)]
    [InlineData("https://new.login.tapapis.cn/device", true)]
    [InlineData("https://eviltaptap.cn/device", false)]
    [InlineData("https://taptap.cn.evil.example/device", false)]
    public async Task A_link_leads_to_a_domain_of_TapTap_or_its_refused_host_is_named_with_the_setting(string link, bool isShown)
    {
        var body = WireBody.DeviceCode.Replace(WireBody.Link, link, StringComparison.Ordinal);
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, body));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        var answer = await gateway.GetAsync("GetNewQrCode");

        if (isShown) answer.Body.ShouldContain(link);
        else ShouldBeNoCode(answer, $"TapTap sent a link to the host {new Uri(link).Host}, which Regions:cn:LinkHosts does not name.");
    }

    [Theory]
    [InlineData($"https://{WireBody.Code}.example/")]
    [InlineData("https://[2001:db8::1]/device")]
    public async Task A_refused_host_that_repeats_the_code_or_is_no_name_is_not_named(string link)
    {
        var body = WireBody.DeviceCode.Replace(WireBody.Link, link, StringComparison.Ordinal);
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, body));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        var answer = await gateway.GetAsync("GetNewQrCode");

        ShouldBeNoCode(answer, "TapTap sent a link to a host that Regions:cn:LinkHosts does not name.");
        answer.Body.ShouldNotContain(WireBody.Code, Case.Insensitive);
    }

    [Theory]
    [InlineData(".example.org", "https://example.org/device", true)]
    [InlineData(".example.org", "https://login.EXAMPLE.org/device", true)]
    [InlineData(".example.org", "https://badexample.org/device", false)]
    [InlineData("login.example.org", "https://login.example.org/device", true)]
    [InlineData("login.example.org", "https://more.login.example.org/device", false)]
    public async Task A_setting_that_begins_with_a_dot_is_a_domain_with_its_subdomains(string setting, string link, bool isShown)
    {
        var body = WireBody.DeviceCode.Replace(WireBody.Link, link, StringComparison.Ordinal);
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, body));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url, $"--Regions:cn:LinkHosts={setting}");

        var answer = await gateway.GetAsync("GetNewQrCode");

        answer.Status.ShouldBe(isShown ? 200 : 500, answer.Body);
    }

    [Fact]
    public async Task A_link_that_is_not_sent_is_made_from_the_user_code()
    {
        var body = WireBody.DeviceCode.Replace($"\"qrcode_url\":\"{WireBody.Link}\",", "", StringComparison.Ordinal);
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, body));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        var answer = await gateway.GetAsync("GetNewQrCode");

        answer.Body.ShouldContain(WireBody.Link.Replace("&", "\\u0026", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_is_told_as_one_with_a_time_to_try_again()
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(401, WireBody.Error("invalid_client")));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        var answer = await gateway.GetAsync("GetNewQrCode");

        ShouldBeNoCode(answer, "TapTap refused: invalid_client.");
    }

    [Fact]
    public async Task A_wish_for_fewer_requests_is_passed_on()
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(429, WireBody.Error("too_many_login_attempts"), headers: "Retry-After: 77"));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        var answer = await gateway.GetAsync("GetNewQrCode");

        ShouldBeNoCode(answer, "fewer requests");
        answer.Headers["Retry-After"].ShouldBe("77");
    }

    private static void ShouldBeNoCode(RawAnswer answer, string reason)
    {
        answer.Status.ShouldBe(500, answer.Body);
        answer.Body.ShouldContain(reason);
        answer.Body.ShouldEndWith("\"code\":11,\"codeName\":\"LoginOtherError\"}");
        int.Parse(answer.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(0);
    }

    private static string Body(string? interval, string? expiresIn) => WireBody.DeviceCode
        .Replace(",\"interval\":1", interval is null ? "" : $",\"interval\":{interval}", StringComparison.Ordinal)
        .Replace(",\"expires_in\":300", expiresIn is null ? "" : $",\"expires_in\":{expiresIn}", StringComparison.Ordinal);
}
