namespace PhigrosLogin.Server.Logins;

/// <summary>
/// Grants the permits for calls to one region: at most so many in flight, at most so many begun in any one second. When
/// permits are short they go to the <see cref="UpstreamCallClass">classes</see> by priority, with a minimum share for
/// each, and within a class to the call that has been due for the longest time.
/// </summary>
internal sealed class UpstreamScheduler : IDisposable
{
    private const int ClassCount = (int)UpstreamCallClass.UnknownToken + 1;
    private const int MinimumRate = 10;
    private static readonly TimeSpan ReducedFor = TimeSpan.FromMinutes(1);

    // The most that may wait is what the minimum share carries in this time.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly int _maxConcurrency;
    private readonly int _configuredRate;
    private readonly ITimer _timer;
    private readonly Queues _waiting = new();

    // The calls begun within the last second.
    private readonly Queue<(long At, UpstreamCallClass Class)> _begun = new();
    private readonly int[] _begunOf = new int[ClassCount];
    private readonly int[] _inFlightOf = new int[ClassCount];
    private int _inFlight;

    // While permits are short they are spread evenly: a burst would block the next second for everything else.
    private bool _isSpread;
    private long _nextPermit;
    private int _reducedRate;
    private long _reducedAt = long.MinValue;
    private long _reducedUntil = long.MinValue;

    /// <param name="maxConcurrency">The maximum number of calls in flight.</param>
    /// <param name="callsPerSecond">The maximum number of calls begun in any one second; 0 = no limit.</param>
    /// <param name="time">The clock.</param>
    public UpstreamScheduler(int maxConcurrency, int callsPerSecond, TimeProvider time)
    {
        (_maxConcurrency, _configuredRate, _time) = (maxConcurrency, callsPerSecond, time);
        _timer = time.CreateDetachedTimer(_ => Dispatch(), null);
    }

    /// <summary>The calls per second that may begin now; 0 = no limit.</summary>
    public int Rate
    {
        get
        {
            lock (_lock) return RateAt(_time.GetTimestamp());
        }
    }

    /// <summary>The number of calls that wait for a permit.</summary>
    public int CountWaiting(UpstreamCallClass callClass)
    {
        lock (_lock) return _waiting.Count(callClass);
    }

