using PhigrosLogin.Server.Store;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// One device code on its way: its pace, its end and its state. Times are timestamps of the monotonic clock, so that
/// a jump of the wall clock changes nothing. All changes happen here, under one lock, and a final state is never left.
/// </summary>
internal sealed class Attempt
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private PollPace _pace;
    private long _nextPoll;
    private Task? _poll;
    private bool _mayBeSpent;
    private volatile AttemptState _state;

    private Attempt(Upstream upstream, Secret code, string? deviceId, AttemptState state, TimeSpan life, PollPace pace, TimeSpan firstPoll, TimeProvider time)
    {
        (Upstream, Code, DeviceId, _state, _pace, _time) = (upstream, code, deviceId, state, pace, time);
        Key = CodeKey.Of(upstream.Region.Name, code);
        _nextPoll = After(firstPoll);
        End = After(life);
    }

    /// <summary>A code that TapTap has just issued: the first poll comes one interval after that answer.</summary>
    public static Attempt Issued(Upstream upstream, DeviceCode code, TimeSpan minimumInterval, TimeProvider time)
    {
        var pace = PollPace.Start(code.Interval, minimumInterval);
        return new Attempt(upstream, code.Code, code.DeviceId, new AttemptState.Pending(), code.ExpiresIn, pace, pace.Next, time);
    }

    /// <summary>A code that somebody brings along: it is polled at first sight.</summary>
    public static Attempt Brought(Upstream upstream, Secret code, string? deviceId, TimeSpan life, TimeSpan interval, TimeProvider time) =>
        new(upstream, code, deviceId, new AttemptState.Pending(), life, PollPace.Start(interval, interval), TimeSpan.Zero, time);

    /// <summary>A code that an earlier process knew. What that one asked last is not known, so it may have spent the code.</summary>
    public static Attempt Resumed(Upstream upstream, Secret code, string? deviceId, AttemptState state, TimeSpan life, TimeSpan interval, TimeProvider time) =>
        new(upstream, code, deviceId, state, life, PollPace.Start(interval, interval), interval, time) { _mayBeSpent = true };

    public Upstream Upstream { get; }

    public Secret Code { get; }

    /// <summary>The code's name in the store.</summary>
    public byte[] Key { get; }

    /// <summary>The code's name in the log, from which nobody gets the code.</summary>
    public string Id => Convert.ToHexStringLower(Key.AsSpan(0, 4));

    public string? DeviceId { get; }

    /// <summary>The moment from which the code is not polled any more.</summary>
    public long End { get; }

    public TimeSpan Interval => _pace.Usual;

    /// <summary>The moment from which the next poll is due.</summary>
    public long NextPoll => Interlocked.Read(ref _nextPoll);

    /// <summary>The end of the last answer, the one that issued the code included.</summary>
    public long LastPoll => NextPoll - Ticks(_pace.Next);

    /// <summary>Puts a state into its store; what TapTap granted is there before anybody hears of it.</summary>
    public Func<AttemptState, Task> Keep { get; set; } = _ => Task.CompletedTask;

    public AttemptState State => _state;

    /// <summary>The time until the code's end, never less than zero.</summary>
    public TimeSpan Remaining => IsOver ? TimeSpan.Zero : _time.GetElapsedTime(_time.GetTimestamp(), End);

    /// <summary>Whether the code's end has come.</summary>
    public bool IsOver => _time.GetTimestamp() >= End;

    /// <summary>
    /// The poll to wait for: the one in flight, or a new one if it is due; null when the state is all there is to say.
    /// </summary>
    /// <param name="start">Runs the poll and ends in <see cref="Conclude"/>; it belongs to nobody who waits for it.</param>
    /// <param name="hasExpired">Whether it was this call that found the code's end to have come.</param>
    public Task? Join(Func<Attempt, Task> start, out bool hasExpired)
    {
        hasExpired = false;
        TaskCompletionSource started;
        lock (_lock)
        {
            if (_state.IsFinal || _poll is not null) return _poll;
            if (IsOver)
            {
                _state = new AttemptState.Expired();
                hasExpired = true;
                return null;
            }
            if (_time.GetTimestamp() < _nextPoll) return null;
            started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _poll = started.Task;
        }
        _ = start(this).ContinueWith(_ => started.SetResult(), TaskScheduler.Default);
        return started.Task;
    }

    /// <summary>Ends a poll that asked nobody; the next caller may start another.</summary>
    public void Abandon()
    {
        lock (_lock) _poll = null;
    }

    /// <summary>
    /// What an outcome means for this code: a scan is not undone, a code spent by a lost answer is a lost one, and past
    /// its end nothing is waited for.
    /// </summary>
    public AttemptState Interpret(AttemptState outcome) => outcome switch
    {
        { IsFinal: false } when IsOver => new AttemptState.Expired(),
        // TapTap may answer pending after waiting (docs/protocol.md §8).
        AttemptState.Pending pending when _state is AttemptState.Scanned => new AttemptState.Scanned(pending.Trouble),
        AttemptState.Ended { End: AttemptEnd.Expired } ended when _mayBeSpent => new AttemptState.Ended(AttemptEnd.Lost, ended.Refusal),
        _ => outcome,
    };

    /// <summary>Ends the poll in flight with what it has come to.</summary>
    /// <param name="state">The state, as <see cref="Interpret"/> gave it.</param>
    /// <param name="pace">How the wait changes.</param>
    /// <param name="mayBeSpent">Whether TapTap may have spent the code and the answer was lost.</param>
    public void Conclude(AttemptState state, Func<PollPace, PollPace> pace, bool mayBeSpent = false)
    {
        lock (_lock)
        {
            _state = state;
            _mayBeSpent |= mayBeSpent;
            _pace = pace(_pace);
            _nextPoll = After(_pace.Next);
            _poll = null;
        }
    }

    private long After(TimeSpan span) => _time.GetTimestamp() + Ticks(span);

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);
}
