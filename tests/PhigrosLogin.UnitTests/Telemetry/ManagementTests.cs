using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.Logins;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Telemetry;

/// <summary>The second listener has its few routes and nothing else, and the first one has none of its own.</summary>
public class ManagementTests
{
    private const string Management = "--ManagementUrls=http://127.0.0.1:0";

    [Theory]
    [InlineData("GET", "/metrics", 200)]
    [InlineData("HEAD", "/metrics", 200)]
    [InlineData("POST", "/metrics", 405)]
    [InlineData("GET", "/health/live", 200)]
    [InlineData("GET", "/health/ready", 200)]
    [InlineData("GET", "/", 404)]
    [InlineData("GET", "/l", 404)]
    [InlineData("GET", "/api/v1/regions", 404)]
    [InlineData("GET", "/api/LoginQrCode/GetNewQrCode", 404)]
    [InlineData("GET", "/openapi/v1.json", 404)]
    public async Task The_management_listener_answers_to_few_routes_under_any_name(string method, string path, int status)
    {
        await using var world = await World.StartAsync(Management);

        var answer = await RawHttp.SendAsync(await world.ManagementUrl, $"{method} {path} HTTP/1.1\r\nHost: gateway.internal:9464\r\nConnection: close\r\n\r\n");

        answer.Status.ShouldBe(status);
        answer.Headers["Cache-Control"].ShouldBe("no-store");
        answer.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        if (path == "/metrics" && status == 200) answer.Headers["Content-Type"].ShouldBe("text/plain; version=0.0.4; charset=utf-8");
    }

    [Fact]
    public async Task The_public_listener_has_no_metrics()
    {
        await using var world = await World.StartAsync(Management);

        var answer = await RawHttp.GetAsync(world.Url, "/metrics");

        answer.Status.ShouldBe(404);
        answer.Body.ShouldNotContain("phigroslogin_");
    }

    [Fact]
    public async Task It_still_answers_while_the_last_request_of_a_gateway_that_stops_is_finished()
    {
        var grant = new Held(Faults.Answer(200, WireBody.Grant));
        await using var tapTap = FaultyServer.Start(grant.AnswerAsync);
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), tapTap.Url, Management);
        var management = await gateway.ManagementUrl;
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Gateway.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
        var check = gateway.PostAsync("CheckQRCode", WireBody.CodeBody);
        await grant.Asked;

        var stopped = gateway.StopGatewayAsync();
        await stopping.Task;
        var ready = await RawHttp.GetAsync(management, "/health/ready");
        var metrics = await RawHttp.GetAsync(management, "/metrics");
        grant.Release();
        await stopped;

        ready.Status.ShouldBe(503);
        ready.Body.ShouldBe("stopping");
        metrics.Body.ShouldContain("phigroslogin_logins_known{kind=\"code\"} 1\n");
        (await check).Body.ShouldContain(WireBody.MacKey);
    }

    [Fact]
    public async Task It_still_answers_while_the_last_exchange_of_a_gateway_that_stops_is_finished()
    {
        var profile = new Held(Faults.Answer(200, WireBody.Profile));
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.Profile, profile.AnswerAsync);
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), upstream.Url, Management);
        var management = await gateway.ManagementUrl;
        var login = await gateway.OpenAsync(new { region = "cn" });
        await login.LookAsync();
        gateway.Clock.Advance(TimeSpan.FromSeconds(10));
        await profile.Asked;
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Gateway.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(closed.SetResult);

        var stopped = gateway.StopGatewayAsync();
        await closed.Task; // the public listener answers no more
        var ready = await RawHttp.GetAsync(management, "/health/ready");
        var metrics = await RawHttp.GetAsync(management, "/metrics");
        profile.Release();
        await stopped;

        ready.Body.ShouldBe("stopping");
        metrics.Body.ShouldContain("phigroslogin_logins_known{kind=\"login\"} 1\n");
    }

    [Fact]
    public async Task Without_the_setting_there_is_no_second_listener()
    {
        await using var world = await World.StartAsync(new ManualClock());

        world.Gateway.ManagementAddresses.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_address_that_is_taken_stops_the_start()
    {
        await using var world = await World.StartAsync(Management);
        var management = await world.ManagementUrl;

        await Should.ThrowAsync<IOException>(() => World.StartAsync($"--ManagementUrls={management}"));
    }
}
