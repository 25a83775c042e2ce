using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using PhigrosLogin.Server;
using PhigrosLogin.Server.Logins;

namespace PhigrosLogin.Tests.Engine;

/// <summary>Promise 30: how many logins there are at most, and which one goes when there is no room.</summary>
public sealed class CapacityTests
{
    private const int Most = 1000;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

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
    public void P30_What_is_over_goes_first_and_then_what_was_never_looked_at_the_oldest_first()
    {
        var table = new LoginTable<string>(4, Remembered, _clock);
        Add(table, "seen", 100, isSeen: true);
        Add(table, "oldest", 100);
        Add(table, "older", 100);
        Add(table, "over", 1);
        _clock.Advance(TimeSpan.FromSeconds(2));

        // Asking for what is gone changes nothing, and only that is asked for.
        foreach (var goes in (string[])["over", "oldest", "older"])
        {
            Add(table, $"instead of {goes}", 100, isSeen: true).ShouldNotBeNull();
            table.TryLook(goes, out _).ShouldBeFalse();
        }

        table.HasRoom.ShouldBeFalse();
        Add(table, "d", 100).ShouldBeNull();
        Add(table, "seen", 100).ShouldBe("seen");
    }

    [Fact]
    public void P30_A_hundred_thousand_logins_need_less_than_250_MB_and_sweeping_past_them_nothing()
    {
        using var upstream = AnyUpstream(_clock);
        var table = new LoginTable<Attempt>(100_000, Remembered, _clock);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var number = 0; number < 100_000; number++)
        {
            var attempt = Attempt.Brought(upstream, new Secret(ScriptedTapTap.CodeOf(number)), "80492fe21eab44ebb7ce27649748bfa6", TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(3), _clock);
            table.AddOrFind(Convert.ToBase64String(attempt.Key), attempt, attempt.End, isSeen: number % 2 == 0).ShouldBeSameAs(attempt);
        }
        // Allocated is more than what stays, and no other test's doing.
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var start = Stopwatch.GetTimestamp();
        for (var sweep = 0; sweep < 10_000; sweep++) table.Sweep();
        var sweeping = Stopwatch.GetElapsedTime(start);
        _clock.Advance(TimeSpan.FromSeconds(902));
        table.Sweep();

        allocated.ShouldBeLessThan(250L << 20);
        sweeping.ShouldBeLessThan(TimeSpan.FromSeconds(2)); // 20 µs each; looking at every login would take far longer
        table.Count.ShouldBe(0);
    }

    internal static Upstream AnyUpstream(TimeProvider time) => new(
        new RegionOptions(Region.China, null), GatewayOptions.Read(new ConfigurationBuilder().Build(), []), time,
        Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

    private async Task<TestGateway> FullGatewayAsync(ScriptedTapTap tapTap)
    {
        var gateway = await TestGateway.StartAsync(_clock, tapTap.Url, $"--Limits:MaxLogins={Most}", "--Upstream:CallsPerSecond=0");
        await gateway.GetAsync("GetNewQrCode"); // the oldest
        await Parallel.ForAsync(1, Most, async (_, _) => (await gateway.GetAsync("GetNewQrCode")).Status.ShouldBe(200));
        return gateway;
    }

    private string? Add(LoginTable<string> table, string key, int seconds, bool isSeen = false) =>
        table.AddOrFind(key, key, _clock.GetTimestamp() + TimeSpan.FromSeconds(seconds).Ticks, isSeen);
}
