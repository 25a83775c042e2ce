using System.Security.Cryptography;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// What a player with a link lives through, in its order:
/// <code>
/// (1) a caller opens a login ─▶ (2) somebody looks ─▶ (3) the player scans and confirms ─▶ (4) the exchange ─▶ (5) the result
///      nothing is asked yet          TapTap gives a code    TapTap is polled to the code's end    profile, cloud     read, then erased
/// </code>
/// </summary>
internal sealed partial class LoginFlow(
    GatewayOptions options, Upstreams upstreams, LinkLogins logins, UpstreamPolls polls, LoginExchange exchange, SteadyClock clock, ILogger<LoginFlow> logger)
    : IAsyncDisposable
{
    private const int MostRegionChanges = 5;
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _leave = new(Timeout.InfiniteTimeSpan, clock.Time);
    private readonly RunningWork _running = new();
    private volatile bool _isStopping;

    // :: (1) A caller opens a login

    /// <param name="region">The region to begin with.</param>
    /// <param name="isRegionOpen">Whether the player may change it.</param>
    /// <param name="life">How long the player may take until the scan.</param>
    /// <param name="requestedBy">Who claims to ask.</param>
    /// <param name="requestedFor">For whom they claim to ask.</param>
    /// <exception cref="OverloadedException">There is no room for another login.</exception>
    public async Task<(Login Login, Secret ClaimSecret)> OpenAsync(Upstream region, bool isRegionOpen, TimeSpan life, string? requestedBy, string? requestedFor)
    {
        var (secret, hash) = ClaimSecret.New();
        var now = clock.Now;
        var facts = new LoginFacts(NewId(), hash, isRegionOpen, now, now + life, requestedBy, requestedFor);
        var login = await logins.AddAsync(facts, new LoginState { Region = region.Region.Name });
        Keep(login);
        return (login, secret);
    }

    // :: (2) Somebody looks

    /// <summary>The code to show, asked for if there is none; null when the login is past showing one.</summary>
    /// <exception cref="UpstreamException">TapTap gives none.</exception>
    /// <exception cref="OverloadedException">TapTap is asked as much as it may be.</exception>
    public async Task<ShownCode?> LookAsync(Login login, CancellationToken cancellationToken)
    {
        logins.MarkLookedAt(login);
        // NOTE: one question for all who look, and it belongs to none of them.
        while (LacksCode(login)) await login.LookOnce(() => RequestCodeAsync(login)).WaitAsync(cancellationToken);
        return login.State.Code;
    }

    private bool LacksCode(Login login) =>
        login.State is { Status: LoginStatus.Pending, Code: null } && clock.Now < login.Facts.ExpiresAt && !_isStopping;

    private async Task RequestCodeAsync(Login login)
    {
        using var running = _running.Begin();
        // More than once if the player moves to the other region meanwhile.
        while (LacksCode(login))
        {
            var state = login.State;
            var upstream = Find(state.Region);
            var code = await upstream.RequestCodeAsync(CancellationToken.None);
            var attempt = Attempt.Issued(upstream, code, options.MinimumInterval, clock.Time);
            var shown = new ShownCode(state.Attempt, upstream.Region.Name, code.Code, code.DeviceId, code.Url, clock.Now + code.ExpiresIn, attempt.Interval);
            if (await logins.ChangeAsync(login, now => now.Attempt == state.Attempt && now.Code is null ? now.Shown(shown) : null))
            {
                Poll(login, state.Attempt, attempt);
            }
        }
    }

    /// <summary>As <see cref="LookAsync"/>, for those who can do without: the state then shows no code, and the weather says why.</summary>
    public async Task TryLookAsync(Login login, CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(login, cancellationToken);
        }
        catch (Exception none) when (none is UpstreamException or OverloadedException)
        {
            Log.NoCode(logger, login.Id[..6], login.State.Region, none.Message);
        }
    }

    // :: (3) The player scans and confirms

    private void Poll(Login login, int number, Attempt attempt)
    {
        attempt.Keep = state => state is AttemptState.Granted granted
            ? logins.ChangeAsync(login, now => now.Granted(number, attempt.Upstream.Region.Name, granted.Token))
            : Task.CompletedTask;
#pragma warning disable CA2000 // the login disposes of it
        var polled = new LoginAttempt(number, attempt, () => login.Watchers > 0, polled => RunAsync(login, () => AskAsync(login, polled)), clock.Time);
#pragma warning restore CA2000
        login.Add(polled);
        polled.Schedule();
    }

    private async Task AskAsync(Login login, LoginAttempt polled)
    {
        // Other codes rest during an exchange; the one whose grant it is has brought it about.
        if (login.State.IsFinal || (login.State.Status == LoginStatus.Completing && !polled.Attempt.State.IsFinal)) return;
        var state = await polls.CheckAsync(polled.Attempt, CancellationToken.None);
        var now = clock.Now;
        await logins.ChangeAsync(login, before => state switch
        {
            AttemptState.Scanned => before.Scanned(polled.Number),
            AttemptState.Ended { End: AttemptEnd.Denied } => before.Denied(polled.Number, now),
            AttemptState.Ended { End: AttemptEnd.Lost } when polled.Number == before.Attempt => before.Failed(LoginReason.ResultLost, now),
            AttemptState.Ended { End: AttemptEnd.Refused } when polled.Number == before.Attempt => before.Failed(LoginReason.UpstreamUnavailable, now),
            AttemptState.Ended or AttemptState.Expired => before.CodeOver(polled.Number),
            _ => null,
        });
        if (state.IsFinal) polled.Dispose();
        else polled.Schedule();
        if (login.State.IsFinal) login.StopPolling();
        else if (state is AttemptState.Granted) await CompleteAsync(login);
        else if (state.IsFinal && now >= login.Facts.ExpiresAt) Keep(login);
    }

    // :: (4) The exchange

    private async Task CompleteAsync(Login login)
    {
        await login.Exchanging.WaitAsync();
        try
        {
            if (login.State is not { Status: LoginStatus.Completing, Grant: { } grant } state) return;

            var outcome = await exchange.RunAsync(Find(state.Region), grant, _leave.Token);
            await logins.ChangeAsync(login, before => outcome switch
            {
                LoginExchange.Outcome.Succeeded succeeded => before.Succeeded(succeeded.Result, clock.Now),
                LoginExchange.Outcome.Failed { Reason: LoginReason.NoPlayerAccount } when login.Facts.IsRegionOpen => before.SentBack(),
                LoginExchange.Outcome.Failed failed => before.Failed(failed.Reason, clock.Now),
                _ => throw new System.Diagnostics.UnreachableException(outcome.GetType().Name),
            });
        }
        finally
        {
            login.Exchanging.Release();
        }
        if (login.State.IsFinal) login.StopPolling();
        else login.Reschedule();
        Keep(login);
    }

    // :: (5) The result

    /// <summary>The state and, when it has succeeded, the result; the first reading starts its five minutes.</summary>
    public async Task<LoginState> ReadAsync(Login login)
    {
        if (await logins.ChangeAsync(login, state => IsReadable(login, state) ? state.Read(clock.Now) : null)) Keep(login);
        return login.State;
    }

    /// <summary>Whether a result can still be had.</summary>
    public bool IsReadable(Login login, LoginState state) =>
        state.Result is not null && clock.Now < LoginLife.ReadableUntil(login.Facts, state);

    /// <summary>Its owner has done with it: a result is erased, a login under way is cancelled.</summary>
    public async Task AcknowledgeAsync(Login login)
    {
        await logins.ChangeAsync(login, state => state.Acknowledged(clock.Now));
        login.StopPolling();
    }

    // :: What else a player can do

    /// <returns>False when it is too late.</returns>
    public async Task<bool> CancelAsync(Login login)
    {
        if (!await logins.ChangeAsync(login, state => state.Cancelled(clock.Now))) return false;
        login.StopPolling();
        return true;
    }

    /// <summary>Goes on in another region. A code that was shown is still polled to its end, and its grant wins.</summary>
    /// <returns>False when the caller fixed the region, or it is too late or too often.</returns>
    public Task<bool> MoveAsync(Login login, Upstream region) => logins.ChangeAsync(login, state =>
        login.Facts.IsRegionOpen && state.RegionChanges < MostRegionChanges ? state.MovedTo(region.Region.Name) : null);

    // :: What the clock does

    /// <summary>Takes up what an earlier process left: codes are polled on, exchanges done again.</summary>
    public async Task ResumeAsync()
    {
        logins.Restored = Keep;
        foreach (var login in await logins.ResumeAsync())
        {
            var state = login.State;
            foreach (var code in state.EarlierCodes) Poll(login, code.Attempt, Resume(Find(code.Region), code));
            if (state.Code is { } shown) Poll(login, shown.Attempt, Resume(Find(shown.Region), shown));
            if (state.Status == LoginStatus.Completing) _ = RunAsync(login, () => CompleteAsync(login));
            Keep(login);
        }
    }

    /// <summary>The program is about to stop: an exchange under way is finished if it can be in 15 s, else the next start does it again.</summary>
    public void SayFarewell()
    {
        _isStopping = true;
        _leave.CancelAfter(Farewell);
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
        if (!state.IsFinal) Wake(login, Left(login.Facts.ExpiresAt), EndAsync);
        else if (state.Result is not null) Wake(login, Left(LoginLife.ReadableUntil(login.Facts, state)), EraseAsync);
    }

    private void Wake(Login login, TimeSpan after, Func<Login, Task> act) =>
        login.WakeAt(clock.Time, after, () => _ = RunAsync(login, () => logins.IsKnown(login) ? act(login) : Task.CompletedTask));

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
            Wake(login, left, EndAsync);
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

    private Attempt Resume(Upstream upstream, ShownCode code)
    {
        var left = code.ExpiresAt - clock.Now;
        return Attempt.Resumed(upstream, code.DeviceCode, code.DeviceId, new AttemptState.Pending(), left > TimeSpan.Zero ? left : TimeSpan.Zero, code.Interval, clock.Time);
    }

    private TimeSpan Left(DateTimeOffset end) => end > clock.Now ? end - clock.Now : TimeSpan.Zero;

    private Upstream Find(string region) => upstreams.TryFind(region, out var upstream) ? upstream : upstreams.Default;

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

    private static string NewId() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Warning, "Login {Id}… has no code of region {Region}: {Trouble}")]
        public static partial void NoCode(ILogger logger, string id, string region, string trouble);

        [LoggerMessage(3, LogLevel.Warning, "Login {Id}… is still {Status} as the program stops: the next start goes on with it")]
        public static partial void LeftToTheNextStart(ILogger logger, string id, LoginStatus status);

        [LoggerMessage(1, LogLevel.Error, "Login {Id}… broke with {Type}\n{StackTrace}")]
        public static partial void Broke(ILogger logger, string id, string? type, string? stackTrace);
    }
}
