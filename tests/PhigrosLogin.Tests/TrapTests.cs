using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Logging;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Server;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests;

/// <summary>Mistakes that others made or that the building blocks invite, each with the test that would have caught it.</summary>
public class TrapTests
{
    [Fact]
    public async Task A_caller_who_leaves_does_not_take_the_grant_along()
    {
        var grant = new Held(Faults.Answer(200, WireBody.Grant));
        await using var tapTap = FaultyServer.Start(grant.AnswerAsync);
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), tapTap.Url, "--Logging:LogLevel:Microsoft=Information");
        using (var caller = new TcpClient(gateway.Url.Host, gateway.Url.Port))
        {
            await caller.Client.SendAsync(Encoding.UTF8.GetBytes($"POST /api/LoginQrCode/CheckQRCode HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {WireBody.CodeBody.Length}\r\n\r\n{WireBody.CodeBody}"), TestContext.Current.CancellationToken);
            await grant.Asked;
            caller.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        await gateway.Log.WhenAsync(line => line.Text.StartsWith("Request finished", StringComparison.Ordinal), 1);

        grant.Release();
        var answer = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);

        answer.Body.ShouldContain(WireBody.MacKey);
        tapTap.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_poll_in_flight_is_shared_also_after_an_earlier_one_has_ended()
    {
        var second = new Held(Faults.Answer(200, WireBody.Grant));
        var polls = 0;
        await using var tapTap = FaultyServer.Start(_ => polls++ == 0 ? Faults.Answer(400, WireBody.Error("authorization_pending")) : second.AnswerAsync);
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), tapTap.Url, "--Logging:LogLevel:Microsoft=Debug");
        await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);
        await gateway.PassIntervalAsync();

        var one = gateway.PostAsync("CheckQRCode", WireBody.CodeBody);
        await second.Asked;
        var other = gateway.PostAsync("CheckQRCode", WireBody.CodeBody);
        await gateway.Log.WhenAsync(line => line.Text.StartsWith("Executing endpoint", StringComparison.Ordinal), 3);
        second.Release();

        (await other).Body.ShouldBe((await one).Body);
        tapTap.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Asking_often_before_the_player_confirms_does_no_harm()
    {
        await using var world = await World.StartAsync();
        var code = await world.NewCodeAsync();
        for (var check = 0; check < 5; check++)
        {
            await world.PassIntervalAsync();
            (await world.PostAsync("CheckQRCode", code.Body)).Body.ShouldContain("\"code\":1,");
        }

        world.China.Codes.Confirm(code.UserCode);
        await world.PassIntervalAsync();
        var answer = await world.PostAsync("CheckQRCode", code.Body);

        answer.Status.ShouldBe(200);
        answer.Body.ShouldContain("\"macKey\"");
    }

    [Fact]
    public async Task Paths_and_queries_of_callers_are_not_logged_unless_somebody_asks_for_it()
    {
        await using var world = await World.StartAsync(new ManualClock());

        await world.GetAsync("GetNewQrCode", "?note=do-not-log-me");
        await world.GetAsync("do-not-log-me");

        world.Log.Lines.ShouldAllBe(line => !line.Text.Contains("do-not-log-me"));
    }

    [Fact]
    public async Task The_text_of_an_unforeseen_exception_is_neither_logged_nor_answered()
    {
        var log = new LogSink();
        var clock = new BrokenClock();
        await using var gateway = await Gateway.StartAsync(["--Urls=http://127.0.0.1:0", "--Store=memory"], clock, builder => builder.Logging.ClearProviders().AddProvider(log));
        clock.IsBroken = true;

        var answer = await RawHttp.PostAsync(new Uri(gateway.Addresses.First()), "/api/LoginQrCode/CheckQRCode", WireBody.CodeBody);

        answer.Status.ShouldBe(500);
        answer.Body.ShouldBe("""{"message":"Error processing request","error":"The gateway encountered an internal error. Its operator can find the cause in the log.","code":0,"codeName":"Unspecified"}""");
        log.Errors.Single().Text.ShouldContain(nameof(BrokenClock));
        log.Lines.ShouldAllBe(line => !line.Text.Contains(WireBody.MacKey) && !line.Values.Contains(WireBody.MacKey));
    }

    [Fact]
    public async Task A_proxy_of_the_environment_is_not_used()
    {
        await using var proxy = FaultyServer.Start(Faults.Answer(200, WireBody.DeviceCode));
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, WireBody.DeviceCode));
        var url = proxy.Url.ToString();
        await using var program = await ServerProcess.StartAsync([.. TestGateway.PointAt("cn", tapTap.Url)], ("http_proxy", url), ("HTTP_PROXY", url), ("HTTPS_PROXY", url), ("ALL_PROXY", url), ("NO_PROXY", ""));

        var answer = await RawHttp.GetAsync(program.Url, "/api/LoginQrCode/GetNewQrCode");

        answer.Status.ShouldBe(200, answer.Body);
        proxy.Calls.ShouldBeEmpty();
        tapTap.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_caller_sends_along_for_tracing_does_not_travel_on_to_TapTap()
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, WireBody.DeviceCode));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);
        using var connection = new KeptConnection(gateway.Url);

        connection.Get("/api/LoginQrCode/GetNewQrCode", "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\ntracestate: who=me\r\nbaggage: user=me\r\nCorrelation-Context: user=me\r\n");

        tapTap.Calls.Single().Headers.Keys.ShouldBe(["host", "accept", "user-agent", "content-type", "content-length"], ignoreOrder: true);
    }

    [Fact]
    public async Task No_folder_is_watched_for_settings()
    {
        IList<IConfigurationSource> sources = [];
        await using var gateway = await Gateway.StartAsync(["--Urls=http://127.0.0.1:0", "--Store=memory"], new ManualClock(), builder => sources = builder.Configuration.Sources);

        sources.OfType<JsonConfigurationSource>().ShouldHaveSingleItem().ReloadOnChange.ShouldBeFalse();
    }

    [Fact]
    public async Task Every_setting_arrives()
    {
        await using var gateway = await Gateway.StartAsync(
            [
                "--Urls=http://127.0.0.1:0", "--Store=memory", "--DefaultRegion=global", "--Polling:MinimumInterval=7s", "--Upstream:Timeout=8s", "--Upstream:ConnectTimeout=9s", "--Cloud:CreateMissingPlayers=true", "--DrainTimeout=10", "--Limits:MaxConnections=11",
                "--Regions:cn:AccountsUrl=https://a.example", "--Regions:cn:ApiUrl=https://b.example", "--Regions:cn:CloudUrl=https://c.example",
                "--Regions:cn:ClientId=id", "--Regions:cn:AppKey=key", "--Regions:cn:LinkHosts=d.example,.e.example", "--Regions:cn:FatalErrors=bad_word,*_worse", "--Regions:cn:CreatedStatus=existing", "--Regions:cn:Proxy=http://f.example:1",
            ],
            new ManualClock());

        var options = gateway.Options;
        var (region, proxy) = options.Regions[0];
        options.Urls.ShouldBe(["http://127.0.0.1:0"]);
        options.DefaultRegion.ShouldBe("global");
        options.Sandbox.ShouldBe(SandboxMode.Off);
        (options.MinimumInterval.TotalSeconds, options.UpstreamTimeout.TotalSeconds, options.UpstreamConnectTimeout.TotalSeconds).ShouldBe((7, 8, 9));
        options.CreateMissingPlayers.ShouldBeTrue();
        (options.DrainTimeout.TotalSeconds, options.MaxConnections).ShouldBe((10, 11));
        (region.AccountsUrl.Host, region.ApiUrl.Host, region.CloudUrl.Host).ShouldBe(("a.example", "b.example", "c.example"));
        (region.ClientId, region.AppKey).ShouldBe(("id", "key"));
        region.LinkHosts.ShouldBe(["d.example", ".e.example"]);
        region.FatalErrors.ShouldBe(["bad_word", "*_worse"]);
        region.CreatedStatus.ShouldBe(CreatedStatus.Existing);
        proxy!.GetProxy(region.ApiUrl)!.Host.ShouldBe("f.example");
    }

    /// <summary>A clock whose failure tells a secret.</summary>
    private sealed class BrokenClock : TimeProvider
    {
        public bool IsBroken { get; set; }

        public override long GetTimestamp() => IsBroken ? throw new InvalidOperationException(WireBody.MacKey) : base.GetTimestamp();
    }
}
