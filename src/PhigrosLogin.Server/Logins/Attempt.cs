using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// One device code on its way: its pace, its end and its state. Times are timestamps of the monotonic clock, so that
/// a jump of the wall clock changes nothing. All changes happen here, under one lock.
/// </summary>
internal sealed class Attempt
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private PollPace _pace;
    private long _nextPoll;
    private Task? _poll;
    private volatile AttemptState _state = new AttemptState.Pending();

    /// <summary>A code that TapTap has just issued: the first poll comes one interval after that answer.</summary>
    public Attempt(Upstream upstream, DeviceCode code, TimeSpan minimumInterval, TimeProvider time)
        : this(upstream, code.Code, code.DeviceId, code.ExpiresIn, PollPace.Start(code.Interval, minimumInterval), time) =>
        _nextPoll = After(_pace.Next);

    /// <summary>A code that somebody brings along: it is polled at first sight.</summary>
    public Attempt(Upstream upstream, Secret code, string? deviceId, TimeSpan life, PollPace pace, TimeProvider time)
    {
        (Upstream, Code, DeviceId, _pace, _time) = (upstream, code, deviceId, pace, time);
        _nextPoll = time.GetTimestamp();
        End = After(life);
    }

    public Upstream Upstream { get; }

    public Secret Code { get; }

    public string? DeviceId { get; }

    /// <summary>The moment from which the code is not polled any more.</summary>
    public long End { get; }

    public TimeSpan Interval => _pace.Usual;

    public AttemptState State => _state;

    /// <summary>
    /// The poll to wait for: the one in flight, or a new one if it is due; null when the state is all there is to say.
    /// </summary>
    /// <param name="start">Runs the poll and ends in <see cref="Conclude"/>; it belongs to nobody who waits for it.</param>
    public Task? Join(Func<Attempt, Task> start)
    {
        TaskCompletionSource started;
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            if (_state.IsFinal || _poll is not null) return _poll;
            if (now >= End)
            {
                _state = new AttemptState.Expired();
                return null;
            }
            if (now < _nextPoll) return null;
            started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _poll = started.Task;
        }
        _ = start(this).ContinueWith(_ => started.SetResult(), TaskScheduler.Default);
        return started.Task;
    }

    /// <summary>Takes the outcome of a poll: the state moves forward only, the pace as it says.</summary>
    public void Conclude(AttemptState state, Func<PollPace, PollPace> pace)
    {
        lock (_lock)
        {
            // TapTap may answer pending after waiting (docs/protocol.md §8); a scan is not undone.
            _state = state is AttemptState.Pending pending && _state is AttemptState.Scanned ? new AttemptState.Scanned(pending.Trouble) : state;
            _pace = pace(_pace);
            _nextPoll = After(_pace.Next);
            _poll = null;
        }
    }

    private long After(TimeSpan span) => _time.GetTimestamp() + (long)(span.TotalSeconds * _time.TimestampFrequency);
}
