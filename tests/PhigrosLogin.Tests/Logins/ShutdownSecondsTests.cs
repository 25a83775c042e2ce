using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.Logins;

/// <summary>Promises 15 and 16: a gateway that is stopped at any second of a slow poll or a slow exchange loses no
/// grant, by a moved clock.</summary>
public sealed class ShutdownSecondsTests : IDisposable
{
    private const int Poll = 15;
    private const int Profile = 14;
    private const int Exchange = 28;
    private const int Patience = 20;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task A_stop_at_any_second_of_a_slow_poll_waits_for_it_and_keeps_its_grant() =>
        Task.WhenAll(Enumerable.Range(0, Poll).Select(StopInThePollAsync));

    [Fact]
    public Task A_stop_at_any_second_of_a_slow_exchange_finishes_it_or_leaves_it_to_the_next_start() =>
        Task.WhenAll(Enumerable.Range(0, Exchange).Select(StopInTheExchangeAsync));

    private async Task StopInThePollAsync(int second)
    {
        var poll = new Held(Faults.Answer(200, Upstreams.WireBody.Grant));
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.Token, poll.AnswerAsync);
        var clock = new ManualClock();
        await using var gateway = await TestGateway.StartAsync(clock, upstream.Url, Store($"poll{second}"));
        var login = await ConfirmedAsync(gateway, clock);
        await poll.Asked;
        clock.Advance(TimeSpan.FromSeconds(second));

        var stopping = gateway.StopGatewayAsync();
        await clock.UntilWakingInAsync(TimeSpan.FromSeconds(Patience));
        clock.Advance(TimeSpan.FromSeconds(Poll - second) - TimeSpan.FromMilliseconds(1));
        stopping.IsCompleted.ShouldBeFalse($"stopped at second {second}");
        poll.Release();
        await stopping;
        await gateway.StartAgainAsync();

        (await login.UntilAsync("succeeded")).Text("state").ShouldBe("succeeded");
        upstream.CountOf(ScriptedUpstream.Token).ShouldBe(1, $"stopped at second {second}");
    }

    private async Task StopInTheExchangeAsync(int second)
    {
        var profile = new Held(Faults.Answer(200, Upstreams.WireBody.Profile));
        var users = new Held(Faults.Answer(200, Upstreams.WireBody.Player));
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.Profile, profile.AnswerAsync).Next(
            ScriptedUpstream.Users, users.AnswerAsync);
        var clock = new ManualClock();
        await using var gateway = await TestGateway.StartAsync(clock, upstream.Url, Store($"exchange{second}"));
        var login = await ConfirmedAsync(gateway, clock);
        await profile.Asked;
        await PassAsync(0, second);

        var stopping = gateway.StopGatewayAsync();
        await clock.UntilWakingInAsync(TimeSpan.FromSeconds(Patience));
        // At the very second at which both end, the shutdown is first.
        var isFinished = second + Patience > Exchange;
        await PassAsync(second, isFinished ? Exchange : second + Patience);
        await stopping;
        await gateway.StartAgainAsync();

        (await login.UntilAsync("succeeded")).Text("state").ShouldBe("succeeded");
        upstream.CountOf(ScriptedUpstream.Token).ShouldBe(1, $"stopped at second {second}");
        upstream.CountOf(ScriptedUpstream.Users).ShouldBe(isFinished ? 1 : 2, $"stopped at second {second}");

        async Task PassAsync(int from, int to)
        {
            for (var at = from; at < to; at++)
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                if (at + 1 == Profile)
                {
                    profile.Release();
                    await users.Asked;
                }
                if (at + 1 == Exchange) users.Release();
            }
        }
    }

    private string Store(string name) => $"--Store={_folder.Path}/{name}.db";

    private static async Task<OpenLogin> ConfirmedAsync(TestGateway gateway, ManualClock clock)
    {
        var login = await gateway.OpenAsync(new { region = "cn" });
        await login.LookAsync();
        clock.Advance(TimeSpan.FromSeconds(10));
        return login;
    }
}
