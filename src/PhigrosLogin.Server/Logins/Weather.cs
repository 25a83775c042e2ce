namespace PhigrosLogin.Server.Logins;

/// <summary>How one region has been answering in the last minutes, from real traffic.</summary>
internal sealed class Weather(TimeProvider time)
{
    private const int BucketCount = 30;
    private static readonly TimeSpan BucketLength = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly Bucket[] _buckets = new Bucket[BucketCount];
    private readonly Queue<(long At, bool Answered)> _lastTen = new();
    private long _nextProbe;
    private bool _isDown;
    private UpstreamStatus _status;
    private DateTimeOffset _since = time.GetUtcNow();
    private string? _lastTrouble;
    private DateTimeOffset? _lastTroubleAt;

    /// <summary>
    /// Whether a new code may be asked for: always while the region answers; one probe every 15 s from when 5 of the
    /// last 10 calls to TapTap within 30 s went wrong until a probe, or most of the polls, are answered again.
    /// </summary>
    /// <param name="wait">When to try again, if not.</param>
    public bool MayBegin(out TimeSpan wait)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            wait = TimeSpan.Zero;
            if (!_isDown) return true;
            if (now < _nextProbe)
            {
                wait = time.GetElapsedTime(now, _nextProbe);
                return false;
            }
            _nextProbe = ProbeAfter(now);
            return true;
        }
    }

    /// <summary>Notes how a call ended; a refusal is an answer, only silence and nonsense are not.</summary>
    /// <param name="isTapTap">Whether it was TapTap that was asked; the game cloud has no say in whether codes are to be had.</param>
    /// <param name="isBegin">Whether a new code was asked for.</param>
    /// <param name="latency">How long it took.</param>
    /// <param name="trouble">What went wrong, or null.</param>
    public void Note(bool isTapTap, bool isBegin, TimeSpan latency, UpstreamException? trouble)
    {
        var answered = trouble is null or { Trouble: UpstreamTrouble.Refused or UpstreamTrouble.TooManyRequests or UpstreamTrouble.ClockSkew };
        lock (_lock)
        {
            var now = time.GetTimestamp();
            BucketAt(now).Add(answered, latency);
            if (!answered) (_lastTrouble, _lastTroubleAt) = (trouble!.Message, time.GetUtcNow());
            if (isTapTap) NoteTapTap(now, isBegin, answered);
            var status = StatusAt(now);
            if (status != _status) (_status, _since) = (status, time.GetUtcNow());
        }
    }

    /// <summary>Whether new codes are refused but for a probe now and then, and the last trouble in a sentence.</summary>
    public (bool IsDown, string? LastTrouble) Outlook
    {
        get
        {
            lock (_lock) return (_isDown, _lastTrouble);
        }
    }

    /// <summary>The weather at this moment.</summary>
    public WeatherReport Report()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var status = StatusAt(now);
            if (status != _status) (_status, _since) = (status, time.GetUtcNow());
            var (calls, answers, latency) = Sum(now);
            return new WeatherReport(
                _status, _since,
                answers == 0 ? null : latency / answers,
                calls == 0 ? null : (double)answers / calls,
                _lastTrouble, _lastTroubleAt);
        }
    }

    private void NoteTapTap(long now, bool isBegin, bool answered)
    {
        // A probe that is answered ends the bad spell at once; a poll that gets through by luck does not.
        if (isBegin && answered && _isDown) _lastTen.Clear();
        _lastTen.Enqueue((now, answered));
        if (_lastTen.Count > 10) _lastTen.Dequeue();

        // NOTE: while it is down, age does not heal: the probes alone are too few to count as five within 30 s.
        var wasDown = _isDown;
        _isDown = _lastTen.Count(call => !call.Answered && (wasDown || time.GetElapsedTime(call.At, now) <= Recent)) >= 5;
        if (_isDown && !wasDown) _nextProbe = ProbeAfter(now);
    }

    private long ProbeAfter(long now) => now + (ProbeEvery.Ticks * time.TimestampFrequency / TimeSpan.TicksPerSecond);

    private UpstreamStatus StatusAt(long now)
    {
        if (_isDown) return UpstreamStatus.Down;
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
/// <param name="Status">Down: half of the last ten calls to TapTap went wrong. Degraded: more than a tenth of all calls did.</param>
/// <param name="Since">Since when.</param>
/// <param name="Latency">The mean time of an answer in the last five minutes; null without one.</param>
/// <param name="SuccessRate">Answers for each call in the last five minutes, 0 to 1; null without a call.</param>
/// <param name="LastTrouble">The last trouble in a sentence.</param>
/// <param name="LastTroubleAt">When that was.</param>
internal sealed record WeatherReport(
    UpstreamStatus Status, DateTimeOffset Since, TimeSpan? Latency, double? SuccessRate, string? LastTrouble, DateTimeOffset? LastTroubleAt);
