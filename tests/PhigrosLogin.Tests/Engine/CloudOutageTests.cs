using System.Net;
using System.Text.Json;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.Logins;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Engine;

/// <summary>Promise 24: a game cloud that does not answer closes the region before a player scans in vain.</summary>
public sealed class CloudOutageTests
{
    private const string Me = "/1.1/users/me";

    private static readonly Fault Down = Faults.Answer(503, "<html>", "text/html");
    private static readonly Fault NoUser = Faults.Answer(400, """{"code":211,"error":"Could not find user."}""");
    private static readonly Fault Forbidden = Faults.Answer(403, """{"code":403,"error":"Forbidden"}""");

    private readonly ManualClock _clock = new();
    private Fault _users = Down;
    private Fault _me = Down;

    [Fact]
    public async Task P24_Exchanges_that_fail_close_every_api_but_the_one_that_may_only_want_the_profile()
    {
        await using var upstream = Start();
        await using var gateway = await TestGateway.StartAsync(
            _clock, upstream.Url, "--ManagementUrls=http://127.0.0.1:0");
        await CloseAsync(gateway);
        var asked = Codes(upstream);

        var login = await gateway.OpenAsync(new { region = "cn" });
        using var picture = await gateway.Http.GetAsync($"{login.Path}/qr.png");
        using var page = await gateway.Http.GetAsync($"/l/{login.Id}?lang=en");
        using var form = new FormUrlEncodedContent([new("client_id", "bot")]);
        using var device = await gateway.Http.PostAsync("/oauth/device_authorization", form);
        var shown = await login.StateAsync("?qr=true");
        var codesBefore = Codes(upstream);
        var documented = await gateway.GetAsync("GetNewQrCode");

        var region = await gateway.RegionAsync();
        region.Text("status").ShouldBe("down");
        region.Text("cause").ShouldBe("cloud");
        region.Text("problem").ShouldBe("errors");
        await picture.ShouldBeProblemAsync(503, "upstream_unavailable");
        picture.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        (await picture.Content.ReadAsStringAsync()).ShouldContain("The game cloud has not been answering lately");
        (await page.Content.ReadAsStringAsync()).ShouldContain("The game cloud is not answering");
        device.StatusCode.ShouldBe(HttpStatusCode.OK);
        shown.GetProperty("qr").ValueKind.ShouldBe(JsonValueKind.Null);
        codesBefore.ShouldBe(asked);
        documented.Status.ShouldBe(200);
        gateway.Log.Lines.Count(line =>
            line.Text.StartsWith("Region cn is down, cause cloud", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task P24_A_probe_that_is_refused_is_a_sign_of_life_and_one_login_is_let_through()
    {
        await using var upstream = Start();
        await using var gateway = await TestGateway.StartAsync(_clock, upstream.Url);
        await CloseAsync(gateway);

        // A probe a minute, whether anybody asks or not.
        await PassToProbeAsync(upstream, 1);
        (await gateway.RegionAsync()).Text("status").ShouldBe("down");
        _me = NoUser;
        await PassToProbeAsync(upstream, 2);
        await gateway.Log.WhenAsync(line => line.Text.Contains("one login is let through", StringComparison.Ordinal),
            1);
        var tried = await gateway.RegionAsync();
        var (first, second) = (await gateway.OpenAsync(new { region = "cn" }), await gateway.OpenAsync(
            new { region = "cn" }));
        var (let, refused) = (await first.StateAsync("?qr=true"), await second.StateAsync("?qr=true"));
        _users = Faults.Answer(200, WireBody.Player);
        _clock.Advance(TimeSpan.FromSeconds(10));
        await first.UntilAsync("succeeded");
        var healed = await gateway.RegionAsync();
        var next = await second.StateAsync("?qr=true");

        (tried.Text("status"), tried.Text("cause")).ShouldBe(("degraded", "cloud"));
        let.GetProperty("qr").ValueKind.ShouldBe(JsonValueKind.Object);
        refused.GetProperty("qr").ValueKind.ShouldBe(JsonValueKind.Null);
        healed.Text("status").ShouldNotBe("down");
        next.GetProperty("qr").ValueKind.ShouldBe(JsonValueKind.Object);
        upstream.Calls.Where(call => call.Path == Me).Select(call => call.Headers["x-lc-session"]).ShouldAllBe(
            token => token.Length == 25);
        gateway.Log.Lines.ShouldContain(line =>
            line.Text.StartsWith("Region cn answers again, cause cloud", StringComparison.Ordinal));
    }

    [Fact]
    public async Task P24_A_login_that_was_let_through_and_fails_closes_the_region_again()
    {
        await using var upstream = Start();
        await using var gateway = await TestGateway.StartAsync(_clock, upstream.Url);
        await CloseAsync(gateway);
        _me = Forbidden;
        await PassToProbeAsync(upstream, 1);
        await gateway.Log.WhenAsync(line => line.Text.Contains("one login is let through", StringComparison.Ordinal),
            1);

        var login = await gateway.OpenAsync(new { region = "cn" });
        (await login.StateAsync("?qr=true")).GetProperty("qr").ValueKind.ShouldBe(JsonValueKind.Object);
        _clock.Advance(TimeSpan.FromSeconds(10));
        await PassExchangesAsync(gateway);

        (await gateway.RegionAsync()).Text("status").ShouldBe("down");
    }

    [Theory]
    [InlineData("no player")]
    [InlineData("refused signature")]
    [InlineData("nonsense")]
    public async Task P24_An_answer_of_the_cloud_closes_nothing(string what)
    {
        _users = what switch
        {
            "no player" => NoUser,
            "refused signature" => Faults.Answer(401, """{"code":401,"error":"Unauthorized."}"""),
            _ => Faults.Answer(200, "{}"),
        };
        await using var upstream = Start();
        await using var gateway = await TestGateway.StartAsync(_clock, upstream.Url);

        await CloseAsync(gateway, logins: 10);

        (await gateway.RegionAsync()).Text("status").ShouldNotBe("down");
    }

    [Fact]
    public async Task P24_Tokens_that_callers_bring_do_not_close_the_cloud()
    {
        await using var upstream = Start();
        await using var gateway = await TestGateway.StartAsync(_clock, upstream.Url, "--Sessions:Public=true");

        for (var call = 0; call < 12; call++)
        {
            await gateway.PostAsync("GetPhigrosToken", WireBody.TokenBody);
            using var inspected = await gateway.Http.PostAsync("/api/v1/sessions/inspect", new StringContent(
                $$"""{"sessionToken":"{{WireBody.SessionToken}}","region":"cn"}""", System.Text.Encoding.UTF8, "application/json"));
        }

        (await gateway.RegionAsync()).Text("status").ShouldBe("degraded");
        (await (await gateway.OpenAsync(new { region = "cn" })).StateAsync("?qr=true")).GetProperty("qr")
            .ValueKind.ShouldBe(JsonValueKind.Object);
    }

    private FaultyServer Start() => FaultyServer.Start(call => call.Path switch
    {
        "/oauth2/v1/device/code" => Faults.Answer(200, ScriptedTapTap.DeviceCode(Interlocked.Increment(ref _codes))),
        "/oauth2/v1/token" => Faults.Answer(200, WireBody.Grant),
        "/account/profile/v1" => Faults.Answer(200, WireBody.Profile),
        "/1.1/users" => _users,
        _ => _me,
    });

    private int _codes;

    private static int Codes(FaultyServer upstream) =>
        upstream.Calls.Count(call => call.Path == "/oauth2/v1/device/code");

    /// <summary>Logins whose players confirm, one exchange of three tries each.</summary>
    private async Task CloseAsync(TestGateway gateway, int logins = 3)
    {
        for (var number = 0; number < logins; number++)
        {
            var login = await gateway.OpenAsync(new { region = "cn" });
            (await login.StateAsync("?qr=true")).GetProperty("qr").ValueKind.ShouldBe(JsonValueKind.Object);
        }
        _clock.Advance(TimeSpan.FromSeconds(10));
        await PassExchangesAsync(gateway);
    }

    // Wherever an exchange pauses between two tries, time passes.
    private async Task PassExchangesAsync(TestGateway gateway)
    {
        var pause = TimeSpan.FromSeconds(2);
        var settled = gateway.SettledAsync();
        while (await Task.WhenAny(settled, _clock.UntilWakingWithinAsync(pause)) != settled) _clock.Advance(pause);
    }

    private async Task PassToProbeAsync(FaultyServer upstream, int number)
    {
        _clock.Advance(TimeSpan.FromMinutes(1));
        while (upstream.Calls.Count(call => call.Path == Me) < number)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}

internal static class TheirRegions
{
    /// <summary>The default region as the gateway reports it.</summary>
    public static async Task<JsonElement> RegionAsync(this TestGateway gateway) =>
        JsonDocument.Parse(await gateway.Http.GetStringAsync("/api/v1/regions")).RootElement.EnumerateArray().Single(
            region => region.GetProperty("default").GetBoolean());
}
