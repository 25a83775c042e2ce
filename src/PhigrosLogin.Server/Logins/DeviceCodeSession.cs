using PhigrosLogin.Polling;
using PhigrosLogin.Server.Store;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// One device code in use: what identifies it, and the state of its polling, replaced as a whole. Its age is measured by
/// the monotonic clock, so that a jump of the wall clock changes nothing.
/// </summary>
internal sealed class DeviceCodeSession
{
    // Most players scan a code within this time after it was displayed.
    private static readonly TimeSpan ScanExpectedFrom = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ScanExpectedUntil = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan BeforeExpiry = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan JustBeforeExpiry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ScanExpectedAfterOpen = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly long _start;
    private volatile DeviceCodePolling _polling;
    private PollInFlight? _poll;
    private long _openedUntil = long.MinValue;
    private int _unknownWords;
    private volatile bool _isRequested;

    private DeviceCodeSession(
        Upstream upstream, Secret code, string? deviceId, DeviceCodePolling polling, IDeviceCodeStore store,
        TimeProvider time)
    {
        (Upstream, Code, DeviceId, _polling, Store, _time) = (upstream, code, deviceId, polling, store, time);
        Key = CodeKey.Of(upstream.Region.Name, code);
        _start = time.GetTimestamp();
    }

    /// <summary>A code that TapTap has just issued.</summary>
    /// <param name="upstream">The region that issued it.</param>
    /// <param name="code">The code.</param>
    /// <param name="minimumInterval">The minimum interval between polls.</param>
    /// <param name="store">Where its states are saved.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loginId">The login that it belongs to, if it has one.</param>
    public static DeviceCodeSession Issued(
        Upstream upstream, DeviceCode code, TimeSpan minimumInterval, IDeviceCodeStore store, TimeProvider time,
        string? loginId = null)
    {
        var polling = DeviceCodePolling.Issued(code.ExpiresIn, PollPace.Start(code.Interval, minimumInterval));
        return new(upstream, code.Code, code.DeviceId, polling, store, time)
        {
            IsOwn = true,
            IsIssuedHere = true,
            LoginId = loginId,
        };
    }

    /// <summary>A code that a caller sent and this gateway did not issue.</summary>
    public static DeviceCodeSession FirstSeen(
        Upstream upstream, Secret code, string? deviceId, TimeSpan lifetime, TimeSpan interval, IDeviceCodeStore store,
        TimeProvider time) =>
        new(upstream, code, deviceId, DeviceCodePolling.FirstSeen(lifetime, PollPace.Start(interval, interval)), store,
            time);

    /// <summary>A code from the store, which an earlier process or another instance polled.</summary>
    public static DeviceCodeSession Restored(
        Upstream upstream, Secret code, string? deviceId, DeviceCodeState state, TimeSpan lifetime, TimeSpan interval,
        IDeviceCodeStore store, TimeProvider time, string? loginId = null)
    {
        var polling = DeviceCodePolling.Restored(state, lifetime, PollPace.Start(interval, interval));
        return new(upstream, code, deviceId, polling, store, time) { IsOwn = true, LoginId = loginId };
    }

    public Upstream Upstream { get; }

    public Secret Code { get; }

    /// <summary>The code's key in the store.</summary>
    public byte[] Key { get; }

    /// <summary>The code's name in the log; the code cannot be derived from it.</summary>
    public string Id => Convert.ToHexStringLower(Key.AsSpan(0, 4));

    public string? DeviceId { get; }

    /// <summary>Whether this gateway issued the code; a caller may send any text as one.</summary>
    public bool IsOwn { get; private init; }

    /// <summary>The login that the code belongs to, if it has one.</summary>
    public string? LoginId { get; private init; }

    public IDeviceCodeStore Store { get; }

    public DeviceCodePolling Polling => _polling;

    public DeviceCodeState State => _polling.State;

    /// <summary>The time since the code became known to this process.</summary>
    public TimeSpan Age => _time.GetElapsedTime(_start);

    /// <summary>The time since TapTap issued the code; null if another process requested it.</summary>
    public TimeSpan? TimeSinceIssue => IsIssuedHere ? Age : null;

    public bool IsExpired => _polling.IsExpiredAt(Age);

