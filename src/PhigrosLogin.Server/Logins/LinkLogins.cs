using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Server.Logins;

/// <summary>The logins that were opened with a link or by an OAuth client, found by their public id, in memory or in the store.</summary>
internal sealed partial class LinkLogins(GatewayOptions options, SqliteLoginStore store, SteadyClock clock, ILogger<LinkLogins> logger)
{
    // The longest that a login is of interest after its last moment for a scan.
    private static readonly TimeSpan Remembered = LoginLife.AfterScan + LoginLife.Exchange + TimeSpan.FromMinutes(20);

    private readonly LoginTable<Login> _table = new(options.MaxLogins, Remembered, clock.Time);

    /// <summary>Hears of each login that comes back from the store, to set its clock.</summary>
    public Action<Login> Restored { get; set; } = _ => { };

    /// <summary>Takes a new login; it is in the store when this returns.</summary>
    /// <exception cref="OverloadedException">There is no room.</exception>
    public async Task<Login> AddAsync(LoginFacts facts, LoginState state)
    {
        _table.Sweep();
        var login = Enter(new Login(facts, state, EndOf(facts)));
        await store.SaveLoginAsync(StoredLogin.Write(facts, state), Commit.Normal);
        return login;
    }

    /// <summary>The login of that id, or null: unknown, or forgotten since.</summary>
    public async ValueTask<Login?> FindAsync(string id)
    {
        if (!_table.TryFind(id, out var login))
        {
            if (!IsId(id) || await store.FindLoginAsync(id) is not { } stored) return null;
            login = Restore(stored);
            Restored(login);
        }
        if (LoginLife.ForgottenAt(login.Facts, login.State) <= clock.Now) return null;
        return login;
    }

    /// <summary>The login that is under way with that user code, or null.</summary>
    /// <param name="userCode">See <see cref="UserCode.TryRead"/>.</param>
    public async ValueTask<Login?> FindByUserCodeAsync(Secret userCode) =>
        await store.FindLoginIdAsync(userCode) is { } id && await FindAsync(id) is { State.IsOpen: true } login ? login : null;

    /// <summary>A user code that no login under way has.</summary>
    public async Task<Secret> NewUserCodeAsync()
    {
        // Between the look and the new login another could only take the same one of 25 billion by chance; the store then refuses it.
        while (true)
        {
            var code = UserCode.New();
            if (await store.FindLoginIdAsync(code) is null) return code;
        }
    }

    /// <summary>The logins with which an earlier process left something to do.</summary>
    public async Task<IReadOnlyList<Login>> ResumeAsync()
    {
        var resumed = new List<Login>();
        try
        {
            foreach (var stored in await store.FindLiveLoginsAsync()) resumed.Add(Restore(stored));
        }
        catch (OverloadedException)
        {
            // Limits:MaxLogins was lowered since: the others come back when somebody asks for them.
        }
        return resumed;
    }

    /// <summary>A login that somebody has looked at is never evicted.</summary>
    public void MarkLookedAt(Login login) => _table.TryLook(login.Id, out _);

    /// <summary>Changes a login: in the store first, then for everybody to see.</summary>
    /// <returns>Whether anything changed.</returns>
    public Task<bool> ChangeAsync(Login login, Func<LoginState, LoginState?> next) =>
        login.ChangeAsync(next, state => SaveAsync(login, state));

    /// <summary>Whether this is the login that callers find; one that had to make room may have come back as another.</summary>
    public bool IsKnown(Login login) => _table.TryFind(login.Id, out var found) && found == login;

    private static bool IsId(string id) => id.Length == 22 && HostileJson.IsUrlSafe(id, maximumLength: 22);

    private async Task SaveAsync(Login login, LoginState state)
    {
        try
        {
            var commit = state.Grant is not null || state.Result is not null ? Commit.Full : Commit.Normal;
            await store.SaveLoginAsync(StoredLogin.Write(login.Facts, state), commit);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A full disk must not cost the player a login that is already in our hands: it lives on in memory.
            Log.NotKept(logger, login.Id[..6], state.Status, failure.GetType().FullName);
        }
    }

    private Login Restore(StoredLogin stored)
    {
        var (facts, state) = stored.Read();
        // The wall clock may have been set while nobody was running: no login lives longer than it was promised.
        var latest = clock.Now + (facts.ExpiresAt - facts.CreatedAt);
        if (facts.ExpiresAt > latest) facts = facts with { ExpiresAt = latest };
        return Enter(new Login(facts, state, EndOf(facts)));
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
        [LoggerMessage(1, LogLevel.Critical, "Login {Id}… came to {Status}, which could not be written to the store ({Type}) and lives in memory only: look at the disk")]
        public static partial void NotKept(ILogger logger, string id, LoginStatus status, string? type);
    }
}
