using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Server.Logins;

/// <summary>The logins that were opened with a link or by an OAuth client, found by their public id, in memory or in the store.</summary>
internal sealed partial class LinkLogins(
    GatewayOptions options, ILoginStore store, IInstanceCoordinator coordinator, SteadyClock clock, LoginMetrics metrics,
    ILogger<LinkLogins> logger)
{
    // The longest that a login is of interest after its last moment for a scan.
    private static readonly TimeSpan Remembered = LoginLife.AfterScan + LoginLife.Exchange + TimeSpan.FromMinutes(20);

    // Of a login that is over the store tells as well: memory is for those under way, and for those who have just waited for the end.
    private static readonly TimeSpan Lingering = TimeSpan.FromMinutes(1);

    private readonly LoginTable<Login> _table = new(options.MaxLogins, Remembered, clock.Time);
    private readonly UnreadableRows _unreadable = new(logger);

    /// <summary>Goes on with a login as the store has it: one that comes back, or one that another instance has changed.</summary>
    public Func<Login, Task> TakeUp { get; set; } = _ => Task.CompletedTask;

    /// <summary>Takes a new login; it is in the store when this returns.</summary>
    /// <exception cref="OverloadedException">There is no room, or the store does not answer.</exception>
    public async Task<Login> AddAsync(LoginFacts facts, LoginState state)
    {
        _table.Sweep();
        var login = Enter(new Login(facts, state, EndOf(facts)));
        await store.AskAsync(() => store.SaveLoginAsync(LoginRow.Write(facts, state)));
        metrics.Started(facts, state.Region);
        return login;
    }

    /// <summary>The login of that id as it is at this moment, or null: unknown, or forgotten since.</summary>
    /// <exception cref="OverloadedException">There is no room, or the store does not answer.</exception>
    public async ValueTask<Login?> FindAsync(string id)
    {
        if (!_table.TryFind(id, out var login))
        {
            if (!IsId(id) || await store.AskAsync(() => store.FindLoginAsync(id)) is not { } stored) return null;
            if ((login = Restore(stored)) is null) return null;
            await TakeUp(login);
        }
        else await RefreshAsync(login);
        if (LoginLife.ForgottenAt(login.Facts, login.State) <= clock.Now) return null;
        return login;
    }

    /// <summary>The login that is under way with that user code, or null.</summary>
    /// <param name="userCode">See <see cref="UserCode.TryRead"/>.</param>
    public async ValueTask<Login?> FindByUserCodeAsync(Secret userCode) =>
        await store.AskAsync(() => store.FindLoginIdAsync(userCode)) is { } id && await FindAsync(id) is { State.IsOpen: true } login &&
        // NOTE: whoever can write to the database can move the hash to another row; the encrypted body has the code itself.
        userCode.Equals(login.Facts.UserCode) ? login : null;

    /// <summary>A user code that no login under way has.</summary>
    public async Task<Secret> NewUserCodeAsync()
    {
        // Between the look and the new login another could only take the same one of 25 billion by chance; the store then refuses it.
        while (true)
        {
            var code = UserCode.New();
            if (await store.AskAsync(() => store.FindLoginIdAsync(code)) is null) return code;
        }
    }

    /// <summary>Goes on with the logins with which an earlier process left something to do; the others wait until somebody asks for them.</summary>
    public async Task ResumeAsync()
    {
        metrics.Watch("login", () => _table.Count);
        await TakeUpAsync(await store.FindLiveLoginsAsync());
    }

    /// <summary>A login that somebody has looked at is never evicted.</summary>
    public void MarkLookedAt(Login login) => _table.TryLook(login.Id, out _);

    /// <summary>Changes a login: in the store first, then for everybody to see.</summary>
    /// <param name="login">The login.</param>
    /// <param name="next">The state after the event, or null when nothing changes.</param>
    /// <param name="mustBeKept">Somebody asks for it and can ask again, so it is nothing that could live on in memory alone.</param>
    /// <returns>Whether anything changed.</returns>
    /// <exception cref="OverloadedException">It must be kept, and the store does not respond.</exception>
    public async Task<bool> ChangeAsync(Login login, Func<LoginState, LoginState?> next, bool mustBeKept = false)
    {
        var wasAdopted = false;
        var hasChanged = await login.ChangeAsync(next, async state =>
        {
            var kept = mustBeKept ? await store.AskAsync(() => SaveAsync(login, state)) : await TrySaveAsync(login, state);
            wasAdopted |= !kept.IsOurs;
            // Each end is counted by the instance that wrote it.
            if (kept.IsOurs && state.IsFinal && !login.State.IsFinal) metrics.Ended(login.Facts, state);
            return kept;
        });
        if (wasAdopted) await TakeUp(login);
        LetGo(login);
        return hasChanged;
    }

    /// <summary>Whether this is the login that callers find; one that had to make room may have come back as another.</summary>
    public bool IsKnown(Login login) => _table.TryFind(login.Id, out var found) && found == login;

    private static bool IsId(string id) => id.Length == 22 && HostileJson.IsUrlSafe(id, maximumLength: 22);

    private async Task<(bool IsOurs, LoginState Kept)> SaveAsync(Login login, LoginState state)
    {
        switch (await store.SaveLoginAsync(LoginRow.Write(login.Facts, state)))
        {
            case SaveResult.Superseded { Stored: var stored } when Read(stored) is var (_, newer):
                login.IsKept = true;
                return (false, newer);
            case SaveResult.Superseded:
                return NotKept(login, state, "row unreadable");
            case SaveResult.Missing:
                return NotKept(login, state, "row missing");
            default:
                login.IsKept = true;
                return (true, state);
        }
    }

    private async Task<(bool IsOurs, LoginState Kept)> TrySaveAsync(Login login, LoginState state)
    {
        try
        {
            return await SaveAsync(login, state);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return NotKept(login, state, failure.GetType().FullName);
        }
    }

    // A full disk must not cost the player a login that is already in our hands: it stays in memory.
    private (bool IsOurs, LoginState Kept) NotKept(Login login, LoginState state, string? reason)
    {
        Log.NotKept(logger, login.Id[..6], state.Status, reason);
        login.IsKept = false;
        return (true, state with { Revision = state.Revision - 1 });
    }

    private Login? Restore(StoredLogin stored)
    {
        if (Read(stored) is not var (facts, state)) return null;
        // The wall clock may have been set while nobody was running: no login lives longer than it was promised.
        var latest = clock.Now + (facts.ExpiresAt - facts.CreatedAt);
        if (facts.ExpiresAt > latest) facts = facts with { ExpiresAt = latest };
        var login = new Login(facts, state, EndOf(facts));
        // What is at rest can be told of without being known again, even where there is no room.
        return state.IsAtRest ? login : Enter(login);
    }

    private void LetGo(Login login)
    {
        if (!login.State.IsAtRest) return;
        login.StopAlarm();
        if (login.IsKept) _table.Release(login.Id, login, Lingering);
    }

    private Login Enter(Login login) =>
        _table.AddOrFind(login.Id, login, login.End, isSeen: login.State.Code is not null)
        ?? throw new OverloadedException("This gateway has as many logins under way as it can take: try again later.", TimeSpan.FromSeconds(30));

    private long EndOf(LoginFacts facts)
    {
        var left = facts.ExpiresAt - clock.Now;
        return clock.Time.GetTimestamp() + (long)(Math.Max(0, left.TotalSeconds) * clock.Time.TimestampFrequency);
    }

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Error, "Login {Id}… could not be continued as the store has it ({Type}); the next sweep tries again")]
        public static partial void NotContinued(ILogger logger, string id, string? type);

        [LoggerMessage(1, LogLevel.Critical, "Login {Id}… came to {Status}, which could not be written to the store ({Type}) and lives in memory only: look at the disk")]
        public static partial void NotKept(ILogger logger, string id, LoginStatus status, string? type);
    }
}
