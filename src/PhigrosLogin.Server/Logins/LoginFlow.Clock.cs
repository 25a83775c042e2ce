using PhigrosLogin.Polling;

namespace PhigrosLogin.Server.Logins;

// What the clock does to logins: a start takes up what the last one left, time runs out, the program stops.
internal sealed partial class LoginFlow
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _leave = new(Timeout.InfiniteTimeSpan, clock.Time);
    private readonly RunningWork _running = new();
    private TimerCallback? _awake;
    private ITimer? _sweep;
    private volatile bool _isStopping;

    /// <summary>Continues the logins with which an earlier process left something to do.</summary>
    public async Task ResumeAsync()
    {
        foreach (var login in await logins.RestoreLiveAsync()) await ResumeAsync(login);
        _sweep = clock.Time.CreateDetachedTimer(_ => logins.Sweep(), null);
        _sweep.Change(SweepInterval, SweepInterval);
    }

    /// <summary>Applies the changes that other instances announced.</summary>
    public async Task ReloadAsync(IReadOnlyDictionary<string, long> changed)
    {
        foreach (var login in await logins.ReloadAsync(changed)) await ResumeAsync(login);
    }

    /// <summary>Compares the logins in use with the store, and continues those whose instance is gone.</summary>
    public async Task SynchronizeAsync()
    {
        foreach (var login in await logins.SynchronizeAsync()) await ResumeAsync(login);
    }

    // Continues with a login as the store has it.
    private async Task ResumeAsync(Login login)
    {
        // If its time ran out while no process had it in memory, whoever asks gets the end and not what was before.
        if (login.State is { IsOpen: true, Codes.Count: 0 } && Left(login.Facts.ExpiresAt) == TimeSpan.Zero &&
            logins.IsCurrent(login))
        {
            await RunAsync(login, () => EndAsync(login));
        }
        Reconcile(login);
    }

    /// <summary>The program is about to stop: an exchange under way is finished if it can be in 20 s, else the next
    /// start does it again.</summary>
    public void Stop()
    {
        _isStopping = true;
        _leave.CancelAfter(LoginLife.Shutdown);
    }

    /// <summary>Ends as soon as no poll and no exchange is under way.</summary>
    public Task WhenIdle() => _running.WhenIdle();

    /// <summary>Waits for what is under way: a grant that is on its way is still kept, an exchange finished.</summary>
    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        if (_sweep is not null) await _sweep.DisposeAsync();
        await WhenIdle();
        _leave.Dispose();
    }

    private async Task<bool> ChangeAsync(
        Login login, Func<LoginState, LoginState?> next, bool mustBeSaved = false)
    {
        var hasChanged = await logins.ChangeAsync(login, next, mustBeSaved);
        Reconcile(login);
        return hasChanged;
    }

    /// <summary>
    /// Makes what runs in the background match the state, whoever changed it: its codes are polled, its exchange runs, its
    /// alarm ends it or erases its result. Repeating it changes nothing.
    /// </summary>
    private void Reconcile(Login login)
    {
        var state = login.State;
        login.RemoveEndedPolls();
        if (state.IsAtRest || !logins.IsCurrent(login)) return;
        foreach (var code in state.IsOpen ? state.Codes : [])
        {
            if (login.Polls.All(poll => poll.Number != code.Attempt)) Poll(login, code.Attempt, Restored(login, code));
        }
        if (state.Status == LoginStatus.Completing) Start(login, () => CompleteAsync(login));
        else if (NextDeadline(login, state) is var left && left > TimeSpan.Zero)
            login.WakeAt(clock.Time, left, _awake ??= it => Awake((Login)it!));
        else Awake(login);
        login.MarkReconciled(state);
    }

    private TimeSpan NextDeadline(Login login, LoginState state) =>
        state.IsFinal ? Left(LoginLife.ReadableUntil(login.Facts, state)) :
        Left(login.Facts.ExpiresAt) is var left && left > TimeSpan.Zero ? left : TimeLeft(login) ?? TimeSpan.Zero;

    // One callback for all logins, and each is its own state: a hundred thousand alarms should cost no more than they must.
    private void Awake(Login login) => Start(login, () =>
        !logins.IsCurrent(login) ? Task.CompletedTask : login.State.IsFinal ? EraseAsync(login) : EndAsync(login));

    private Task<bool> EraseAsync(Login login) =>
        ChangeAsync(login, state => IsReadable(login, state) ? null : state.ResultOver());

    private async Task EndAsync(Login login)
    {
        if (!login.State.IsOpen) return;
        // Once more: the scan or the confirmation of the last moment still counts.
        await Task.WhenAll(login.Polls.Select(poll => PollOnceAsync(login, poll)));

        if (!login.State.IsOpen || TimeLeft(login) is not null)
        {
            Reconcile(login);
            return;
        }
        var state = login.State;
        var neverShown = state is { Attempt: 1, Code: null } && RegionOf(state.Region).Weather.Report().Status == UpstreamStatus.Down;
        await ChangeAsync(login, now => now.TimedOut(
            neverShown ? LoginReason.UpstreamUnavailable : LoginReason.TimedOut, clock.Now));
    }

    private TimeSpan? TimeLeft(Login login)
    {
        var limit = login.Facts.ExpiresAt + LoginLife.AfterScan;
        var end = login.State is { Status: LoginStatus.Scanned, Code: { } code } ? Earlier(code.ExpiresAt, limit) : login.Facts.ExpiresAt;
        if (clock.Now < end) return end - clock.Now;

        // What happened just before the last moment is known from the answer that comes after it.
        var unknown = login.Polls
            .Select(poll => poll.Session)
            .Where(session => !session.State.IsFinal && session.LastResponse < login.End)
            .Select(session => session.NextPoll)
            .ToArray();
        var wait = unknown.Length == 0
            ? Timeout.InfiniteTimeSpan
            : clock.Time.GetElapsedTime(0, Math.Max(0, unknown.Min() - clock.Time.GetTimestamp()));
        return unknown.Length > 0 && clock.Now + wait <= limit ? wait : null;
    }

    private DeviceCodeSession Restored(Login login, ShownCode code) => DeviceCodeSession.Restored(
        RegionOf(code.Region), code.DeviceCode, code.DeviceId, DeviceCodeState.Pending(), Left(code.ExpiresAt), code.Interval,
        new LoginCodeStore(logins, login, code.Attempt, clock), clock.Time, login.Id);

    private TimeSpan Left(DateTimeOffset end) => end > clock.Now ? end - clock.Now : TimeSpan.Zero;

    // The work belongs to no caller: it must not run in a request's trace and log scopes.
    private void Start(Login login, Func<Task> work)
    {
        using var noFlow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        _ = RunAsync(login, work);
    }

    private async Task RunAsync(Login login, Func<Task> work)
    {
        using var running = _running.Begin();
        if (_isStopping) return; // a timer of a login that the next process takes up
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (_leave.IsCancellationRequested)
        {
            Log.LeftToTheNextStart(logger, login.Id[..6], login.State.Status);
        }
#pragma warning disable CA1031 // nobody waits for this work; what breaks it is told here or nowhere
        catch (Exception unforeseen)
#pragma warning restore CA1031
        {
            Log.Broke(logger, login.Id[..6], unforeseen.GetType().FullName, unforeseen.StackTrace);
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static partial class Log
    {
        [LoggerMessage(3, LogLevel.Warning, "Login {Id}… is still {Status} as the program stops: the next start goes on with it")]
        public static partial void LeftToTheNextStart(ILogger logger, string id, LoginStatus status);

        [LoggerMessage(1, LogLevel.Error, "Login {Id}… broke with {Type}\n{StackTrace}")]
        public static partial void Broke(ILogger logger, string id, string? type, string? stackTrace);
    }
}
