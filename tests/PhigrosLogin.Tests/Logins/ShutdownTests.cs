using System.Net;
using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.Logins;

/// <summary>SIGTERM in each state, sent to a real process; an exchange that takes too long, on a clock that the test moves.</summary>
public sealed class ShutdownTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(25);

    private readonly TempFolder _folder = new();

    private string Store => $"--Store={_folder.Path}/logins.db";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Streams_and_long_polls_end_at_once_and_TapTap_is_not_asked_any_more()
    {
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.Token, Enumerable.Repeat(Faults.Answer(400, Upstreams.WireBody.Error("authorization_waiting")), 1000).ToArray());
        await using var process = await ServerProcess.StartAsync([.. TestGateway.PointAt("cn", upstream.Url), Store]);
        using var http = new HttpClient { BaseAddress = process.Url };
        var login = await http.OpenAsync(new { region = "cn" });
        await login.LookAsync();
        var pending = await http.OpenAsync(new { region = "cn" });
        var path = new Uri(process.Url, $"/api/v1/logins/{login.Id}");
        await using var stream = await EventReader.OpenAsync(new Uri($"{path}/events?viewer=true"));
        await stream.NextAsync();
        await upstream.WhenCalledAsync(ScriptedUpstream.Token);
        (await stream.NextAsync())!.State.ShouldBe("scanned");
        var polling = http.GetAsync(new Uri($"{path}?wait=50&after=3"));
        var waiting = http.GetAsync($"/api/v1/logins/{pending.Id}?wait=50&after=1");
        using var reached = await http.GetAsync(path); // the two before it have been taken in hand by now, or are about to be
        var start = TimeProvider.System.GetTimestamp();

        process.Terminate();
        (await stream.NextAsync()).ShouldBeNull();
        using var polled = await polling;
        using var waited = await waiting;
        var code = await process.EndAsync();

        TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        code.ShouldBe(0);
        (await polled.JsonAsync()).Text("state").ShouldBe("scanned");
        (await waited.JsonAsync()).Text("state").ShouldBe("pending");
        upstream.CountOf(ScriptedUpstream.Token).ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task A_poll_under_way_is_finished_and_its_grant_becomes_a_result()
    {
        var letGo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.Token, ScriptedUpstream.Held(ScriptedUpstream.Token, letGo.Task));
        await using var process = await ServerProcess.StartAsync([.. TestGateway.PointAt("cn", upstream.Url), Store]);
        using var http = new HttpClient { BaseAddress = process.Url };
        var opened = await http.OpenAsync(new { region = "cn" });
        await opened.LookAsync();
        await using var stream = await EventReader.OpenAsync(opened);
        await upstream.WhenCalledAsync(ScriptedUpstream.Token);

        process.Terminate();
        while (await stream.NextAsync() is not null)
        {
            // until the stream ends, which says that the program has heard the signal
        }
        letGo.SetResult();
        var code = await process.EndAsync();

        code.ShouldBe(0, process.Console);
        await using var gateway = await TestGateway.StartInRealTimeAsync(upstream.Url, Store);
        var login = new OpenLogin(gateway, opened.Id, opened.Secret);
        await login.UntilAsync("succeeded");
        upstream.CountOf(ScriptedUpstream.Token).ShouldBe(1);
        upstream.CountOf(ScriptedUpstream.Users).ShouldBe(1);
    }

    [Fact]
    public async Task An_exchange_under_way_is_finished_and_its_result_is_there_after_the_next_start()
    {
        var letGo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.Profile, ScriptedUpstream.Held(ScriptedUpstream.Profile, letGo.Task));
        await using var process = await ServerProcess.StartAsync([.. TestGateway.PointAt("cn", upstream.Url), Store]);
        using var http = new HttpClient { BaseAddress = process.Url };
        var opened = await http.OpenAsync(new { region = "cn" });
        await opened.LookAsync();
        await using var stream = await EventReader.OpenAsync(new Uri(process.Url, $"/api/v1/logins/{opened.Id}/events"));
        await upstream.WhenCalledAsync(ScriptedUpstream.Profile);
        var start = TimeProvider.System.GetTimestamp();

        process.Terminate();
        while (await stream.NextAsync() is not null)
        {
            // until the stream ends, which says that the program has heard the signal
        }
        letGo.SetResult();
        var code = await process.EndAsync();

        TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(Longest);
        code.ShouldBe(0);
        upstream.CountOf(ScriptedUpstream.Users).ShouldBe(1);
        await using var gateway = await TestGateway.StartInRealTimeAsync(upstream.Url, Store);
        using var result = await new OpenLogin(gateway, opened.Id, opened.Secret).ResultAsync();
        (await result.JsonAsync()).Text("state").ShouldBe("succeeded");
        upstream.CountOf(ScriptedUpstream.Users).ShouldBe(1);
    }

    [Fact]
    public async Task A_poll_that_waits_for_its_turn_does_not_begin_after_the_signal()
    {
        var silent = new Held(Faults.Silent);
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.Profile, silent.AnswerAsync);
        await using var gateway = await TestGateway.StartAsync(
            new ManualClock(), upstream.Url, Store, "--Upstream:MaxConcurrency=1");
        var login = await gateway.OpenAsync(new { region = "cn" });
        await login.LookAsync();
        var occupying = gateway.PostAsync("GetTapTapProfile", Upstreams.WireBody.TokenBody);
        await silent.Asked;
        gateway.Clock.Advance(TimeSpan.FromSeconds(10));

        var stopping = gateway.StopGatewayAsync();
        await gateway.Clock.UntilWakingInAsync(TimeSpan.FromSeconds(20));
        gateway.Clock.Advance(TimeSpan.FromSeconds(5));
        (await occupying).Status.ShouldBe(500);
        await stopping;

        upstream.CountOf(ScriptedUpstream.Token).ShouldBe(0);
    }

    [Fact]
    public async Task An_exchange_that_takes_longer_than_20_seconds_is_left_to_the_next_start()
    {
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.Profile, Faults.Silent);
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), upstream.Url, Store, "--Upstream:Timeout=60s");
        var login = await gateway.OpenAsync(new { region = "cn" });
        await login.LookAsync();
        gateway.Clock.Advance(TimeSpan.FromSeconds(10));
        await upstream.WhenCalledAsync(ScriptedUpstream.Profile);

        var stopping = gateway.StopGatewayAsync();
        await gateway.Clock.UntilWakingInAsync(TimeSpan.FromSeconds(20));
        gateway.Clock.Advance(TimeSpan.FromSeconds(19));
        stopping.IsCompleted.ShouldBeFalse();
        gateway.Clock.Advance(TimeSpan.FromSeconds(1));
        await stopping;
        await gateway.StartAgainAsync();
        await login.UntilAsync("succeeded");

        using var result = await login.ResultAsync();
        result.StatusCode.ShouldBe(HttpStatusCode.OK);
        upstream.CountOf(ScriptedUpstream.Token).ShouldBe(1);
        upstream.CountOf(ScriptedUpstream.Users).ShouldBe(1);
    }
}
