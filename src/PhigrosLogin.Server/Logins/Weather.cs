namespace PhigrosLogin.Server.Logins;

/// <summary>
/// How one region has been answering in the last minutes, from real traffic, and whether it is closed: TapTap closes it
/// by requests for codes and polls of own codes, the game cloud by exchanges of own grants.
/// </summary>
internal sealed class Weather(TimeProvider time)
{
    /// <summary>The time between two probes of TapTap, each a request for a code.</summary>
    public static readonly TimeSpan TapTapProbeInterval = TimeSpan.FromSeconds(15);

    /// <summary>The time between two probes of the game cloud, each a question about a session that nobody
    /// has.</summary>
    public static readonly TimeSpan CloudProbeInterval = TimeSpan.FromMinutes(1);

    private const int BucketCount = 30;
    private static readonly TimeSpan BucketLength = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Bucket[] _buckets = new Bucket[BucketCount];
    private readonly CircuitBreaker _tapTap = new(time, TapTapProbeInterval);
    private readonly CircuitBreaker _cloud = new(time, CloudProbeInterval);
    private UpstreamStatus _status;
    private DateTimeOffset _since = time.GetUtcNow();
    private (RegionUpstream Upstream, UpstreamException Trouble)? _last;
    private DateTimeOffset? _lastTroubleAt;

    /// <summary>Whether a new code could be requested; takes no trial.</summary>
    /// <inheritdoc cref="MayBegin" />
    public bool IsOpen(bool needsCloud, out RegionUpstream cause, out TimeSpan wait)
    {
        lock (_lock)
        {
            var isTapTapOpen = _tapTap.State == CircuitState.Closed;
            cause = isTapTapOpen ? RegionUpstream.Cloud : RegionUpstream.TapTap;
            wait = (isTapTapOpen ? _cloud : _tapTap).UntilProbe;
            return isTapTapOpen && (!needsCloud || _cloud.CanEnter);
        }
    }

    /// <summary>Whether a new code may be asked for.</summary>
    /// <param name="needsCloud">Whether the code is of use only if the game cloud works.</param>
    /// <param name="cause">Who closes the region, if it is closed.</param>
    /// <param name="wait">When to try again, if it is closed.</param>
    public bool MayBegin(bool needsCloud, out RegionUpstream cause, out TimeSpan wait)
    {
        // TapTap is tried by its own probes alone: a caller as a probe would wait as long as TapTap is silent.
        lock (_lock) return IsOpen(needsCloud, out cause, out wait) && (!needsCloud || _cloud.TryEnter());
    }

    /// <summary>Notes how a call ended; a refusal is an answer, only silence and nonsense are not.</summary>
    /// <param name="call">What was asked.</param>
    /// <param name="latency">How long it took.</param>
    /// <param name="trouble">What went wrong, or null.</param>
    public void Note(UpstreamCallKind call, TimeSpan latency, UpstreamException? trouble)
    {
        var answered = trouble is null or { Trouble: UpstreamTrouble.Refused or UpstreamTrouble.TooManyRequests or UpstreamTrouble.ClockSkew };
        lock (_lock)
        {
            var now = time.GetTimestamp();
            BucketAt(now).Add(answered, latency);
            if (!answered) (_last, _lastTroubleAt) = ((call.Upstream, trouble!), time.GetUtcNow());
            if (call.Counts) BreakerOf(call.Upstream).Add(trouble);
            if (call.IsProbe)
                BreakerOf(call.Upstream).ProbeEnded(trouble, provesAll: call.Upstream == RegionUpstream.TapTap);
            UpdateStatus(now);
        }
    }

    /// <summary>A probe is about to be sent.</summary>
    public void ProbeBegins(RegionUpstream upstream)
    {
        lock (_lock) BreakerOf(upstream).ProbeBegins();
    }

    /// <summary>Whether an upstream lets calls through, and its last failure.</summary>
    public (CircuitState State, UpstreamException? LastFailure) StateOf(RegionUpstream upstream)
    {
        lock (_lock) return (BreakerOf(upstream).State, BreakerOf(upstream).LastFailure);
    }

