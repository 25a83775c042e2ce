using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.Logins;

/// <summary>Promise 15: tries and pauses together are what is limited, by a moved clock.</summary>
public class ExchangeTimeTests
{
    [Fact]
    public async Task Silence_ends_an_exchange_after_45_seconds_and_three_tries_at_most()
    {
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.Profile, Faults.Silent, Faults.Silent, Faults.Silent, Faults.Silent);
        await using var gateway = await TestGateway.StartAsync(
            new ManualClock(), upstream.Url, "--Upstream:Timeout=20s");
        var clock = gateway.Clock;
        var login = await gateway.OpenAsync(new { region = "cn" });
        await login.LookAsync();
        clock.Advance(TimeSpan.FromSeconds(10));
        await upstream.WhenCalledAsync(ScriptedUpstream.Profile);

        // A try of 20 s, a pause of less than 1 s, a try of 20 s, a pause of less than 2 s, and 2 s of a third try.
        clock.Advance(TimeSpan.FromSeconds(20));
        await clock.UntilWakingWithinAsync(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(1));
        await upstream.WhenCalledAsync(ScriptedUpstream.Profile, 2);
        clock.Advance(TimeSpan.FromSeconds(20));
        await clock.UntilWakingWithinAsync(TimeSpan.FromSeconds(2));
        clock.Advance(TimeSpan.FromSeconds(2));
        await upstream.WhenCalledAsync(ScriptedUpstream.Profile, 3);
        clock.Advance(TimeSpan.FromSeconds(1.9));
        (await login.StateAsync()).Text("state").ShouldBe("completing");
        clock.Advance(TimeSpan.FromSeconds(0.1));

        (await login.UntilAsync("failed")).Text("reason").ShouldBe("exchange_failed");
        upstream.CountOf(ScriptedUpstream.Profile).ShouldBe(3);
    }
}
