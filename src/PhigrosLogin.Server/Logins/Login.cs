namespace PhigrosLogin.Server.Logins;

/// <summary>
/// A login that was opened through a link or an OAuth client. What never changes stands here; what does is its
/// <see cref="State"/>, exchanged as one value after it is in the store.
/// </summary>
#pragma warning disable CA1001 // semaphores without a wait handle hold nothing to dispose of; timers end with their work
internal sealed class Login
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _changing = new(1);
    private TaskCompletionSource? _changed;
    private volatile LoginState _state;
    private volatile LoginState? _reconciled;
    private readonly Lock _lock = new();
    private volatile IReadOnlyList<ScheduledPoll> _polls = [];
    private Task _look = Task.CompletedTask;
    private ITimer? _alarm;
    private TokenPace? _tokenPace;
    private int _exchanges;
    private int _watchers;
    private long _expectedUntil = long.MinValue;
    private int _streams;

    public Login(LoginFacts facts, LoginState state, long end)
    {
        Facts = facts;
        _state = state;
        End = end;
    }

    public LoginFacts Facts { get; }

    public string Id => Facts.Id;

    /// <summary>The timestamp of the last moment for a scan.</summary>
    public long End { get; }

    public LoginState State => _state;

    /// <summary>Whether the store has the state; where it could not be written, it lives in memory only.</summary>
    public bool IsSaved { get; set; } = true;

    /// <summary>How fast its owner may ask the token endpoint.</summary>
    public TokenPace TokenPace => LazyInitializer.EnsureInitialized(ref _tokenPace);

    /// <summary>How many are connected.</summary>
    public int Watchers => Volatile.Read(ref _watchers);

    /// <summary>Whether somebody is connected, or expected back at once: while so, TapTap is asked at the full pace.</summary>
    public bool IsWatched(TimeProvider time) => Watchers > 0 || time.GetTimestamp() < Interlocked.Read(ref _expectedUntil);

    /// <summary>How many event streams are open.</summary>
    public int Streams => Volatile.Read(ref _streams);

    /// <summary>
    /// Whether it may leave memory before its time: it has ended, or it waits for its player without a code and no caller
    /// is connected. The store has all of it.
    /// </summary>
    public bool IsEvictable => IsSaved && Watchers == 0 && Streams == 0 && _polls.Count == 0 &&
        _state is { IsAtRest: true } or { Status: LoginStatus.Pending, Code: null, EarlierCodes.Count: 0 };

    /// <summary>The codes that are polled: the one on display, and earlier ones that may still be confirmed.</summary>
    public IReadOnlyList<ScheduledPoll> Polls => _polls;

    /// <summary>Begins the exchange, which runs once at a time in this process.</summary>
    /// <returns>False if it is running already.</returns>
    public bool TryBeginExchange() => Interlocked.Exchange(ref _exchanges, 1) == 0;

    public void EndExchange() => Volatile.Write(ref _exchanges, 0);

    /// <summary>Adds a code that is to be polled.</summary>
    /// <returns>False if it is polled already.</returns>
    public bool TryAdd(ScheduledPoll poll)
    {
        lock (_lock)
        {
            if (_polls.Any(known => known.Number == poll.Number)) return false;
            _polls = [.. _polls, poll];
            return true;
        }
    }

    /// <summary>Stops polling all codes but those that the state has, and releases their grants.</summary>
    public void RemoveEndedPolls()
    {
        lock (_lock)
        {
            var codes = _state.IsFinal ? [] : _state.Codes;
            var ended = _polls.Where(poll => codes.All(code => code.Attempt != poll.Number)).ToArray();
            if (ended.Length == 0) return;
            foreach (var poll in ended) poll.Dispose();
            _polls = [.. _polls.Except(ended)];
        }
    }

    /// <summary>Requests a code, or joins those who wait for one: many callers at once get one code, or one error.</summary>
    public Task LookOnce(Func<Task> look)
    {
        lock (_lock)
        {
            if (!_look.IsCompleted) return _look;
            // The request belongs to all of them: it must not run in the trace and the log scopes of the first.
            using var noFlow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
            return _look = Task.Run(look);
        }
    }

    /// <summary>Polls at the current interval, which depends on whether a caller is connected.</summary>
    public void Reschedule()
    {
        foreach (var poll in _polls) poll.Schedule();
    }

    /// <summary>The player opened the code in TapTap, or came back from there.</summary>
    public void ExpectScan()
    {
        foreach (var poll in _polls) poll.Session.ExpectScan();
    }

    /// <summary>Calls once after a time, in place of what was set before.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="after">The time.</param>
    /// <param name="wake">Is given this login; always the same one.</param>
    public void WakeAt(TimeProvider time, TimeSpan after, TimerCallback wake)
    {
        lock (_lock)
        {
            _alarm ??= time.CreateDetachedTimer(wake, this);
            _alarm.Change(after, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Whether its timers match its state (see <see cref="MarkReconciled"/>).</summary>
    public bool IsReconciled => ReferenceEquals(_reconciled, _state);

    /// <summary>Its timers match this state.</summary>
    public void MarkReconciled(LoginState state) => _reconciled = state;

    /// <summary>Stops its timers, which would keep it in memory.</summary>
    public void StopTimers()
    {
        lock (_lock)
        {
            _reconciled = null;
            _alarm?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            foreach (var poll in _polls) poll.Dispose();
            _polls = [];
        }
    }

    /// <summary>Changes the state: commits what comes after, then shows it to everybody. One change at a time.</summary>
    /// <param name="next">The state after the event, or null when nothing changes; asked again when another instance was quicker.</param>
    /// <param name="commit">Puts it into the store and gives what is there now: this state, or what another instance has written.</param>
    /// <returns>Whether the event changed anything.</returns>
    public async Task<bool> ChangeAsync(Func<LoginState, LoginState?> next, Func<LoginState, Task<(bool IsOurs, LoginState Kept)>> commit)
    {
        await _changing.WaitAsync();
        var before = _state;
        try
        {
            while (next(_state) is { } after)
            {
                (var isOurs, _state) = await commit(after with { Revision = _state.Revision + 1 });
                if (isOurs) return true;
            }
            return false;
        }
        finally
        {
            _changing.Release();
            if (!ReferenceEquals(_state, before)) Tell();
        }
    }

    /// <summary>Takes over what another instance has written, and shows it to everybody.</summary>
    /// <returns>False when this is what is known already.</returns>
    public async Task<bool> AdoptAsync(LoginState stored)
    {
        await _changing.WaitAsync();
        try
        {
            if (stored.Revision <= _state.Revision) return false;
            _state = stored;
        }
        finally
        {
            _changing.Release();
        }
        Tell();
        return true;
    }

    /// <summary>Waits until the version is another than the given one, the time is over, or the wait is called off.</summary>
    public async Task<LoginState> WaitAsync(long version, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken) =>
        await WaitAsync(state => state.Version != version, patience, time, cancellationToken);

    /// <summary>Waits until a state is as wished, the time is over, or the wait is called off.</summary>
    public async Task<LoginState> WaitAsync(Func<LoginState, bool> isReached, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        using var watching = Watch();
        var begun = time.GetTimestamp();
        while (true)
        {
            // NOTE: the signal is taken before the state is looked at, so that no change falls in between.
            var changed = NextChange();
            if (isReached(_state)) return _state;
            var left = patience - time.GetElapsedTime(begun);
            // Ten thousand streams wake up for their heartbeats: an exception for each would be most of what they cost.
            await changed.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!changed.IsCompleted) return _state;
        }
    }

    /// <summary>Counts as somebody who is connected until the result is disposed of.</summary>
    public IDisposable Watch()
    {
        if (Interlocked.Increment(ref _watchers) == 1)
        {
            ExpectScan();
            Reschedule();
        }
        return new Leave(this, static login =>
        {
            if (Interlocked.Decrement(ref login._watchers) == 0) login.Reschedule();
        });
    }

    /// <summary>Counts as somebody who is connected for a while: one who asks again and again holds no connection.</summary>
    public void Expect(TimeSpan back, TimeProvider time)
    {
        var wasWatched = IsWatched(time);
        Interlocked.Exchange(ref _expectedUntil, time.GetTimestamp() + (long)(back.TotalSeconds * time.TimestampFrequency));
        if (!wasWatched) Reschedule();
    }

    /// <summary>Takes one of the places for event streams; null when there are none left.</summary>
    public IDisposable? TryOpenStream(int most)
    {
        if (Interlocked.Increment(ref _streams) > most)
        {
            Interlocked.Decrement(ref _streams);
            return null;
        }
        return new Leave(this, static login => Interlocked.Decrement(ref login._streams));
    }

    private void Tell() => Interlocked.Exchange(ref _changed, null)?.SetResult();

    // Made at the first wait, because most logins change without one.
    private Task NextChange()
    {
        while (true)
        {
            if (Volatile.Read(ref _changed) is { } current) return current.Task;
            var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            // NOTE: the field may be null again at once: what is returned is never read from it a second time.
            if (Interlocked.CompareExchange(ref _changed, fresh, null) is null) return fresh.Task;
        }
    }

    private sealed class Leave(Login login, Action<Login> leave) : IDisposable
    {
        private Action<Login>? _leave = leave;

        public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke(login);
    }
}

/// <summary>What never changes about a login.</summary>
/// <param name="Id">128 random bits, base64url: who has it can look, approve with their own account, and cancel.</param>
/// <param name="SecretHash">The SHA-256 of the login secret, which alone opens the result.</param>
/// <param name="CanChangeRegion">Whether the player may change the region, because the caller named none.</param>
/// <param name="CreatedAt">When it was opened.</param>
/// <param name="ExpiresAt">The last moment for a scan.</param>
/// <param name="RequestedBy">Who claims to ask, or null.</param>
/// <param name="RequestedFor">For whom they claim to ask, or null.</param>
/// <param name="ClientName">The verified name of the client that created it, or null.</param>
internal sealed record LoginFacts(
    string Id, byte[] SecretHash, bool CanChangeRegion, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, string? RequestedBy, string? RequestedFor,
    string? ClientName = null)
{
    /// <summary>The OAuth client that opened it, to which alone it answers; null where it was no OAuth client.</summary>
    public string? ClientId { get; init; }

    /// <summary>What the player of an OAuth client may type in place of the link (see <see cref="Logins.UserCode"/>).</summary>
    public Secret? UserCode { get; init; }

    /// <summary>The SHA-256 of the cookie of the browser that started it; null where no browser did.</summary>
    public byte[]? BrowserHash { get; init; }
}
