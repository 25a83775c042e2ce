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
            var code = await upstream.RequestCodeAsync(needsCloud: true, CancellationToken.None);
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
        attempt.LoginId = login.Id;
        attempt.Keep = state => state is AttemptState.Granted granted
            ? logins.ChangeAsync(login, now => now.Granted(number, attempt.Upstream.Region.Name, granted.Token))
            : Task.CompletedTask;
        if (logins.IsShared) attempt.IsWanted = () => logins.WantsAsync(login, number);
#pragma warning disable CA2000 // the login disposes of it
        var polled = new LoginAttempt(number, attempt, () => login.IsWatched(clock.Time), polled => RunAsync(login, () => AskAsync(login, polled)), clock.Time);
#pragma warning restore CA2000
        if (login.TryAdd(polled)) polled.Schedule();
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
            if (!await logins.TakeExchangeAsync(login)) return; // another instance is at it

            var outcome = await exchange.RunAsync(Find(state.Region), grant, _leave.Token);
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
            await logins.GiveBackExchangeAsync(login);
            throw;
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
        await logins.ChangeAsync(login, state => state.Acknowledged(clock.Now), mustBeKept: true);
        login.StopPolling();
    }

    // :: What else a player can do

    /// <returns>False when it is too late.</returns>
    public async Task<bool> CancelAsync(Login login)
    {
        if (!await logins.ChangeAsync(login, state => state.Cancelled(clock.Now), mustBeKept: true)) return false;
        login.StopPolling();
        return true;
    }

    /// <summary>Goes on in another region. A code that was shown is still polled to its end, and its grant wins.</summary>
    /// <returns>False when the caller fixed the region, or it is too late or too often.</returns>
    public Task<bool> MoveAsync(Login login, Upstream region) => logins.ChangeAsync(login, state =>
        login.Facts.CanChangeRegion && state.RegionChanges < MostRegionChanges ? state.MovedTo(region.Region.Name) : null, mustBeKept: true);

    private Upstream Find(string region) => upstreams.TryFind(region, out var upstream) ? upstream : upstreams.Default;

    private static string NewId() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Warning, "Login {Id}… has no code of region {Region}: {Trouble}")]
        public static partial void NoCode(ILogger logger, string id, string region, string trouble);
    }
}
