using System.Collections.Concurrent;
using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.Engine;

/// <summary>Promise 22: how much one region is asked at most, and who waits.</summary>
public sealed class OverloadTests
{
    private const int Logins = 500;

    private readonly ManualClock _clock = new();
    private readonly ConcurrentQueue<TimeSpan> _begun = new();
    private int _inFlight;
    private int _mostInFlight;

    [Theory(Timeout = 60_000)]
    [InlineData(1, 50, 50, 50)] // the calls a second are what limits
    [InlineData(2, 50, 64, 32)] // the calls in flight are
    [InlineData(1, 0, 64, 64)] // no limit by the second
    public async Task P22_Five_hundred_polls_keep_the_limits_and_none_waits_too_long(int latency, int perSecond, int atLeastInFlight, int throughput)
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, _ => Slow(latency, ScriptedTapTap.Pending));
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url, $"--Upstream:CallsPerSecond={perSecond}", "--Upstream:MaxConcurrency=64", "--Upstream:ConnectTimeout=60s");

        // Codes from elsewhere are due at first sight: all of them at once.
        var callers = Task.WhenAll(Enumerable.Range(1, Logins).Select(number => gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(number))));
        for (var second = 0; tapTap.Polls.Count < Logins; second++)
        {
            var (begun, ended) = Expected(second, latency, perSecond);
            await tapTap.WhenPolledAsync(begun);
            // The first in the queue sleeps if it waits for a turn and not for a place.
            var endingNext = tapTap.Polls.Count(poll => poll.At == TimeSpan.FromSeconds(second + 1 - latency));
            if (begun < Logins && begun - ended < 64) await UntilTheQueueSleepsAsync(endingNext);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
        _clock.Advance(TimeSpan.FromSeconds(latency));

        (await callers).ShouldAllBe(answer => answer.Body.Contains("\"code\":1,"));
        tapTap.Polls.Select(poll => poll.Code).Distinct().Count().ShouldBe(Logins);
        tapTap.Polls[^1].At.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(Math.Ceiling((double)Logins / throughput) + 3));
        _mostInFlight.ShouldBeInRange(atLeastInFlight, 64);
        MostInOneSecond().ShouldBeLessThanOrEqualTo(perSecond == 0 ? Logins : perSecond);
    }

    [Fact(Timeout = 60_000)]
    public async Task P22_A_start_over_the_limit_is_told_when_to_come_again()
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Pending);
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => gateway.GetAsync("GetNewQrCode")));
        _clock.Advance(TimeSpan.FromSeconds(1));
        var later = await gateway.GetAsync("GetNewQrCode");

        answers.Count(answer => answer.Status == 200).ShouldBe(50);
        var refused = answers.Where(answer => answer.Status != 200).ToList();
        refused.ShouldAllBe(answer => answer.Status == 503 && answer.Headers["Retry-After"] == "1" && answer.Body.EndsWith("\"code\":0,\"codeName\":\"Unspecified\"}"));
        tapTap.CodesAsked.ShouldBe(51);
        later.Status.ShouldBe(200);
    }

    [Fact(Timeout = 60_000)]
    public async Task P22_A_start_does_not_overtake_the_polls_that_wait()
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Pending);
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url, "--Upstream:CallsPerSecond=1");
        var polls = Task.WhenAll(Enumerable.Range(1, 4).Select(number => gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(number))));

        for (var second = 1; second <= 3; second++)
        {
            await tapTap.WhenPolledAsync(second);
            (await gateway.GetAsync("GetNewQrCode")).Status.ShouldBe(503);
            await UntilTheQueueSleepsAsync();
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
        await polls;

        tapTap.Polls.Count.ShouldBe(4);
        tapTap.CodesAsked.ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task P22_A_caller_whose_poll_waits_for_its_turn_is_answered_all_the_same()
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Pending);
        await using var gateway = await TestGateway.StartAsync(
            _clock, tapTap.Url, "--Upstream:CallsPerSecond=1", "--Upstream:Timeout=5s");
        var callers = Enumerable.Range(1, 9).Select(number => gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(number))).ToList();

        // One is answered; the clock stands still until the others wait, beside the queue and the sweep.
        await Task.WhenAny(callers);
        await UntilAsync(() => _clock.Waiting == 8 + 2);
        for (var second = 1; second <= 8; second++)
        {
            await tapTap.WhenPolledAsync(second);
            if (second == 7) (await Task.WhenAll(callers)).ShouldAllBe(answer => answer.Body.Contains("\"code\":1,"));
            await UntilTheQueueSleepsAsync();
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        await tapTap.WhenPolledAsync(9);
    }

    // A clock that moves while somebody is about to go to sleep lets them sleep too long.
    private Task UntilTheQueueSleepsAsync(int callsThatEndThen = 0) =>
        UntilAsync(() => _clock.WakingIn(TimeSpan.FromSeconds(1)) == callsThatEndThen + 1);

    private static async Task UntilAsync(Func<bool> isTrue)
    {
        while (!isTrue())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    // How many polls have begun and how many have ended when so many whole seconds have passed.
    private static (int Begun, int Ended) Expected(int second, int latency, int perSecond)
    {
        var begun = new List<int>();
        for (var at = 0; at <= second; at++)
        {
            var inFlight = begun.Skip(Math.Max(0, at - latency + 1)).Sum();
            begun.Add(Math.Min(Logins - begun.Sum(), Math.Min(64 - inFlight, perSecond == 0 ? 64 : perSecond)));
        }
        return (begun.Sum(), begun.SkipLast(latency).Sum());
    }

    private Fault Slow(int seconds, Fault answer)
    {
        _begun.Enqueue(TimeSpan.FromTicks(_clock.GetTimestamp()));
        var now = Interlocked.Increment(ref _inFlight);
        InterlockedMax(ref _mostInFlight, now);
        var delay = Task.Delay(TimeSpan.FromSeconds(seconds), _clock);
        return Faults.After(
            async () =>
            {
                await delay;
                Interlocked.Decrement(ref _inFlight);
            },
            answer);
    }

    private int MostInOneSecond() =>
        _begun.Max(from => _begun.Count(at => at >= from && at < from + TimeSpan.FromSeconds(1)));

    private static void InterlockedMax(ref int most, int value)
    {
        var seen = Volatile.Read(ref most);
        while (value > seen && Interlocked.CompareExchange(ref most, value, seen) is var before && before != seen) seen = before;
    }
}
