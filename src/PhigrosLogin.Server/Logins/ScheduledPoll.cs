namespace PhigrosLogin.Server.Logins;

/// <summary>
/// One device code of a login, polled by a timer until it expires: every interval while a caller is connected, every 10 s
/// otherwise (a player who switches to the TapTap app freezes the browser), and once more just before it expires.
/// </summary>
internal sealed class ScheduledPoll : IDisposable
{
    private static readonly TimeSpan UnwatchedInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Func<bool> _isWatched;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private bool _isDisposed;

    /// <param name="number">The number of the code within its login.</param>
    /// <param name="session">The code.</param>
    /// <param name="isWatched">Whether a caller is connected.</param>
    /// <param name="poll">Runs when the poll is due.</param>
    /// <param name="time">The clock.</param>
    public ScheduledPoll(
        int number, DeviceCodeSession session, Func<bool> isWatched, Action<ScheduledPoll> poll, TimeProvider time)
    {
        (Number, Session, _isWatched, _time) = (number, session, isWatched, time);
        _timer = time.CreateDetachedTimer(_ => poll(this), null);
    }

    public int Number { get; }

    public DeviceCodeSession Session { get; }

    /// <summary>Sets the timer for the next poll, or for the code's end if no poll is to come.</summary>
    public void Schedule()
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            var due = Session.Polling.ScheduleNext(_isWatched() ? TimeSpan.Zero : UnwatchedInterval) - Session.Age;
            _timer.Change(due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_lock) _isDisposed = true;
        _timer.Dispose();
    }
}
