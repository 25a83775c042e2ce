using PhigrosLogin.Server.Logins;

namespace PhigrosLogin.Tests.Engine;

/// <summary>Promise 22: the limits on calls to one region, and which call gets the next permit.</summary>
public sealed class UpstreamSchedulerTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly SynchronizationContext? _outer = SynchronizationContext.Current;
    private readonly ManualClock _clock = new();
    private readonly PumpContext _pump = new();
    private readonly List<(TimeSpan At, UpstreamCallClass Class, string Name)> _begun = [];
    private int _inFlight;
    private int _mostInFlight;
    private readonly CancellationTokenSource _leaving = new();
    private UpstreamScheduler? _scheduler;

    public UpstreamSchedulerTests() => SynchronizationContext.SetSynchronizationContext(_pump);

    private TimeSpan Now => TimeSpan.FromTicks(_clock.GetTimestamp());

    public void Dispose()
    {
        SynchronizationContext.SetSynchronizationContext(_outer);
        _scheduler?.Dispose();
        _leaving.Dispose();
    }

    [Theory]
    [InlineData(1, 50, 50)] // the calls a second are what limits
    [InlineData(2, 50, 24)] // the calls in flight are: three quarters of 64 may be polls
    [InlineData(1, 0, 48)] // no limit by the second
    public void P22_Five_hundred_polls_keep_the_limits_and_none_waits_too_long(int latency, int perSecond, int throughput)
    {
        var scheduler = Create(64, perSecond);
        for (var number = 0; number < 500; number++)
            _ = CallAsync(scheduler, UpstreamCallClass.OtherCode, $"{number}", latency * Second);

        Run(TimeSpan.FromSeconds((500 / throughput) + latency + 3));

        _begun.Count.ShouldBe(500);
        _begun.Select(call => int.Parse(call.Name, System.Globalization.CultureInfo.InvariantCulture)).ShouldBeInOrder();
        _mostInFlight.ShouldBeLessThanOrEqualTo(48);
        MostInOneSecond().ShouldBeLessThanOrEqualTo(perSecond == 0 ? 500 : perSecond);
    }

    [Fact]
    public void Permits_that_are_short_are_spread_over_the_second()
    {
        var scheduler = Create(64, 50);
        for (var number = 0; number < 300; number++) _ = CallAsync(scheduler, UpstreamCallClass.OtherCode, $"{number}");

        Run(5 * Second);

        var later = _begun.Where(call => call.At >= 2 * Second && call.At < 5 * Second).Select(call => call.At).ToList();
        later.Count.ShouldBeInRange(148, 152);
        later.Zip(later.Skip(1), (one, next) => next - one).Max().ShouldBeLessThan(TimeSpan.FromMilliseconds(60));
    }

    [Fact]
    public void P22_A_new_code_does_not_wait_for_the_polls_that_wait()
    {
        var scheduler = Create(64, 50);
        for (var number = 0; number < 500; number++) _ = CallAsync(scheduler, UpstreamCallClass.RecentCode, $"{number}");
        Run(2 * Second);

        var asked = Now;
        _ = CallAsync(scheduler, UpstreamCallClass.NewCode, "new");
        Run(Second);

        (_begun.Single(call => call.Name == "new").At - asked).ShouldBeLessThan(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void With_every_class_waiting_each_gets_its_minimum_and_the_rest_goes_to_logins()
    {
        var scheduler = Create(64, 50);
        Fill(scheduler, 50, UpstreamCallClass.Login); // the first second
        Fill(scheduler, 20, UpstreamCallClass.UnknownToken);
        Fill(scheduler, 100, UpstreamCallClass.NewCode);
        Fill(scheduler, 100, UpstreamCallClass.ClientCode);
        foreach (var callClass in (UpstreamCallClass[])[UpstreamCallClass.OtherCode, UpstreamCallClass.RecentCode,
            UpstreamCallClass.Login]) Fill(scheduler, 500, callClass);

        Run(6 * Second);

        var perSecond = _begun.Where(call => call.At >= Second && call.At < 6 * Second)
            .GroupBy(call => call.Class).ToDictionary(group => group.Key, group => group.Count() / 5.0);
        perSecond[UpstreamCallClass.NewCode].ShouldBe(10, 0.5);
        perSecond[UpstreamCallClass.ClientCode].ShouldBe(10, 0.5);
        perSecond[UpstreamCallClass.RecentCode].ShouldBe(5, 0.5);
        perSecond[UpstreamCallClass.OtherCode].ShouldBe(5, 0.5);
        perSecond[UpstreamCallClass.UnknownToken].ShouldBe(2, 0.5);
        perSecond[UpstreamCallClass.Login].ShouldBe(18, 1.5);
    }

    [Fact]
    public void Below_ten_calls_a_second_the_call_that_was_due_first_goes_first()
    {
        var scheduler = Create(64, 1);
        _ = CallAsync(scheduler, UpstreamCallClass.OtherCode, "now");
        foreach (var (name, callClass) in ((string, UpstreamCallClass)[])[
            ("unknown", UpstreamCallClass.UnknownToken), ("new", UpstreamCallClass.NewCode),
            ("login", UpstreamCallClass.Login), ("other", UpstreamCallClass.OtherCode)])
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            _ = CallAsync(scheduler, callClass, name);
        }

        Run(5 * Second);

        _begun.Select(call => call.Name).ShouldBe(["now", "unknown", "new", "login", "other"]);
    }

    [Fact]
    public void Within_a_class_the_call_that_was_due_first_goes_first()
    {
        var scheduler = Create(1, 0);
        _ = CallAsync(scheduler, UpstreamCallClass.Login, "in flight", 2 * Second);
        _clock.Advance(Second);
        _ = CallAsync(scheduler, UpstreamCallClass.OtherCode, "later", due: _clock.GetTimestamp());
        _ = CallAsync(scheduler, UpstreamCallClass.OtherCode, "earlier", due: 0);

        Run(3 * Second);

        _begun.Select(call => call.Name).ShouldBe(["in flight", "earlier", "later"]);
    }

    [Fact]
    public void Silent_calls_with_unknown_tokens_leave_places_for_all_others()
    {
        var scheduler = Create(8, 0);
        Fill(scheduler, 8, UpstreamCallClass.UnknownToken, TimeSpan.FromHours(1));
        Fill(scheduler, 8, UpstreamCallClass.RecentCode, TimeSpan.FromHours(1));

        _ = CallAsync(scheduler, UpstreamCallClass.NewCode, "new", Second);
        _ = CallAsync(scheduler, UpstreamCallClass.Login, "login", Second);
        Run(TimeSpan.FromMilliseconds(10));

        _begun.Count(call => call.Class == UpstreamCallClass.UnknownToken).ShouldBe(2);
        _begun.Count(call => call.Class == UpstreamCallClass.RecentCode).ShouldBe(6);
        // All places are taken in the end, but the next free one is theirs.
        Run(TimeSpan.FromHours(1));
        var after = _begun.Skip(8).Take(4).Select(call => call.Name).ToList();
        after.ShouldContain("new");
        after.ShouldContain("login");
    }

    [Fact]
    public void More_new_codes_than_ten_seconds_carry_are_refused()
    {
        var scheduler = Create(64, 50);
        Fill(scheduler, 50, UpstreamCallClass.Login);
        Fill(scheduler, 100, UpstreamCallClass.NewCode);

        var refused = CallAsync(scheduler, UpstreamCallClass.NewCode, "one too many").Exception!.InnerException;

        refused.ShouldBeOfType<OverloadedException>().RetryAfter.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_wait_that_is_given_up_takes_no_permit()
    {
        var scheduler = Create(1, 0);
        _ = CallAsync(scheduler, UpstreamCallClass.Login, "in flight", TimeSpan.FromSeconds(5));
        var left = scheduler.EnterAsync(UpstreamCallClass.Login, 0, Timeout.InfiniteTimeSpan, _leaving.Token).AsTask();
        bool? impatient = null;
        _ = EnterImpatientlyAsync();

        _leaving.Cancel();
        Run(2 * Second);

        left.IsCanceled.ShouldBeTrue();
        impatient.ShouldBe(false);
        scheduler.CountWaiting(UpstreamCallClass.Login).ShouldBe(0);
        _ = CallAsync(scheduler, UpstreamCallClass.Login, "next");
        Run(4 * Second);
        _begun.Select(call => call.Name).ShouldBe(["in flight", "next"]);

        async Task EnterImpatientlyAsync() =>
            impatient = await scheduler.EnterAsync(UpstreamCallClass.Login, 0, Second, CancellationToken.None);
    }

    [Fact]
    public void P22_A_429_halves_the_rate_for_a_minute_but_not_below_ten()
    {
        var scheduler = Create(64, 50);

        _clock.Advance(Second);
        scheduler.ReduceRate(_clock.GetTimestamp()).ShouldBeTrue();
        scheduler.Rate.ShouldBe(25);
        _clock.Advance(Second);
        scheduler.ReduceRate(0).ShouldBeFalse("that call began before the last reduction");
        scheduler.Rate.ShouldBe(25);
        foreach (var expected in (int[])[12, 10, 10])
        {
            scheduler.ReduceRate(_clock.GetTimestamp()).ShouldBeTrue();
            scheduler.Rate.ShouldBe(expected);
        }
        _clock.Advance(TimeSpan.FromSeconds(59));
        scheduler.Rate.ShouldBe(10);
        _clock.Advance(Second);
        scheduler.Rate.ShouldBe(50);
    }

    [Fact]
    public void A_reduced_rate_is_kept_at_once()
    {
        var scheduler = Create(64, 50);
        Fill(scheduler, 500, UpstreamCallClass.OtherCode);
        Run(2 * Second);

        scheduler.ReduceRate(_clock.GetTimestamp());
        var reduced = Now;
        Run(10 * Second);

        _begun.Count(call => call.At >= reduced + Second && call.At < reduced + (6 * Second)).ShouldBeInRange(123, 127);
    }

    private UpstreamScheduler Create(int maxConcurrency, int callsPerSecond) =>
        _scheduler = new UpstreamScheduler(maxConcurrency, callsPerSecond, _clock);

    private void Fill(UpstreamScheduler scheduler, int count, UpstreamCallClass callClass, TimeSpan latency = default)
    {
        for (var number = 0; number < count; number++) _ = CallAsync(scheduler, callClass, $"{callClass} {number}", latency);
    }

    private async Task CallAsync(
        UpstreamScheduler scheduler, UpstreamCallClass callClass, string name, TimeSpan latency = default, long? due = null)
    {
        var now = _clock.GetTimestamp();
        (await scheduler.EnterAsync(callClass, due ?? now, Timeout.InfiniteTimeSpan, CancellationToken.None)).ShouldBeTrue();
        _begun.Add((Now, callClass, name));
        _mostInFlight = Math.Max(_mostInFlight, ++_inFlight);
        await Task.Delay(latency > TimeSpan.Zero ? latency : TimeSpan.FromMilliseconds(50), _clock);
        _inFlight--;
        scheduler.Release(callClass);
    }

    private void Run(TimeSpan span)
    {
        _pump.Pump();
        for (var end = Now + span; Now < end;)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(Math.Min(10, (end - Now).TotalMilliseconds)));
            _pump.Pump();
        }
    }

    private int MostInOneSecond() => _begun.Max(from => _begun.Count(call => call.At >= from.At && call.At < from.At + Second));
}
