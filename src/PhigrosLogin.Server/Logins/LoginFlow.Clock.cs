using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

// What the clock does to logins: a start takes up what the last one left, time runs out, the program stops.
internal sealed partial class LoginFlow
{
    private readonly CancellationTokenSource _leave = new(Timeout.InfiniteTimeSpan, clock.Time);
    private readonly RunningWork _running = new();
    private TimerCallback? _awake;
    private volatile bool _isStopping;

    /// <summary>Takes up what an earlier process left, and from here on what other instances do.</summary>
    public Task ResumeAsync()
    {
        logins.TakeUp = TakeUpAsync;
        return logins.ResumeAsync();
    }

    /// <summary>Goes on with a login as the store has it: its codes are polled, its exchange done, its end kept.</summary>
    private async Task TakeUpAsync(Login login)
    {
        var state = login.State;
        IReadOnlyList<ShownCode> codes = state.Code is { } shown ? [.. state.EarlierCodes, shown] : state.EarlierCodes;
        login.StopPolling(but: [.. codes.Select(code => code.Attempt)]);
        foreach (var code in codes) Poll(login, code.Attempt, Resumed(Find(code.Region), code));
        if (state.Status == LoginStatus.Completing) _ = RunAsync(login, () => CompleteAsync(login));
        // Its time ran out while nobody had it in mind: whoever asked hears of the end, not of what went before.
        if (state.IsOpen && codes.Count == 0 && Left(login.Facts.ExpiresAt) == TimeSpan.Zero) await AwakeAsync(login);
        else Keep(login);
    }

    /// <summary>The program is about to stop: an exchange under way is finished if it can be in 20 s, else the next
    /// start does it again.</summary>
    public void SayFarewell()
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
        await WhenIdle();
        _leave.Dispose();
    }

    /// <summary>Sets the clock that ends the login when its time is over, and erases its result when that is out of date.</summary>
    private void Keep(Login login)
    {
        var state = login.State;
        if (!state.IsFinal) Wake(login, Left(login.Facts.ExpiresAt));
        else if (state.Result is not null) Wake(login, Left(LoginLife.ReadableUntil(login.Facts, state)));
    }

    // One callback for all logins, and each is its own state: a hundred thousand alarms should cost no more than they must.
    private void Wake(Login login, TimeSpan after) => login.WakeAt(clock.Time, after, _awake ??= it => _ = AwakeAsync((Login)it!));

    private Task AwakeAsync(Login login) => RunAsync(login, () =>
        !logins.IsKnown(login) ? Task.CompletedTask : login.State.IsFinal ? EraseAsync(login) : EndAsync(login));

    private async Task EraseAsync(Login login)
    {
        if (!await logins.ChangeAsync(login, state => IsReadable(login, state) ? null : state.ResultOver())) Keep(login);
    }

    private async Task EndAsync(Login login)
    {
        if (!login.State.IsOpen) return;
        // A last look: the scan or the grant of the last moment still counts.
        foreach (var polled in login.Attempts) await AskAsync(login, polled);

        if (!login.State.IsOpen) return;
        if (TimeLeft(login) is { } left)
        {
            Wake(login, left);
            return;
        }
        var state = login.State;
        var neverShown = state is { Attempt: 1, Code: null } && Find(state.Region).Weather.Report().Status == UpstreamStatus.Down;
        if (await logins.ChangeAsync(login, now => now.TimedOut(neverShown ? LoginReason.UpstreamUnavailable : LoginReason.TimedOut, clock.Now)))
        {
            login.StopPolling();
        }
    }

    private TimeSpan? TimeLeft(Login login)
    {
        var limit = login.Facts.ExpiresAt + LoginLife.AfterScan;
        var end = login.State is { Status: LoginStatus.Scanned, Code: { } code } ? Earlier(code.ExpiresAt, limit) : login.Facts.ExpiresAt;
        if (clock.Now < end) return end - clock.Now;

        // What happened just before the last moment is known from the answer that comes after it.
        var unknown = login.Attempts.Where(polled => !polled.Attempt.State.IsFinal && polled.Attempt.LastPoll < login.End).Select(polled => polled.Attempt.NextPoll).ToArray();
        var wait = unknown.Length == 0 ? Timeout.InfiniteTimeSpan : clock.Time.GetElapsedTime(0, Math.Max(0, unknown.Min() - clock.Time.GetTimestamp()));
        return unknown.Length > 0 && clock.Now + wait <= limit ? wait : null;
    }

    private Attempt Resumed(Upstream upstream, ShownCode code)
    {
        var left = code.ExpiresAt - clock.Now;
        return Attempt.Resumed(upstream, code.DeviceCode, code.DeviceId, new AttemptState.Pending(), left > TimeSpan.Zero ? left : TimeSpan.Zero, code.Interval, clock.Time);
    }

    private TimeSpan Left(DateTimeOffset end) => end > clock.Now ? end - clock.Now : TimeSpan.Zero;

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
