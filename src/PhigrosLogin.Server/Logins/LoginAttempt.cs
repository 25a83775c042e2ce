namespace PhigrosLogin.Server.Logins;

/// <summary>
/// One code of a login, polled to its own end by a timer: every interval while somebody is connected, every 10 s while
/// nobody is (a player who goes to the TapTap app freezes their browser), and once more just before it ends.
/// </summary>
internal sealed class LoginAttempt : IDisposable
{
    private static readonly TimeSpan Unwatched = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BeforeTheEnd = TimeSpan.FromSeconds(1);

    private readonly Attempt _attempt;
    private readonly Func<bool> _isWatched;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private volatile bool _isOver;

    /// <param name="number">Which attempt of its login it is.</param>
    /// <param name="attempt">The code.</param>
    /// <param name="isWatched">Whether somebody is connected.</param>
    /// <param name="ask">Asks TapTap, if it is time to, and acts upon the answer.</param>
    /// <param name="time">The clock.</param>
    public LoginAttempt(int number, Attempt attempt, Func<bool> isWatched, Func<LoginAttempt, Task> ask, TimeProvider time)
    {
        (Number, _attempt, _isWatched, _time) = (number, attempt, isWatched, time);
        _timer = time.CreateDetachedTimer(_ => _ = ask(this), null);
    }

    public int Number { get; }

    public Attempt Attempt => _attempt;

    /// <summary>Sets the timer for the next poll, or for the end when there is no poll to come.</summary>
    public void Schedule()
    {
        if (_isOver) return;
        var now = _time.GetTimestamp();
        var due = Math.Max(DueAt() - now, 0);
        _timer.Change(_time.GetElapsedTime(0, due), Timeout.InfiniteTimeSpan);
    }

    /// <summary>What its answers mean was acted upon: it is not polled any more.</summary>
    public void Dispose()
    {
        _isOver = true;
        _timer.Dispose();
    }

    private long DueAt()
    {
        var next = _attempt.NextPoll;
        var last = _attempt.End - Ticks(BeforeTheEnd);
        var due = _isWatched() ? next : Math.Max(next, _attempt.LastPoll + Ticks(Unwatched));
        // A poll after which the last one could not follow an interval later waits and is the last one.
        if (due + Ticks(_attempt.Interval) <= last) return due;
        return next <= last ? last : Math.Min(next, _attempt.End);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);
}
