using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// The logins of the Login API and of OAuth, found by their id: in memory, or in the store. It admits new ones up to
/// <c>Limits:MaxLogins</c>; what it evicts from memory can be read from the store again.
/// </summary>
internal sealed partial class LoginRepository(
    GatewayOptions options, ILoginStore store, IInstanceCoordinator coordinator, SteadyClock clock, LoginMetrics metrics,
    ILogger<LoginRepository> logger)
{
    // The longest that a login is of interest after its deadline for the scan.
    private static readonly TimeSpan Retention = LoginLife.AfterScan + LoginLife.Exchange + TimeSpan.FromMinutes(20);

    // A login that has ended is in the store: memory holds it for the callers that have just waited for its end.
    private static readonly TimeSpan RetentionAtRest = TimeSpan.FromMinutes(1);

    private readonly BoundedCache<Login> _cache = new(
        options.MaxLogins, Retention, clock.Time, static login => login.IsEvictable);
    private readonly EvictedLogins _evicted = new(options.MaxLogins);
    private readonly UnreadableRows _unreadable = new(logger);

    /// <summary>Adds a new login; it is in the store when this returns.</summary>
    /// <exception cref="OverloadedException">There is no capacity, or the store does not respond.</exception>
    public async Task<Login> AddAsync(LoginFacts facts, LoginState state)
    {
        Sweep();
        var login = new Login(facts, state, EndOf(facts));
        if (_cache.FindOrAdd(login.Id, login, login.End, exceed: false, out var evicted) is null) throw Full();
        try
        {
            await store.AskAsync(() => store.SaveLoginAsync(LoginRow.Write(facts, state)));
        }
        catch
        {
            _cache.Remove(login.Id, login); // its caller never learns of it
            throw;
        }
        if (evicted is not null) await OnEvictedAsync(evicted);
        metrics.Started(facts, state.Region);
        return login;
    }

    /// <summary>The login with that id as it is now; null if there is none, or its time is over.</summary>
    /// <exception cref="OverloadedException">There is no capacity, or the store does not respond.</exception>
    public async ValueTask<Login?> FindAsync(string id)
    {
        var login = FindInMemory(id);
        if (login is not null) await RefreshAsync(login);
        else if (IsId(id) && await store.AskAsync(() => store.FindLoginAsync(id)) is { } stored)
            login = Restore(stored);
        return login is not null && LoginLife.ForgottenAt(login.Facts, login.State) > clock.Now ? login : null;
    }

    /// <summary>The id of the login under way with that user code; null if there is none.</summary>
    /// <param name="userCode">See <see cref="UserCode.TryRead"/>.</param>
    public Task<string?> FindIdAsync(Secret userCode) => store.AskAsync(() => store.FindLoginIdAsync(userCode));

    /// <summary>A user code that no login under way has.</summary>
    public async Task<Secret> NewUserCodeAsync()
    {
        // Between this check and the new login another one could only take the same of 25 billion codes by chance; then
        // the store refuses it.
        while (true)
        {
            var code = UserCode.New();
            if (await FindIdAsync(code) is null) return code;
        }
    }

    /// <summary>The logins with which an earlier process left something to do.</summary>
    public async Task<IReadOnlyList<Login>> RestoreLiveAsync()
    {
        metrics.Watch("login", () => _cache.Count);
        return await ApplyAsync(await store.FindLiveLoginsAsync());
    }

    /// <summary>Removes what has been over for long enough.</summary>
    public void Sweep() => _cache.Sweep();

    /// <summary>Changes a login: in the store first, then in memory.</summary>
    /// <param name="login">The login.</param>
    /// <param name="next">The state after the event, or null if nothing changes.</param>
    /// <param name="mustBeSaved">
    /// Whether the change fails if the store does not respond, because its caller can retry; otherwise the change stays in
    /// memory.
    /// </param>
    /// <returns>Whether the event changed anything.</returns>
    /// <exception cref="OverloadedException">It must be saved, and the store does not respond.</exception>
    public async Task<bool> ChangeAsync(Login login, Func<LoginState, LoginState?> next, bool mustBeSaved = false)
    {
        var hasChanged = await login.ChangeAsync(next, async state =>
        {
            var saved = mustBeSaved
                ? await store.AskAsync(() => SaveAsync(login, state))
                : await TrySaveAsync(login, state);
            // Each end is counted by the instance that wrote it.
            if (saved.IsOurs && state.IsFinal && !login.State.IsFinal) metrics.Ended(login.Facts, state);
            return saved;
        });
        EndEarlyIfAtRest(login);
        return hasChanged;
    }

    /// <summary>Whether this is the object that callers find under its id.</summary>
    public bool IsCurrent(Login login) => _cache.TryFind(login.Id, out var found) && found == login;

    private static bool IsId(string id) => id.Length == 22 && HostileJson.IsUrlSafe(id, maximumLength: 22);

    // Never a second object for one login: one that was evicted and is still in use comes back as itself.
    private Login? FindInMemory(string id)
    {
        if (_cache.TryFind(id, out var login)) return login;
        return _evicted.Take(id) is { } evicted ? Enter(evicted) : null;
    }

    private async Task<(bool IsOurs, LoginState Saved)> SaveAsync(Login login, LoginState state)
    {
        switch (await store.SaveLoginAsync(LoginRow.Write(login.Facts, state)))
        {
            case SaveResult.Superseded { Stored: var stored } when Read(stored) is var (_, newer):
                login.IsSaved = true;
                return (false, newer);
            case SaveResult.Superseded:
                return NotSaved(login, state, "row unreadable");
            case SaveResult.Missing:
                return NotSaved(login, state, "row missing");
            default:
                login.IsSaved = true;
                return (true, state);
        }
    }

    private async Task<(bool IsOurs, LoginState Saved)> TrySaveAsync(Login login, LoginState state)
    {
        try
        {
            return await SaveAsync(login, state);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return NotSaved(login, state, failure.GetType().FullName);
        }
    }

    // A full disk must not cost the player a login that is already granted: it stays in memory.
    private (bool IsOurs, LoginState Saved) NotSaved(Login login, LoginState state, string? reason)
    {
        Log.NotSaved(logger, login.Id[..6], state.Status, reason);
        login.IsSaved = false;
        return (true, state with { Revision = state.Revision - 1 });
    }

    private Login? Restore(StoredLogin stored)
    {
        if (Read(stored) is not var (facts, state)) return null;
        // The wall clock may have been set while no process was running: no login lives longer than it was promised.
        var latest = clock.Now + (facts.ExpiresAt - facts.CreatedAt);
        if (facts.ExpiresAt > latest) facts = facts with { ExpiresAt = latest };
        var login = new Login(facts, state, EndOf(facts));
        // What is at rest needs no place in memory.
        return state.IsAtRest ? login : Enter(login);
    }

    private void EndEarlyIfAtRest(Login login)
    {
        if (!login.State.IsAtRest) return;
        login.StopTimers();
        if (login.IsSaved) _cache.EndEarly(login.Id, login, RetentionAtRest);
    }

    // A login that exists is not refused for want of room, so its place may be one beyond the capacity.
    private Login Enter(Login login)
    {
        var entered = _cache.FindOrAdd(login.Id, login, login.End, exceed: true, out var evicted) ?? throw Full();
        if (evicted is not null) _ = OnEvictedAsync(evicted);
        return entered;
    }

    private async Task OnEvictedAsync(Login login)
    {
        login.StopTimers();
        if (login.State.IsAtRest || _evicted.Add(login) is not { } oldest) return;
        try
        {
            await store.DeleteLoginAsync(oldest.Id, oldest.Revision);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Log.NotDeleted(logger, failure.GetType().FullName); // the sweep deletes it at its time
        }
    }

    private static OverloadedException Full() => new(
        "This gateway has reached its maximum number of logins (Limits:MaxLogins). Retry later.",
        TimeSpan.FromSeconds(30));

    private long EndOf(LoginFacts facts)
    {
        var left = facts.ExpiresAt - clock.Now;
        return clock.Time.GetTimestamp() + (long)(Math.Max(0, left.TotalSeconds) * clock.Time.TimestampFrequency);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Critical,
            "Login {Id}… is now {Status}, which could not be written to the store ({Reason}) and is in memory only: " +
            "check the disk")]
        public static partial void NotSaved(ILogger logger, string id, LoginStatus status, string? reason);

        [LoggerMessage(2, LogLevel.Warning, "An evicted login could not be deleted from the store ({Type})")]
        public static partial void NotDeleted(ILogger logger, string? type);
    }
}
