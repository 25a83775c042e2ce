namespace PhigrosLogin.Server.Store;

/// <summary>
/// Keeps device codes and logins. A method that writes returns after its commit. One process may have the store to
/// itself, or several instances share it: then it also says whose turn it is and tells of what the others changed.
/// </summary>
internal interface ILoginStore : IAsyncDisposable
{
    /// <summary>Whether other instances write here too, so that what is in memory may be out of date.</summary>
    bool IsShared { get; }

    /// <summary>Whether it has been answering, as far as that is known without asking it.</summary>
    bool IsAnswering { get; }

    /// <summary>The time of day by which this store's times are counted.</summary>
    ValueTask<DateTimeOffset> UtcNowAsync();

    // :: Device codes

    /// <summary>Adds a code, in whatever state it is.</summary>
    /// <returns>False when the store has a code of that key already; that one stays as it is.</returns>
    Task<bool> AddAsync(StoredCode code);

    /// <summary>Moves a code forward (see <see cref="CodeState"/>). A grant is on the disk when this returns.</summary>
    /// <param name="key">See <see cref="CodeKey"/>.</param>
    /// <param name="state">The new state.</param>
    /// <param name="answer">The bytes that answer it; a grant has some.</param>
    /// <returns>False when nothing changed: the code has come as far already, or there is none of that key.</returns>
    Task<bool> AdvanceAsync(byte[] key, CodeState state, byte[]? answer);

    /// <summary>The code of that key; null when there is none, or none that opens.</summary>
    Task<StoredCode?> FindAsync(byte[] key);

    /// <summary>How many codes there are.</summary>
    Task<int> CountAsync();

    /// <summary>
    /// Erases the codes that ended at least <paramref name="keepFor"/> before <paramref name="now"/> and the logins whose
    /// time has come.
    /// </summary>
    /// <returns>How many there were.</returns>
    Task<int> RemoveExpiredAsync(DateTimeOffset now, TimeSpan keepFor);

    // :: Logins

    /// <summary>Writes a login as it is now, if it is the next revision of the one that is kept.</summary>
    /// <param name="login">The login.</param>
    /// <param name="commit">Full where it holds what comes only once: a grant or a result.</param>
    /// <returns>Null; or, where another instance was quicker, what it wrote.</returns>
    Task<StoredLogin?> SaveLoginAsync(StoredLogin login, Commit commit);

    /// <summary>The login of that id; null when there is none, or none that opens, or none that is newer.</summary>
    Task<StoredLogin?> FindLoginAsync(string id, long newerThan = 0);

    /// <summary>The id of the open login with that user code; null when there is none.</summary>
    Task<string?> FindLoginIdAsync(Secret userCode);

    /// <summary>The logins with which something must go on.</summary>
    Task<IReadOnlyList<StoredLogin>> FindLiveLoginsAsync();

    // :: Taking turns with the others

    /// <summary>Asks whether this instance may poll a code now: nobody else does, and its pace allows it.</summary>
    /// <param name="key">See <see cref="CodeKey"/>.</param>
    /// <param name="loginId">The login that the code belongs to, if it has one.</param>
    /// <param name="lease">After this time others take it that this instance is gone.</param>
    /// <param name="life">The time that the code has left.</param>
    ValueTask<Turn> TakeTurnAsync(byte[] key, string? loginId, TimeSpan lease, TimeSpan life);

    /// <summary>The poll is over; the next one may come after the pace's wait.</summary>
    /// <param name="key">See <see cref="CodeKey"/>.</param>
    /// <param name="turn">What <see cref="TakeTurnAsync"/> gave; of a turn that others took over nothing is said.</param>
    /// <param name="pace">The pace from here on.</param>
    /// <param name="mayBeSpent">Whether TapTap may have spent the code and the answer was lost.</param>
    ValueTask GiveBackTurnAsync(byte[] key, Turn turn, PollPace pace, bool mayBeSpent);

    /// <summary>Asks whether this instance may do the exchange of a login: nobody else is at it.</summary>
    ValueTask<bool> TakeExchangeAsync(string loginId);

    /// <summary>This instance leaves an exchange to the others.</summary>
    ValueTask GiveBackExchangeAsync(string loginId);

    // :: What the others did

    /// <summary>Hears of each change by id and revision, this instance's own included, and with null when some may have been missed.</summary>
    Action<(string Id, long Revision)?> Changed { set; }

    /// <summary>Of these logins, those that others have changed since.</summary>
    ValueTask<IReadOnlyList<StoredLogin>> FindNewerAsync(IReadOnlyCollection<(string Id, long Revision)> known);

    /// <summary>The logins that somebody should be polling or exchanging, and nobody is: their instance is gone.</summary>
    ValueTask<IReadOnlyList<StoredLogin>> FindOrphansAsync();
}