    /// <summary>Waits for a permit; <see cref="Release"/> ends the call.</summary>
    /// <param name="callClass">The priority.</param>
    /// <param name="due">The timestamp from which the call has been due.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    /// <returns>False if there was no permit within that time.</returns>
    /// <exception cref="OverloadedException">More calls of that class wait than can begin within 10 s.</exception>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public async ValueTask<bool> EnterAsync(
        UpstreamCallClass callClass, long due, TimeSpan patience, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            if (IsFull(callClass, now)) throw new OverloadedException(
                "Too many requests to TapTap and the game cloud are waiting. Retry in a few seconds.",
                TimeSpan.FromSeconds(5));
            waiter = new Waiter(callClass);
            _waiting.Add(waiter, due);
            DispatchAt(now);
        }
        if (waiter.HasPermit.IsCompleted) return true;
        await using var timer = patience == Timeout.InfiniteTimeSpan
            ? null
            : _time.CreateTimer(GiveUp, waiter, patience, Timeout.InfiniteTimeSpan);
        await using var registration = cancellationToken.UnsafeRegister(GiveUp, waiter);
        if (await waiter.HasPermit) return true;
        lock (_lock) _waiting.Remove(waiter);
        cancellationToken.ThrowIfCancellationRequested();
        return false;

        static void GiveUp(object? waiter) => ((Waiter)waiter!).GiveUp();
    }

    /// <summary>Ends a call that had a permit.</summary>
    public void Release(UpstreamCallClass callClass)
    {
        lock (_lock)
        {
            _inFlight--;
            _inFlightOf[(int)callClass]--;
            DispatchAt(_time.GetTimestamp());
        }
    }

    /// <summary>
    /// TapTap responded 429 to a call for one of the gateway's own codes: the rate is halved for a minute, but never
    /// below 10 calls a second.
    /// </summary>
    /// <param name="begun">
    /// The timestamp at which the call began. Calls that began before the last reduction do not reduce it again.
    /// </param>
    /// <returns>Whether the rate was reduced.</returns>
    public bool ReduceRate(long begun)
    {
        lock (_lock)
        {
            if (begun < _reducedAt) return false;
            var now = _time.GetTimestamp();
            Prune(now);
            var rate = RateAt(now) is > 0 and var limited ? limited : _begun.Count;
            var least = _configuredRate > 0 ? Math.Min(MinimumRate, _configuredRate) : MinimumRate;
            (_reducedRate, _reducedAt) = (Math.Max(least, rate / 2), now);
            _reducedUntil = now + Ticks(ReducedFor);
            return true;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Dispatch()
    {
        lock (_lock) DispatchAt(_time.GetTimestamp());
    }

    private void DispatchAt(long now)
    {
        Prune(now);
        var rate = RateAt(now);
        while (_waiting.Total > 0)
        {
            if (WhenAllowed(now, rate) is var allowed && allowed > now)
            {
                _isSpread = true;
                // Whole milliseconds, because a timer forgets what is less.
                var wait = TimeSpan.FromMilliseconds(
                    Math.Ceiling(_time.GetElapsedTime(now, allowed).TotalMilliseconds));
                _timer.Change(wait, Timeout.InfiniteTimeSpan);
                return;
            }
            if (Choose(rate) is not { } callClass) return; // a release dispatches again
            if (!_waiting.Take(callClass).TryGrant()) continue;
            _begun.Enqueue((now, callClass));
            _begunOf[(int)callClass]++;
            _inFlightOf[(int)callClass]++;
            _inFlight++;
            if (_isSpread && rate > 0) _nextPermit = Math.Max(_nextPermit, now) + (_time.TimestampFrequency / rate);
        }
        (_isSpread, _nextPermit) = (false, long.MinValue);
    }

    private long WhenAllowed(long now, int rate)
    {
        if (rate == 0) return now;
        var window = _begun.Count < rate ? now : _begun.ElementAt(_begun.Count - rate).At + _time.TimestampFrequency;
        return _isSpread ? Math.Max(window, _nextPermit) : window;
    }

    // The next class by minimum share, then by priority; null if none may begin.
    private UpstreamCallClass? Choose(int rate)
    {
        if (_inFlight >= _maxConcurrency) return null;
        UpstreamCallClass? chosen = null;
        if (rate is > 0 and < MinimumRate)
        {
            // Too few for shares: the call that has been due for the longest time.
            foreach (var callClass in Enum.GetValues<UpstreamCallClass>())
                if (MayBegin(callClass) && _waiting.IsFirstDueBefore(callClass, chosen)) chosen = callClass;
            return chosen;
        }
        foreach (var callClass in Enum.GetValues<UpstreamCallClass>())
        {
            if (!MayBegin(callClass)) continue;
            if (_begunOf[(int)callClass] < MinimumShare(callClass, rate)) return callClass;
            chosen ??= callClass;
        }
        return chosen;
    }

    // A silent upstream must not hold every place with polls while players wait for a code.
    private bool MayBegin(UpstreamCallClass callClass) =>
        _waiting.Count(callClass) > 0 && _inFlightOf[(int)callClass] < MaximumInFlight(callClass);

    private int MaximumInFlight(UpstreamCallClass callClass) => callClass switch
    {
        UpstreamCallClass.Login or UpstreamCallClass.ClientCode or UpstreamCallClass.NewCode => _maxConcurrency,
        UpstreamCallClass.UnknownToken => Math.Max(1, _maxConcurrency / 4),
        _ => Math.Max(1, _maxConcurrency * 3 / 4),
    };

    private static int MinimumShare(UpstreamCallClass callClass, int rate) => callClass switch
    {
        UpstreamCallClass.ClientCode or UpstreamCallClass.NewCode => Math.Max(1, rate / 5),
        UpstreamCallClass.RecentCode or UpstreamCallClass.OtherCode => Math.Max(1, rate / 10),
        UpstreamCallClass.UnknownToken => Math.Max(1, rate / 25),
        _ => 0,
    };

    private bool IsFull(UpstreamCallClass callClass, long now) => RateAt(now) is > 0 and var rate &&
        callClass is UpstreamCallClass.NewCode or UpstreamCallClass.UnknownToken &&
        _waiting.Count(callClass) >= MinimumShare(callClass, rate) * LongestWait.TotalSeconds;

    private int RateAt(long now) => now < _reducedUntil ? _reducedRate : _configuredRate;

    private void Prune(long now)
    {
        while (_begun.Count > 0 && _begun.Peek().At + _time.TimestampFrequency <= now)
            _begunOf[(int)_begun.Dequeue().Class]--;
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);

    private sealed class Waiter(UpstreamCallClass callClass)
    {
        private readonly TaskCompletionSource<bool> _hasPermit = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public UpstreamCallClass Class => callClass;

        public Task<bool> HasPermit => _hasPermit.Task;

        /// <returns>False if the wait was given up.</returns>
        public bool TryGrant() => _hasPermit.TrySetResult(true);

        public void GiveUp() => _hasPermit.TrySetResult(false);
    }

    /// <summary>The waiting calls: a queue for each class, in the order in which they were due.</summary>
    private sealed class Queues
    {
        private readonly PriorityQueue<Waiter, (long Due, long Number)>[] _queues =
            [.. Enumerable.Range(0, ClassCount).Select(_ => new PriorityQueue<Waiter, (long, long)>())];
        private long _number;

        public int Total { get; private set; }

        public int Count(UpstreamCallClass callClass) => _queues[(int)callClass].Count;

        public void Add(Waiter waiter, long due)
        {
            _queues[(int)waiter.Class].Enqueue(waiter, (due, _number++));
            Total++;
        }

        public Waiter Take(UpstreamCallClass callClass)
        {
            Total--;
            return _queues[(int)callClass].Dequeue();
        }

        public void Remove(Waiter waiter)
        {
            if (_queues[(int)waiter.Class].Remove(waiter, out _, out _)) Total--;
        }

        /// <summary>Whether the first call of one class was due before the first one of another.</summary>
        public bool IsFirstDueBefore(UpstreamCallClass callClass, UpstreamCallClass? other) => other is not { } second ||
            !_queues[(int)second].TryPeek(out _, out var theirs) ||
            (_queues[(int)callClass].TryPeek(out _, out var ours) && ours.CompareTo(theirs) < 0);
    }
}
