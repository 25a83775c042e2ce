using System.Net;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.TapTap;
using PhigrosLogin.Tests.PlayerLogins;

namespace PhigrosLogin.Tests.Upstreams;

/// <summary>What stands in front of an upstream and does not let a gateway through.</summary>
public class BlockedTests
{
    private const string Page = "<html><title>uewaf</title>Your request from 203.0.113.7 was blocked.</html>";

    public static TheoryData<string, int> Blocks => new()
    {
        { "firewall page", 403 },
        { "firewall page", 405 },
        { "RBAC text", 403 },
        { "captcha page", 200 },
        { "redirect to a captcha", 302 },
        { "nothing", 401 },
    };

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task A_block_is_told_apart_by_its_status_and_its_page_is_passed_on_nowhere(string what, int status)
    {
        await using var tapTap = FaultyServer.Start(Block(what, status));
        await using var cloud = FaultyServer.Start(
            call => call.Path == "/1.1/users" ? Block(what, status) : Faults.Answer(200, WireBody.Profile));
        await using var gateway = await TestGateway.StartAsync(
            new ManualClock(), tapTap.Url, [.. TestGateway.PointAt("global", cloud.Url)]);

        var code = await gateway.GetAsync("GetNewQrCode");
        var poll = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);
        var profile = await gateway.PostAsync("GetTapTapProfile", WireBody.TokenBody);
        var token = await gateway.PostAsync("GetPhigrosToken", WireBody.TokenBody, "?region=global");
        using var picture = await PictureAsync(gateway);

        var named = FormattableString.Invariant(
            $"firewall in front of it {(status == 200 ? "sent a web page in place of an answer (HTTP 200)" : $"refused this machine's address (HTTP {status}, no JSON)")}.");
        RawAnswer[] answers = [code, poll, profile, token];
        answers.ShouldAllBe(answer => answer.Body.Contains(named.Replace("'", "\\u0027", StringComparison.Ordinal)) ||
            answer.Body.Contains(named));
        answers.Select(answer => answer.Status).ShouldBe([500, 200, 500, 500]);
        ((int)picture.StatusCode).ShouldBe(502);
        var log = string.Join('\n', gateway.Log.Lines.Select(line => line.Text));
        gateway.Log.Lines.Count(line => line.Text.Contains("Regions:cn:Proxy", StringComparison.Ordinal)).ShouldBe(1);
        gateway.Log.Lines.Count(line => line.Text.Contains("Regions:global:Proxy", StringComparison.Ordinal)).ShouldBe(
            1);
        foreach (var text in (string[])["uewaf", "203.0.113.7", "RBAC", "captcha.example"])
        {
            (string.Concat(answers.Select(answer => answer.Body)) + await picture.Content.ReadAsStringAsync() + log)
                .ShouldNotContain(text);
        }
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task A_proxy_that_refuses_is_named_without_its_credentials(string scheme)
    {
        await using var proxy = FaultyServer.Start(
            Faults.Answer(407, Page, "text/html", "Proxy-Authenticate: Basic realm=\"proxy\""));
        var setting = new UriBuilder(proxy.Url) { UserName = "alice", Password = "hunter2hunter2" }.Uri;
        await using var gateway = await TestGateway.StartAsync(
            new ManualClock(), new Uri($"{scheme}://127.0.0.1:9"), $"--Regions:cn:Proxy={setting}");

        var answer = await gateway.GetAsync("GetNewQrCode");
        var poll = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);

        answer.Body.ShouldContain(
            $"The proxy {proxy.Url.GetLeftPart(UriPartial.Authority)} wants a user name and password that it accepts (HTTP 407). TapTap was not asked.");
        poll.Body.ShouldContain("(HTTP 407)");
        var everything = answer.Body + poll.Body + string.Join('\n', gateway.Log.Lines.Select(line => line.Text));
        everything.ShouldNotContain("hunter2");
        everything.ShouldNotContain("alice");
        everything.ShouldNotContain("uewaf");
    }

    [Fact]
    public async Task A_proxy_that_does_not_connect_is_named_with_its_status()
    {
        await using var proxy = FaultyServer.Start(Faults.Answer(502, Page, "text/html"));
        using var connections = UpstreamHttp.CreateClient(
            proxy: new WebProxy(new UriBuilder(proxy.Url) { UserName = "alice", Password = "hunter2" }.Uri));
        var tapTap = new TapTapClient(new UpstreamHttp(connections, TimeProvider.System),
            TestRegion.At(new Uri("https://127.0.0.1:9")), TimeProvider.System);

        var failure = await Should.ThrowAsync<UpstreamException>(() => tapTap.RequestCodeAsync(CancellationToken.None));

        failure.Message.ShouldBe(
            $"The proxy {proxy.Url.GetLeftPart(UriPartial.Authority)} did not open a connection (HTTP 502). TapTap was not asked.");
        failure.Trouble.ShouldBe(UpstreamTrouble.Unreachable);
        failure.MayHaveArrived.ShouldBeFalse();
        proxy.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_unexpected_answer_is_logged_once_as_its_structure()
    {
        const string Renamed = $$"""{"data":{"deviceCode":"{{WireBody.Code}}","interval":5,"{{WireBody.SessionToken}}":[{"x":null},{"x":null}]},"success":true}""";
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, Renamed));
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), tapTap.Url);

        for (var call = 0; call < 3; call++) await gateway.GetAsync("GetNewQrCode");

        var line = gateway.Log.Lines.Single(each => each.Text.Contains("could not be used", StringComparison.Ordinal));
        line.Text.ShouldContain("TapTap sent an invalid response: no usable device_code.");
        line.Text.ShouldContain(FormattableString.Invariant(
            $$"""HTTP 200, application/json, {{Renamed.Length}} bytes: {"data":{"deviceCode":string(40),"interval":number(1),name(25):[2 × {"x":null}]},"success":boolean}"""));
        line.Text.ShouldNotContain(WireBody.Code);
        line.Text.ShouldNotContain(WireBody.SessionToken);
    }

    private static async Task<HttpResponseMessage> PictureAsync(TestGateway gateway)
    {
        var login = await Logins.LinkCaller.OpenAsync(gateway, new { region = "cn" });
        return await gateway.Http.GetAsync($"{login.Path}/qr.png");
    }

    private static Fault Block(string what, int status) => what switch
    {
        "firewall page" or "captcha page" => Faults.Answer(status, Page, "text/html"),
        "RBAC text" => Faults.Answer(status, "RBAC: access denied", "text/plain"),
        "redirect to a captcha" => Faults.Answer(status, "", "text/html", "Location: https://captcha.example/"),
        _ => Faults.Answer(status, ""),
    };
}
