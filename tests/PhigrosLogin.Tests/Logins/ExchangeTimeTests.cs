using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.Logins;

/// <summary>On the real clock, some 20 s, because tries and pauses together are what is limited.</summary>
public class ExchangeTimeTests
{
    [Fact]
    public async Task Silence_ends_an_exchange_after_twenty_seconds_and_three_tries_at_most()
    {
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.Profile, Faults.Silent, Faults.Silent, Faults.Silent, Faults.Silent);
        await using var gateway = await TestGateway.StartInRealTimeAsync(upstream.Url, "--Upstream:Timeout=9s");
        var login = await gateway.OpenAsync(new { region = "cn" });
        await login.LookAsync();
        var failing = login.UntilAsync("failed");
        await upstream.WhenCalledAsync(ScriptedUpstream.Profile);
        var start = TimeProvider.System.GetTimestamp();

        (await failing).Text("reason").ShouldBe("exchange_failed");

        TimeProvider.System.GetElapsedTime(start).ShouldBeInRange(TimeSpan.FromSeconds(18), TimeSpan.FromSeconds(25));
        upstream.CountOf(ScriptedUpstream.Profile).ShouldBeLessThanOrEqualTo(3);
    }
}
