namespace PhigrosLogin.Tests;

/// <summary>A clock that stands still until a test moves it, and then fires every timer on the way in its order.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _ticks;
    private TimeSpan _wallOffset;

    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => Start + TimeSpan.FromTicks(GetTimestamp()) + _wallOffset;

    /// <summary>Moves the wall clock alone, as an operator or a time server does.</summary>
    public void JumpWall(TimeSpan by) => _wallOffset += by;

    /// <summary>How many timers are waiting: a test that moves the clock first makes sure that the code has gone to sleep.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock) return _timers.Count;
        }
    }

    /// <summary>Waits until so many timers are waiting.</summary>
    public Task UntilWaitingAsync(int count) => UntilAsync(() => _timers.Count >= count);

    /// <summary>Waits until one of them wakes up exactly so much later.</summary>
    public Task UntilWakingInAsync(TimeSpan by) => UntilAsync(() => WakingIn(by) > 0);

    /// <summary>Waits until one of them wakes up so much later or sooner.</summary>
    public Task UntilWakingWithinAsync(TimeSpan by) => UntilAsync(() => _timers.Any(timer => timer.Due <= _ticks + by.Ticks));

    /// <summary>How many of them wake up exactly so much later.</summary>
    public int WakingIn(TimeSpan by)
    {
        lock (_lock) return _timers.Count(timer => timer.Due == _ticks + by.Ticks);
    }

    private async Task UntilAsync(Func<bool> isReached)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (isReached()) return;
                changed = _changed.Task;
            }
            await changed;
        }
    }

    public void Advance(TimeSpan by)
    {
        var end = GetTimestamp() + by.Ticks;
        while (true)
        {
            ManualTimer? next;
            lock (_lock)
            {
                next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
                Interlocked.Exchange(ref _ticks, Math.Max(_ticks, next?.Due ?? end));
                if (next is null) return;
                next.Reschedule();
            }
            next.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public long Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                _period = period;
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                if (dueTime <= TimeSpan.Zero && period <= TimeSpan.Zero)
                {
                    ThreadPool.QueueUserWorkItem(_ => Fire()); // what is due already does not wait for the clock
                    return true;
                }
                Due = clock._ticks + dueTime.Ticks;
                clock._timers.Add(this);
                clock._changed.SetResult();
                clock._changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return true;
            }
        }

        public void Reschedule()
        {
            if (_period > TimeSpan.Zero) Due += _period.Ticks;
            else clock._timers.Remove(this);
        }

        public void Fire() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
