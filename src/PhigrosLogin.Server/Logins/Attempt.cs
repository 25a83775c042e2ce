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
    private bool _isInDoubt;
    private int _unknownWords;
    private volatile AttemptState _state;
    private long? _issued;

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
        return new Attempt(upstream, code.Code, code.DeviceId, new AttemptState.Pending(), code.ExpiresIn, pace,
            pace.Next, time)
        {
            _issued = time.GetTimestamp(),
            IsOwn = true,
        };
    }

    /// <summary>A code that somebody brings along: it is polled at first sight.</summary>
    public static Attempt Brought(Upstream upstream, Secret code, string? deviceId, TimeSpan life, TimeSpan interval, TimeProvider time) =>
        new(upstream, code, deviceId, new AttemptState.Pending(), life, PollPace.Start(interval, interval), TimeSpan.Zero, time);

    /// <summary>A code that an earlier process knew. What that one asked last is not known, so it may have spent the code.</summary>
    public static Attempt Resumed(Upstream upstream, Secret code, string? deviceId, AttemptState state, TimeSpan life, TimeSpan interval, TimeProvider time) =>
        new(upstream, code, deviceId, state, life, PollPace.Start(interval, interval), interval, time)
        {
            _mayBeSpent = true,
            IsOwn = true,
        };

    public Upstream Upstream { get; }

    public Secret Code { get; }

    /// <summary>The code's name in the store.</summary>
    public byte[] Key { get; }

    /// <summary>The code's name in the log, from which nobody gets the code.</summary>
    public string Id => Convert.ToHexStringLower(Key.AsSpan(0, 4));

    public string? DeviceId { get; }

    /// <summary>Whether this gateway issued the code; a caller may bring any text as one.</summary>
    public bool IsOwn { get; private init; }

    /// <summary>The moment from which the code is not polled any more.</summary>
    public long End { get; }

    /// <summary>The time since TapTap issued it, as far as this process knows.</summary>
    public TimeSpan? Age => _issued is { } issued ? _time.GetElapsedTime(issued) : null;

    public TimeSpan Interval => _pace.Usual;

    /// <summary>How long to wait between polls from here on.</summary>
    public PollPace Pace => _pace;

    /// <summary>Whether TapTap may have spent the code and the answer was lost.</summary>
    public bool MayBeSpent => _mayBeSpent;

    /// <summary>The login that the code belongs to, if it has one.</summary>
    public string? LoginId { get; set; }

    /// <summary>The moment from which the next poll is due.</summary>
    public long NextPoll => Interlocked.Read(ref _nextPoll);

    /// <summary>The end of the last answer, the one that issued the code included.</summary>
    public long LastPoll => NextPoll - Ticks(_pace.Next);

    /// <summary>Puts a state into its store; what TapTap granted is there before anybody hears of it.</summary>
    public Func<AttemptState, Task> Keep { get; set; } = _ => Task.CompletedTask;

    /// <summary>
    /// Whether TapTap need still be asked, by what other instances have put into the store; null where there are none.
    /// </summary>
    public Func<Task<bool>>? IsWanted { get; set; }

    public AttemptState State => _state;

    /// <summary>True the first time: the unknown words of one code are logged once.</summary>
    public bool IsFirstUnknownWord() => Interlocked.Exchange(ref _unknownWords, 1) == 0;

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
            // NOTE: another instance may have an answer in flight across the end, so with others the store is asked first.
            if (IsOver && IsWanted is null)
            {
                _state = new AttemptState.Expired();
                hasExpired = true;
                return null;
            }
            if (!IsOver && _time.GetTimestamp() < _nextPoll) return null;
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

    /// <summary>Takes over what other instances know: their pace, and whether an answer of TapTap's was lost.</summary>
    public void Learn(PollLease lease)
    {
        lock (_lock)
        {
            _pace = lease.Pace ?? _pace;
            _mayBeSpent = lease.MayBeSpent ?? _mayBeSpent;
            _isInDoubt = lease.IsInDoubt;
            if (lease is { IsAcquired: false, IsHeldByOther: false }) _nextPoll = After(lease.RetryAfter);
        }
    }

    /// <summary>Takes over a state that another instance came to, unless this one is further.</summary>
    public void Adopt(AttemptState state)
    {
        lock (_lock)
        {
            if (state is not AttemptState.Pending) _state = Further(state);
        }
    }

    /// <summary>
    /// What an outcome means for this code: a scan is not undone, a code spent by a lost answer is a lost one, and past
    /// its end nothing is waited for.
    /// </summary>
    public AttemptState Interpret(AttemptState outcome) => outcome switch
    {
        { IsFinal: false } when IsOver => new AttemptState.Expired(),
        // The one who was asking before may still come with TapTap's grant: until then the words do not count.
        AttemptState.Ended { End: AttemptEnd.Expired } when _isInDoubt && !IsOver => _state is AttemptState.Scanned ? _state : new AttemptState.Pending(),
        // TapTap may answer pending after waiting (docs/protocol.md §8).
        AttemptState.Pending pending when _state is AttemptState.Scanned => new AttemptState.Scanned(pending.Trouble),
        AttemptState.Ended { End: AttemptEnd.Expired } ended when _mayBeSpent => new AttemptState.Ended(AttemptEnd.Lost, ended.Refusal),
        _ => outcome,
    };

    /// <summary>Ends the poll in flight with what it has come to.</summary>
    /// <param name="state">The state, as <see cref="Interpret"/> gave it.</param>
    /// <param name="pace">How the wait changes.</param>
    /// <param name="mayBeSpent">True when the answer was lost, false when TapTap says that the code is unspent, null when nothing tells.</param>
    public void Conclude(AttemptState state, Func<PollPace, PollPace> pace, bool? mayBeSpent = null)
    {
        lock (_lock)
        {
            _state = Further(state);
            // While another's poll may still be on its way, its answer can be the grant after all.
            if (mayBeSpent == true || !_isInDoubt) _mayBeSpent = mayBeSpent ?? _mayBeSpent;
            _pace = pace(_pace);
            _nextPoll = After(_pace.Next);
            _poll = null;
        }
    }

    // What is final stays, but a grant is the truth whatever was believed before (see CodeState).
    private AttemptState Further(AttemptState state) =>
        !_state.IsFinal || (state is AttemptState.Granted && _state is not AttemptState.Granted) ? state : _state;

    private long After(TimeSpan span) => _time.GetTimestamp() + Ticks(span);

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);
}
