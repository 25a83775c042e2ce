using System.Data.Common;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Server.Logins;

// What other instances do with the same logins.
internal sealed partial class LoginRepository
{
    /// <summary>Whether the store accepts writes, so that what happens to logins outlives this process.</summary>
    public bool IsStoreAvailable => store.Health.IsAvailable;

    // The logins for which it matters here what other instances do.
    private IEnumerable<Login> InUse =>
        _cache.All.Where(login => login.Watchers > 0 || (!login.State.IsFinal && login.Polls.Count > 0));

    /// <summary>Compares the logins in use with the store, and finds those whose instance is gone.</summary>
    /// <returns>The logins that changed or need work.</returns>
    public async Task<IReadOnlyList<Login>> SynchronizeAsync()
    {
        var known = InUse.Select(login => (login.Id, login.State.Revision)).ToArray();
        return
        [
            .. await ApplyAsync(await coordinator.FindNewerLoginsAsync(known)),
            .. await ApplyAsync(await coordinator.FindOrphansAsync()),
        ];
    }

    /// <summary>Reads again those of the changed logins that are in memory with a lower revision.</summary>
    /// <returns>The logins that changed.</returns>
    public async Task<IReadOnlyList<Login>> ReloadAsync(IReadOnlyDictionary<string, long> changed)
    {
        var outdated = new List<(string Id, long Revision)>();
        foreach (var (id, revision) in changed)
        {
            if (_cache.TryFind(id, out var login) && login.State.Revision < revision)
                outdated.Add((id, login.State.Revision));
        }
        return await ApplyAsync(await coordinator.FindNewerLoginsAsync(outdated));
    }

    /// <summary>Applies what other instances wrote of a login.</summary>
    /// <exception cref="OverloadedException">The store does not respond.</exception>
    public async ValueTask RefreshAsync(Login login)
    {
        if (!coordinator.HasOthers) return;
        var revision = login.State.Revision;
        var newer = await store.AskAsync(() => coordinator.FindNewerLoginAsync(login.Id, revision).AsTask());
        if (newer is null || Read(newer) is not var (_, state) || !await login.AdoptAsync(state)) return;
        EndEarlyIfAtRest(login);
    }

    /// <summary>
    /// Whether this instance may do the exchange. It is safe to repeat, so if the store does not respond, it may.
    /// </summary>
    public async Task<bool> AcquireExchangeLeaseAsync(Login login)
    {
        try
        {
            return await coordinator.AcquireExchangeLeaseAsync(login.Id);
        }
        catch (DbException)
        {
            return true;
        }
    }

    public async Task ReleaseExchangeLeaseAsync(Login login)
    {
        try
        {
            await coordinator.ReleaseExchangeLeaseAsync(login.Id);
        }
        catch (DbException)
        {
            // Another instance acquires it when it ends.
        }
    }

    private async Task<IReadOnlyList<Login>> ApplyAsync(IReadOnlyList<StoredLogin> stored)
    {
        var applied = new List<Login>();
        foreach (var row in stored)
        {
            if (Read(row) is not var (_, state)) continue;
            try
            {
                if ((FindInMemory(row.Id) ?? Restore(row)) is not { } login) continue;
                await login.AdoptAsync(state);
                EndEarlyIfAtRest(login);
                applied.Add(login);
            }
            catch (OverloadedException)
            {
                break; // more than twice Limits:MaxLogins: the others are restored when a caller asks for them
            }
        }
        return applied;
    }

    // NOTE: a row that cannot be read is skipped: it must not end a sweep or a start.
    private (LoginFacts Facts, LoginState State)? Read(StoredLogin stored)
    {
        var login = stored.TryRead(out var problem);
        if (problem is not null) _unreadable.Report("logins", stored.Id[..Math.Min(6, stored.Id.Length)], problem);
        return login;
    }
}