    /// <summary>The weather at this moment.</summary>
    public WeatherReport Report()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            UpdateStatus(now);
            var (calls, answers, latency) = Sum(now);
            var cause = Cause();
            return new WeatherReport(
                _status, _since,
                cause?.Upstream,
                cause?.Trouble?.Trouble,
                answers == 0 ? null : latency / answers,
                calls == 0 ? null : (double)answers / calls,
                _last?.Trouble.Message, _lastTroubleAt);
        }
    }

    private CircuitBreaker BreakerOf(RegionUpstream upstream) => upstream == RegionUpstream.TapTap ? _tapTap : _cloud;

    private void UpdateStatus(long now)
    {
        var status = StatusAt(now);
        if (status != _status) (_status, _since) = (status, time.GetUtcNow());
    }

    // Who makes the region other than ok: what closes it comes first.
    private (RegionUpstream Upstream, UpstreamException? Trouble)? Cause() =>
        _status == UpstreamStatus.Ok ? null :
        _tapTap.State != CircuitState.Closed ? (RegionUpstream.TapTap, _tapTap.LastFailure) :
        _cloud.State != CircuitState.Closed ? (RegionUpstream.Cloud, _cloud.LastFailure) :
        _last is var (upstream, trouble) ? (upstream, trouble) : null;

    private UpstreamStatus StatusAt(long now)
    {
        if (_tapTap.State == CircuitState.Open || _cloud.State == CircuitState.Open) return UpstreamStatus.Down;
        if (_cloud.State == CircuitState.HalfOpen) return UpstreamStatus.Degraded;
        var (calls, answers, _) = Sum(now);
        return calls >= 5 && answers < calls * 0.9 ? UpstreamStatus.Degraded : UpstreamStatus.Ok;
    }

    private (long Calls, long Answers, TimeSpan Latency) Sum(long now)
    {
        var newest = Number(now);
        long calls = 0, answers = 0;
        var latency = TimeSpan.Zero;
        foreach (ref readonly var bucket in _buckets.AsSpan())
        {
            if (bucket.Number <= newest - BucketCount) continue;
            calls += bucket.Calls;
            answers += bucket.Answers;
            latency += bucket.Latency;
        }
        return (calls, answers, latency);
    }

    private ref Bucket BucketAt(long now)
    {
        var number = Number(now);
        ref var bucket = ref _buckets[number % BucketCount];
        if (bucket.Number != number || bucket.Calls == 0) bucket = new Bucket { Number = number };
        return ref bucket;
    }

    private long Number(long now) => now / time.TimestampFrequency / (long)BucketLength.TotalSeconds;

    private struct Bucket
    {
        public long Number;
        public long Calls;
        public long Answers;
        public TimeSpan Latency;

        public void Add(bool answered, TimeSpan latency)
        {
            Calls++;
            if (!answered) return;
            Answers++;
            Latency += latency;
        }
    }
}

/// <summary>Whether a region answers.</summary>
internal enum UpstreamStatus
{
    Ok,
    Degraded,
    Down,
}

/// <summary>How one region has been answering.</summary>
/// <param name="Status">Down: a circuit breaker is open. Degraded: one is half open, or more than a tenth of all calls
/// failed.</param>
/// <param name="Since">Since when.</param>
/// <param name="Cause">Who makes it so; null while all is well.</param>
/// <param name="Problem">How that one fails; null while all is well.</param>
/// <param name="Latency">The mean time of an answer in the last five minutes; null without one.</param>
/// <param name="SuccessRate">Answers for each call in the last five minutes, 0 to 1; null without a call.</param>
/// <param name="LastTrouble">The last trouble in a sentence.</param>
/// <param name="LastTroubleAt">When that was.</param>
internal sealed record WeatherReport(
    UpstreamStatus Status, DateTimeOffset Since, RegionUpstream? Cause, UpstreamTrouble? Problem,
    TimeSpan? Latency, double? SuccessRate, string? LastTrouble, DateTimeOffset? LastTroubleAt);
