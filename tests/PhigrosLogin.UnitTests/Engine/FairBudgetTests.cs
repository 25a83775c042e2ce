using PhigrosLogin.Polling;
using PhigrosLogin.Server.Logins;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Tests.Engine;

/// <summary>
/// Promise 22 under pressure: hundreds of players at 50 calls a second, simulated with the real scheduler, the real
/// priorities and the real polling rules on a clock that is moved.
/// </summary>
public sealed class FairBudgetTests : IDisposable
{
    private const double NewPerSecond = 5;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(50);
    private static readonly TapTapToken Token =
        TapTapToken.TryCreate("kid", null, null, "key", null, null, out var token, out _)
            ? token
            : throw new InvalidOperationException();

    private readonly SynchronizationContext? _outer = SynchronizationContext.Current;
    private readonly ManualClock _clock = new();
    private readonly PumpContext _pump = new();
    private readonly Chance _chance = new(20260108); // any seed; the same run every time
    private readonly UpstreamScheduler _scheduler;
    private readonly Upstream _region;
    private readonly List<TimeSpan> _codeWaits = [];
    private readonly List<TimeSpan> _confirmationDelays = [];
    private readonly List<TimeSpan> _pollGaps = [];
    private int _displayed;
    private int _lost;
    private bool _isMeasuring;
    private bool _hasPermit;

    public FairBudgetTests()
    {
        SynchronizationContext.SetSynchronizationContext(_pump);
        _scheduler = new UpstreamScheduler(64, 50, _clock);
        _region = AnyRegion.Create(_clock);
    }

    private TimeSpan Now => TimeSpan.FromTicks(_clock.GetTimestamp());

    public void Dispose()
    {
        SynchronizationContext.SetSynchronizationContext(_outer);
        _scheduler.Dispose();
        _region.Dispose();
    }

    // The share of players who scan decides how many codes are displayed: the others leave theirs to expire.
    [Theory]
    [InlineData(0.94, 300, 4)]
    [InlineData(0.78, 500, 8)]
    [InlineData(0.38, 1000, 20)]
    public void P22_New_codes_come_at_once_and_a_confirmation_is_known_in_time(
        double scans, int displayed, int withinSeconds)
    {
        // All the while ten addresses call GetPhigrosToken with junk, fifty times a second in all.
        for (var guesser = 0; guesser < 10; guesser++) _ = GuessAsync();

        var displays = new List<int>();
        var nextStart = 0.0;
        for (var end = TimeSpan.FromSeconds(400); Now < end;)
        {
            for (; nextStart <= Now.TotalSeconds; nextStart += -Math.Log(1 - _chance.Fraction()) / NewPerSecond)
                _ = PlayAsync(_chance.Fraction() < scans);
            _isMeasuring = Now >= TimeSpan.FromSeconds(320);
            if (_isMeasuring && Now.Ticks % TimeSpan.TicksPerSecond == 0) displays.Add(_displayed);
            _clock.Advance(Step);
            _pump.Pump();
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"displayed {displays.Average():0}, code p99 {Quantile(_codeWaits, 0.99)}, confirmation p50 " +
            $"{Quantile(_confirmationDelays, 0.5)} p95 {Quantile(_confirmationDelays, 0.95)} of " +
            $"{_confirmationDelays.Count}, longest gap {_pollGaps.Max()}, lost {_lost}");
        displays.Average().ShouldBe(displayed, displayed * 0.15);
        _codeWaits.Max().ShouldBeLessThan(TimeSpan.FromSeconds(2));
        Quantile(_confirmationDelays, 0.95).ShouldBeLessThan(TimeSpan.FromSeconds(withinSeconds));
        _lost.ShouldBe(0);
        _pollGaps.Max().ShouldBeLessThan(TimeSpan.FromSeconds(200), "no code waits for its whole life");
    }

    private async Task PlayAsync(bool scans)
    {
        var asked = Now;
        var priority = UpstreamCallClass.NewCode;
        await CallAsync(priority, _clock.GetTimestamp());
        if (_isMeasuring) _codeWaits.Add(Now - asked);
        _displayed++;
        var session = DeviceCodeSession.Issued(
            _region, new DeviceCode(new Secret($"code{asked.Ticks}"), "id", "https://x", TimeSpan.FromSeconds(300),
                TimeSpan.FromSeconds(1)), TimeSpan.FromSeconds(3), NoStore.Instance, _clock);
        var scannedAt = Now + TimeSpan.FromSeconds(8 + (_chance.Fraction() * 52));
        var confirmedAt = scannedAt + TimeSpan.FromSeconds(5 + (_chance.Fraction() * 10));
        while (!session.State.IsFinal)
        {
            var wait = session.Polling.ScheduleNext() - session.Age;
            // Whole milliseconds, because a delay forgets what is less.
            if (wait > TimeSpan.Zero)
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), _clock);
            var last = session.Polling.LastResponse;
            priority = await EnterAsync(session);
            if (session.IsExpired)
            {
                if (_hasPermit) _scheduler.Release(priority);
                session.Update(polling => polling.Expire());
                if (scans) _lost++;
                break;
            }
            if (_isMeasuring) _pollGaps.Add(session.Age - last);
            await Task.Delay(Latency, _clock);
            _scheduler.Release(priority);
            Approval response = !scans || Now < scannedAt ? new Approval.Pending() :
                Now < confirmedAt ? new Approval.Scanned() : new Approval.Granted(Token);
            session.Update(polling => polling.After(response, session.Age));
        }
        _displayed--;
        if (session.State.Status != DeviceCodeStatus.Granted) return;
        if (_isMeasuring) _confirmationDelays.Add(Now - confirmedAt);
        // The exchange: profile and game cloud.
        await CallAsync(UpstreamCallClass.Login, _clock.GetTimestamp());
        await CallAsync(UpstreamCallClass.Login, _clock.GetTimestamp());
    }

    // As the poller does: in slices, because the priority of a code changes.
    private async Task<UpstreamCallClass> EnterAsync(DeviceCodeSession session)
    {
        while (true)
        {
            var priority = session.CallClass;
            _hasPermit = await _scheduler.EnterAsync(
                priority, session.NextPoll, TimeSpan.FromSeconds(2), CancellationToken.None);
            if (_hasPermit || session.IsExpired) return priority;
        }
    }

    private async Task CallAsync(UpstreamCallClass priority, long due)
    {
        await _scheduler.EnterAsync(priority, due, Timeout.InfiniteTimeSpan, CancellationToken.None);
        await Task.Delay(Latency, _clock);
        _scheduler.Release(priority);
    }

    private async Task GuessAsync()
    {
        while (true)
        {
            _ = TryCallAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(200), _clock);
        }

        async Task TryCallAsync()
        {
            try
            {
                await CallAsync(UpstreamCallClass.UnknownToken, _clock.GetTimestamp());
            }
            catch (OverloadedException)
            {
                // Refused, as most guesses are.
            }
        }
    }

    private static TimeSpan Quantile(List<TimeSpan> times, double quantile) =>
        times.Order().ElementAt((int)(quantile * (times.Count - 1)));

    private sealed class NoStore : IDeviceCodeStore
    {
        public static NoStore Instance { get; } = new();

        public Task SaveAsync(DeviceCodeSession session, DeviceCodeState state) => Task.CompletedTask;

        public ValueTask<bool> RefreshAsync(DeviceCodeSession session) => new(!session.State.IsFinal);
    }
}