    /// <summary>The time until the code expires, never negative.</summary>
    public TimeSpan Remaining => _polling.Lifetime > Age ? _polling.Lifetime - Age : TimeSpan.Zero;

    /// <summary>The timestamp from which the code is not polled any more.</summary>
    public long End => TimestampAt(_polling.Lifetime);

    /// <summary>The timestamp from which the next poll is allowed.</summary>
    public long NextPoll => TimestampAt(_polling.NextPoll);

    /// <summary>The timestamp of the last response.</summary>
    public long LastResponse => TimestampAt(_polling.LastResponse);

    private bool IsIssuedHere { get; init; }

    /// <summary>The priority of its next poll.</summary>
    public UpstreamCallClass CallClass =>
        State.Status == DeviceCodeStatus.Scanned || IsLastPoll ? UpstreamCallClass.Login :
        (Age >= ScanExpectedFrom && Age <= ScanExpectedUntil) || _time.GetTimestamp() < Volatile.Read(ref _openedUntil)
            ? UpstreamCallClass.RecentCode
            : UpstreamCallClass.OtherCode;

    // Without a poll before it expires, a confirmation would be lost: one at the end of its life, and one just before.
    private bool IsLastPoll => Remaining <= JustBeforeExpiry ||
        (Remaining <= BeforeExpiry && _polling.Lifetime - _polling.LastResponse > BeforeExpiry);

    /// <summary>The player opened the code in TapTap or came back from there: a scan is to be expected.</summary>
    public void ExpectScan() =>
        Volatile.Write(ref _openedUntil, _time.GetTimestamp() + Ticks(ScanExpectedAfterOpen));

    /// <summary>A caller asked about the code, so that it stays in memory.</summary>
    public void MarkRequested() => _isRequested = true;

    /// <summary>
    /// Whether it may leave memory before its time: it is final, or no caller ever asked about it. Its row is in the
    /// store.
    /// </summary>
    public bool IsEvictable
    {
        get
        {
            lock (_lock) return _poll is null && (State.IsFinal || IsExpired || !_isRequested);
        }
    }

    /// <summary>True the first time: the unknown words of one code are logged once.</summary>
    public bool IsFirstUnknownWord() => Interlocked.Exchange(ref _unknownWords, 1) == 0;

    /// <summary>The poll in flight, or a new one if one is due; null otherwise.</summary>
    /// <param name="begins">Whether the poll is new: then the caller runs it and ends it.</param>
    public PollInFlight? JoinOrBegin(out bool begins)
    {
        lock (_lock)
        {
            begins = _poll is null && _polling.IsDueAt(Age);
            if (begins) _poll = new PollInFlight();
            return _poll;
        }
    }

    /// <summary>Ends the poll in flight; the next caller may begin another.</summary>
    public void EndPoll()
    {
        PollInFlight? ended;
        lock (_lock) (ended, _poll) = (_poll, null);
        ended?.End();
    }

    /// <summary>Replaces the state of the polling.</summary>
    public void Update(Func<DeviceCodePolling, DeviceCodePolling> next)
    {
        lock (_lock) _polling = next(_polling);
    }

    private long TimestampAt(TimeSpan age) => _start + Ticks(age);

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);
}

/// <summary>A poll that has begun and that any number of callers await.</summary>
internal sealed class PollInFlight
{
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the poll no longer waits for a permit.</summary>
    public Task Sent => _sent.Task;

    /// <summary>Ends when the state shows the outcome.</summary>
    public Task Ended => _ended.Task;

    public void MarkSent() => _sent.TrySetResult();

    public void End()
    {
        _sent.TrySetResult();
        _ended.TrySetResult();
    }
}

/// <summary>Where the states of a device code are saved.</summary>
internal interface IDeviceCodeStore
{
    /// <summary>Saves a state, before any caller learns it.</summary>
    Task SaveAsync(DeviceCodeSession session, DeviceCodeState state);

    /// <summary>Applies what another instance saved, if there are others.</summary>
    /// <returns>Whether the code still has to be polled.</returns>
    /// <exception cref="OverloadedException">The store does not respond.</exception>
    ValueTask<bool> RefreshAsync(DeviceCodeSession session);
}
