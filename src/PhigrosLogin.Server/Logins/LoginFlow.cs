using System.Security.Cryptography;
using PhigrosLogin.Polling;
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
    GatewayOptions options, Upstreams upstreams, LoginRepository logins, DeviceCodePoller poller, LoginExchange exchange,
    SteadyClock clock, ILogger<LoginFlow> logger) : IAsyncDisposable
{
    private const int MostRegionChanges = 5;

    // :: (1) A caller opens a login

    /// <param name="region">The region to begin with.</param>
    /// <param name="canChangeRegion">Whether the player may change it.</param>
    /// <param name="life">How long the player may take until the scan.</param>
    /// <param name="requestedBy">Who claims to ask.</param>
    /// <param name="requestedFor">For whom they claim to ask.</param>
    /// <param name="clientName">The verified name of the client that creates it.</param>
    /// <param name="clientId">The OAuth client that asks, if it is one: its player gets a code to type.</param>
    /// <param name="browserHash">The SHA-256 of the cookie of the browser that asks, if it is one.</param>
    /// <exception cref="OverloadedException">There is no room for another login.</exception>
    public async Task<(Login Login, Secret LoginSecret)> OpenAsync(
        Upstream region, bool canChangeRegion, TimeSpan life, string? requestedBy, string? requestedFor, string? clientName = null, string? clientId = null,
        byte[]? browserHash = null)
    {
        var (secret, hash) = LoginSecret.New();
        var now = clock.Now;
        var facts = new LoginFacts(NewId(), hash, canChangeRegion, now, now + life, requestedBy, requestedFor, clientName)
        {
            ClientId = clientId,
            UserCode = clientId is null ? null : await logins.NewUserCodeAsync(),
            BrowserHash = browserHash,
        };
        var login = await logins.AddAsync(facts, new LoginState { Region = region.Region.Name });
        Reconcile(login);
        return (login, secret);
    }

    /// <summary>The login with that id as it is now; null if there is none, or its time is over.</summary>
    /// <exception cref="OverloadedException">There is no capacity, or the store does not respond.</exception>
    public async ValueTask<Login?> FindAsync(string id)
    {
        if (await logins.FindAsync(id) is not { } login) return null;
        if (!login.IsReconciled) await ResumeAsync(login);
        return login;
    }

    /// <summary>The login under way with that user code, or null.</summary>
    /// <param name="userCode">See <see cref="UserCode.TryRead"/>.</param>
    public async ValueTask<Login?> FindByUserCodeAsync(Secret userCode) =>
        await logins.FindIdAsync(userCode) is { } id && await FindAsync(id) is { State.IsOpen: true } login &&
        // NOTE: a writer of the database can move the hash to another row; the encrypted body has the code itself.
        userCode.Equals(login.Facts.UserCode)
            ? login
            : null;

    // :: (2) Somebody looks

    /// <summary>The code to show, asked for if there is none; null when the login is past showing one.</summary>
    /// <exception cref="UpstreamException">TapTap gives none.</exception>
    /// <exception cref="OverloadedException">TapTap is asked as much as it may be.</exception>
    public async Task<ShownCode?> LookAsync(Login login, CancellationToken cancellationToken)
    {
        // NOTE: one question for all who look, and it belongs to none of them.
        while (LacksCode(login)) await login.LookOnce(() => RequestCodeAsync(login)).WaitAsync(cancellationToken);
        return login.State.Code;
    }

    private bool LacksCode(Login login) =>
        login.State is { Status: LoginStatus.Pending, Code: null } && clock.Now < login.Facts.ExpiresAt && !_isStopping;

    private async Task RequestCodeAsync(Login login)
    {
        using var running = _running.Begin();
        using var watching = login.Watch(); // so that it stays in memory
        // More than once if the player moves to the other region meanwhile.
        while (LacksCode(login))
        {
            var state = login.State;
            var upstream = RegionOf(state.Region);
            var code = await upstream.RequestCodeAsync(
                needsCloud: true, isForClient: login.Facts.ClientName is not null, CancellationToken.None);
            var number = state.Attempt;
            var session = DeviceCodeSession.Issued(
                upstream, code, options.MinimumInterval, new LoginCodeStore(logins, login, number, clock), clock.Time,
                login.Id);
            var shown = new ShownCode(
                number, upstream.Region.Name, code.Code, code.DeviceId, code.Url, clock.Now + code.ExpiresIn,
                session.Polling.Pace.Usual);
            if (await logins.ChangeAsync(
                login, now => now.Attempt == number && now.Code is null ? now.Shown(shown) : null))
            {
                Poll(login, number, session);
            }
            Reconcile(login);
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

    private void Poll(Login login, int number, DeviceCodeSession session)
    {
#pragma warning disable CA2000 // the login disposes of it
        var poll = new ScheduledPoll(
            number, session, () => login.IsWatched(clock.Time),
            due => Start(login, () => PollAsync(login, due)), clock.Time);
#pragma warning restore CA2000
        if (login.TryAdd(poll)) poll.Schedule();
        else poll.Dispose();
    }

    private async Task PollAsync(Login login, ScheduledPoll poll)
    {
        await PollOnceAsync(login, poll);
        Reconcile(login);
    }

    private async Task PollOnceAsync(Login login, ScheduledPoll poll)
    {
        // During an exchange the other codes rest; it reschedules them if it does not end the login.
        if (!login.State.IsOpen) return;
        await poller.PollIfDueAsync(poll.Session, CancellationToken.None);
        if (!poll.Session.State.IsFinal) poll.Schedule();
    }

    // :: (4) The exchange

    private async Task CompleteAsync(Login login)
    {
        if (!login.TryBeginExchange()) return;
        try
        {
            if (login.State is not { Status: LoginStatus.Completing, Grant: { } grant } state) return;
            if (!await logins.AcquireExchangeLeaseAsync(login)) return; // another instance does it

            var outcome = await ExchangeAsync(login, RegionOf(state.Region), grant);
            await logins.ChangeAsync(login, before => outcome switch
            {
                LoginExchange.Outcome.Succeeded succeeded => before.Succeeded(succeeded.Result, clock.Now),
                LoginExchange.Outcome.Failed { Reason: LoginReason.NoPlayerAccount } when login.Facts.CanChangeRegion => before.SentBack(),
                LoginExchange.Outcome.Failed failed => before.Failed(failed.Reason, clock.Now),
                _ => throw new System.Diagnostics.UnreachableException(outcome.GetType().Name),
            });
        }
        catch (OperationCanceledException)
        {
            await logins.ReleaseExchangeLeaseAsync(login);
            throw;
        }
        finally
        {
            login.EndExchange();
        }
        login.Reschedule();
        Reconcile(login);
    }

    // What fails in an unforeseen way must end the login, which would wait for its exchange for good.
    private async Task<LoginExchange.Outcome> ExchangeAsync(Login login, Upstream region, TapTapToken grant)
    {
        try
        {
            return await exchange.RunAsync(region, grant, _leave.Token);
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException and not OutOfMemoryException)
        {
            Log.Broke(logger, login.Id[..6], unforeseen.GetType().FullName, unforeseen.StackTrace);
            return new LoginExchange.Outcome.Failed(LoginReason.ExchangeFailed);
        }
    }

    // :: (5) The result

    /// <summary>The state and, when it has succeeded, the result; the first reading starts its five minutes.</summary>
    public async Task<LoginState> ReadAsync(Login login)
    {
        await ChangeAsync(login, state => IsReadable(login, state) ? state.Read(clock.Now) : null);
        return login.State;
    }

    /// <summary>Whether a result can still be had.</summary>
    public bool IsReadable(Login login, LoginState state) =>
        state.Result is not null && clock.Now < LoginLife.ReadableUntil(login.Facts, state);

    /// <summary>Its owner has done with it: a result is erased, a login under way is cancelled.</summary>
    public Task AcknowledgeAsync(Login login) =>
        ChangeAsync(login, state => state.Acknowledged(clock.Now), mustBeSaved: true);

    // :: What else a player can do

    /// <returns>False when it is too late.</returns>
    public Task<bool> CancelAsync(Login login) =>
        ChangeAsync(login, state => state.Cancelled(clock.Now), mustBeSaved: true);

    /// <summary>Goes on in another region. A code that was shown is still polled to its end, and its grant wins.</summary>
    /// <returns>False when the caller fixed the region, or it is too late or too often.</returns>
    public Task<bool> MoveAsync(Login login, Upstream region) => ChangeAsync(login, state =>
        login.Facts.CanChangeRegion && state.RegionChanges < MostRegionChanges ? state.MovedTo(region.Region.Name) : null, mustBeSaved: true);

    private Upstream RegionOf(string region) => upstreams.TryFind(region, out var upstream) ? upstream : upstreams.Default;

    private static string NewId() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Warning, "Login {Id}… has no code of region {Region}: {Trouble}")]
        public static partial void NoCode(ILogger logger, string id, string region, string trouble);
    }
}
