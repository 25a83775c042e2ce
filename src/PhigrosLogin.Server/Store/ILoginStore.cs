using PhigrosLogin.Polling;

namespace PhigrosLogin.Server.Store;

/// <summary>
/// Stores device codes and logins. A method that writes returns after its commit. What several instances need to work on
/// the same rows is in <see cref="IInstanceCoordinator"/>.
/// </summary>
internal interface ILoginStore : IAsyncDisposable
{
    /// <summary>Whether the database accepts writes, as far as that is known without asking it.</summary>
    StoreHealth Health { get; }

    // :: Device codes

    /// <summary>Inserts a code, in any state.</summary>
    /// <returns>False if the store already has a code with that key; it stays unchanged.</returns>
    Task<bool> AddAsync(StoredCode code);

    /// <summary>Moves a code to a later state (see <see cref="DeviceCodeStatus"/>). A grant is on the disk when this returns.</summary>
    /// <param name="key">See <see cref="CodeKey"/>.</param>
    /// <param name="state">The new state.</param>
    /// <param name="answer">The response for that state; required for a grant.</param>
    /// <returns>False if nothing changed: the code has that state or a later one, or does not exist.</returns>
    Task<bool> AdvanceAsync(byte[] key, DeviceCodeStatus state, byte[]? answer);

    /// <summary>The code with that key; null if there is none, or if its row cannot be read.</summary>
    Task<StoredCode?> FindAsync(byte[] key);

    /// <summary>
    /// Deletes the codes that ended at least <paramref name="keepFor"/> ago and the logins whose
    /// <see cref="StoredLogin.EraseAt"/> has come, by the clock of the store, and writes, so that
    /// <see cref="Health"/> is known.
    /// </summary>
    /// <returns>The number of deleted rows.</returns>
    Task<int> RemoveExpiredAsync(TimeSpan keepFor);

    // :: Logins

    /// <summary>Writes a login if its revision is the one after the stored revision; revision 1 inserts it.</summary>
    Task<SaveResult> SaveLoginAsync(StoredLogin login);

    /// <summary>The login with that id; null if there is none, or if its row cannot be read.</summary>
    Task<StoredLogin?> FindLoginAsync(string id);

    /// <summary>The id of the open login with that user code; null if there is none.</summary>
    Task<string?> FindLoginIdAsync(Secret userCode);

    /// <summary>The logins that need work even if no caller asks: see <see cref="StoredLogin.IsLive"/>.</summary>
    Task<IReadOnlyList<StoredLogin>> FindLiveLoginsAsync();

    /// <summary>Deletes a login, unless it was written again after the given revision.</summary>
    /// <returns>Whether it was deleted.</returns>
    Task<bool> DeleteLoginAsync(string id, long revision);
}
