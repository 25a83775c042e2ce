namespace PhigrosLogin.Server.Logins;

/// <summary>
/// A circuit breaker for one upstream of a region. It opens when 8 of the last 10 calls that count failed within 30 s,
/// and closes by probes. Not safe for threads by itself: <see cref="Weather"/> calls it under its lock.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="probeInterval">The time between two probes while it is not closed.</param>
internal sealed class CircuitBreaker(TimeProvider time, TimeSpan probeInterval)
{
    private const int Window = 10;
    private const int Threshold = 8;
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(30);

    private readonly Queue<(long At, bool Failed)> _last = new();
    private long _nextProbe;
    private bool _hasTrial;

    /// <summary>Whether calls are let through.</summary>
    public CircuitState State { get; private set; }

    /// <summary>How the last failure that counted went wrong; null when there was none since it closed.</summary>
    public UpstreamException? LastFailure { get; private set; }

    /// <summary>The time until the next probe.</summary>
    public TimeSpan UntilProbe
    {
        get
        {
            var now = time.GetTimestamp();
            return now < _nextProbe ? time.GetElapsedTime(now, _nextProbe) : TimeSpan.Zero;
        }
    }

    /// <summary>Whether a call counts as failed: silence, a failure of the upstream's own, or a page of a firewall;
    /// never an answer.</summary>
    public static bool IsFailure(UpstreamException? trouble) => trouble?.Trouble is
        UpstreamTrouble.Unreachable or UpstreamTrouble.ConnectionLost or UpstreamTrouble.TimedOut or
            UpstreamTrouble.Failing or UpstreamTrouble.Blocked;

    /// <summary>Counts a call.</summary>
    public void Add(UpstreamException? trouble)
    {
        var (now, failed) = (time.GetTimestamp(), IsFailure(trouble));
        if (failed) LastFailure = trouble;
        _last.Enqueue((now, failed));
        if (_last.Count > Window) _last.Dequeue();
        switch (State)
        {
            // A trial decides by itself.
            case CircuitState.HalfOpen when failed:
                Open(now);
                break;
            case CircuitState.HalfOpen:
                Close();
                break;
            case CircuitState.Closed when Failures(call => time.GetElapsedTime(call.At, now) <= Recent) >= Threshold:
                Open(now);
                break;
            // NOTE: while it is open, age does not heal: probes alone are too few to count as eight within 30 s.
            case CircuitState.Open when Failures(_ => true) < Threshold:
                Close();
                break;
        }
    }

    /// <summary>Whether <see cref="TryEnter"/> would succeed.</summary>
    public bool CanEnter => State == CircuitState.Closed || _hasTrial;

    /// <summary>Whether a trial may be let through: always while closed, once after each answered probe while half
    /// open.</summary>
    public bool TryEnter()
    {
        if (State == CircuitState.Closed) return true;
        if (!CanEnter) return false;
        _hasTrial = false;
        return true;
    }

    /// <summary>A probe is about to be sent.</summary>
    public void ProbeBegins() => SetNextProbe(time.GetTimestamp());

    /// <summary>Judges a probe.</summary>
    /// <param name="trouble">How it went wrong; null when it was answered.</param>
    /// <param name="provesAll">Whether an answer proves that calls work, so that no trial is needed.</param>
    public void ProbeEnded(UpstreamException? trouble, bool provesAll)
    {
        if (State == CircuitState.Closed) return;
        if (IsFailure(trouble)) (State, _hasTrial, LastFailure) = (CircuitState.Open, false, trouble);
        else if (provesAll) Close();
        else (State, _hasTrial) = (CircuitState.HalfOpen, true);
    }

    private int Failures(Func<(long At, bool Failed), bool> counts) => _last.Count(call => call.Failed && counts(call));

    private void Open(long now)
    {
        (State, _hasTrial) = (CircuitState.Open, false);
        SetNextProbe(now);
    }

    private void Close()
    {
        (State, _hasTrial, LastFailure) = (CircuitState.Closed, false, null);
        _last.Clear();
    }

    private void SetNextProbe(long now) => _nextProbe =
        now + (probeInterval.Ticks * time.TimestampFrequency / TimeSpan.TicksPerSecond);
}

/// <summary>The states of a <see cref="CircuitBreaker"/>.</summary>
internal enum CircuitState
{
    /// <summary>All is well: calls are let through.</summary>
    Closed,

    /// <summary>Calls are refused.</summary>
    Open,

    /// <summary>A probe was answered: one trial is let through and decides.</summary>
    HalfOpen,
}
