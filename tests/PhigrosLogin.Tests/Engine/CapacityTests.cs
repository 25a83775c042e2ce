using System.Diagnostics;
using PhigrosLogin.Server.Logins;

namespace PhigrosLogin.Tests.Engine;

/// <summary>Promise 30: how many logins there are at most, and which one goes when there is no room.</summary>
public sealed class CapacityTests
{
    private const int Most = 1000;
    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(10);

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task P30_Over_the_cap_a_start_is_refused_and_who_was_looked_at_stays()
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Grant);
        await using var gateway = await FullGatewayAsync(tapTap);
        await Parallel.ForAsync(1, Most + 1, async (number, _) => await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(number)));

        var refused = await gateway.GetAsync("GetNewQrCode");
        var stranger = await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(Most + 1));
        await gateway.PassIntervalAsync();
        var oldest = await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1));

        foreach (var answer in (RawAnswer[])[refused, stranger])
        {
            answer.Status.ShouldBe(503);
            answer.Headers["Retry-After"].ShouldBe("30");
            answer.Body.ShouldEndWith("\"code\":0,\"codeName\":\"Unspecified\"}");
        }
        tapTap.CodesAsked.ShouldBe(Most);
        oldest.Body.ShouldContain("macKey");
        tapTap.Polls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task P30_A_login_that_nobody_looked_at_makes_room()
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Grant);
        await using var gateway = await FullGatewayAsync(tapTap);
        await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1));

        for (var more = 0; more < 20; more++) (await gateway.GetAsync("GetNewQrCode")).Status.ShouldBe(200);
        await gateway.PassIntervalAsync();

        (await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1))).Body.ShouldContain("macKey");
        (await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(Most + 20))).Body.ShouldContain("macKey");
    }

    [Fact]
    public async Task P30_A_login_that_is_over_makes_room()
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Pending);
        await using var gateway = await FullGatewayAsync(tapTap);
        await Parallel.ForAsync(1, Most + 1, async (number, _) => await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(number)));
        (await gateway.GetAsync("GetNewQrCode")).Status.ShouldBe(503);

        _clock.Advance(TimeSpan.FromSeconds(301));

        (await gateway.GetAsync("GetNewQrCode")).Status.ShouldBe(200);
    }

    [Fact]
    public void P30_What_has_ended_is_evicted_first_and_then_what_was_added_first_if_it_may_be()
    {
        HashSet<string> inUse = ["used", "used too"];
        var cache = new BoundedCache<string>(5, Retention, _clock, entry => !inUse.Contains(entry));
        Add(cache, "used", 100);
        Add(cache, "oldest", 100);
        Add(cache, "used too", 100);
        Add(cache, "older", 100);
        Add(cache, "ended", 1);
        _clock.Advance(TimeSpan.FromSeconds(2));

        foreach (var evicted in (string[])["ended", "oldest", "older"])
        {
            inUse.Add($"instead of {evicted}");
            cache.FindOrAdd($"instead of {evicted}", $"instead of {evicted}", EndIn(100), exceed: false, out var left)
                .ShouldNotBeNull();
            left.ShouldBe(evicted);
            cache.TryFind(evicted, out _).ShouldBeFalse();
        }

        cache.HasRoom.ShouldBeFalse();
        Add(cache, "d", 100).ShouldBeNull();
        Add(cache, "used", 100).ShouldBe("used");
        for (var more = 0; more < 5 && inUse.Add($"exists {more}"); more++)
            cache.FindOrAdd($"exists {more}", $"exists {more}", EndIn(100), exceed: true, out _).ShouldNotBeNull();
        cache.FindOrAdd("eleventh", "eleventh", EndIn(100), exceed: true, out _).ShouldBeNull("twice the capacity");
    }

    [Fact]
    public void P30_A_hundred_thousand_logins_need_less_than_250_MB_and_sweeping_past_them_nothing()
    {
        using var upstream = AnyRegion.Create(_clock);
        var cache = new BoundedCache<DeviceCodeSession>(100_000, Retention, _clock, session => session.IsEvictable);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var number = 0; number < 100_000; number++)
        {
            var session = DeviceCodeSession.FirstSeen(
                upstream, new Secret(ScriptedTapTap.CodeOf(number)), "80492fe21eab44ebb7ce27649748bfa6",
                TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(3), null!, _clock);
            if (number % 2 == 0) session.MarkRequested();
            cache.FindOrAdd(Convert.ToBase64String(session.Key), session, session.End, exceed: false, out _)
                .ShouldBeSameAs(session);
        }
        // Allocated is more than what stays, and no other test's doing.
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var start = Stopwatch.GetTimestamp();
        for (var sweep = 0; sweep < 10_000; sweep++) cache.Sweep();
        var sweeping = Stopwatch.GetElapsedTime(start);
        _clock.Advance(TimeSpan.FromSeconds(902));
        cache.Sweep();

        allocated.ShouldBeLessThan(250L << 20);
        sweeping.ShouldBeLessThan(TimeSpan.FromSeconds(2)); // 20 µs each; looking at every login would take far longer
        cache.Count.ShouldBe(0);
    }

    private async Task<TestGateway> FullGatewayAsync(ScriptedTapTap tapTap)
    {
        var gateway = await TestGateway.StartAsync(_clock, tapTap.Url, $"--Limits:MaxLogins={Most}", "--Upstream:CallsPerSecond=0");
        await gateway.GetAsync("GetNewQrCode"); // the oldest
        await Parallel.ForAsync(1, Most, async (_, _) => (await gateway.GetAsync("GetNewQrCode")).Status.ShouldBe(200));
        return gateway;
    }

    private string? Add(BoundedCache<string> cache, string key, int seconds) =>
        cache.FindOrAdd(key, key, EndIn(seconds), exceed: false, out _);

    private long EndIn(int seconds) => _clock.GetTimestamp() + TimeSpan.FromSeconds(seconds).Ticks;
}
