using System.Data.Common;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Server.Logins;

// What other instances do with the same logins.
internal sealed partial class LinkLogins
{
    /// <summary>Whether other instances may change the same logins.</summary>
    public bool HasOthers => coordinator.HasOthers;

    /// <summary>Whether the store accepts writes, so that what happens to logins outlives this process.</summary>
    public bool AreKept => store.Health.IsAvailable;

    /// <summary>The logins for which it matters here, right now, what other instances do.</summary>
    public IEnumerable<Login> Attended => _table.All.Where(login => login.Watchers > 0 || (!login.State.IsFinal && login.Attempts.Count > 0));

    /// <summary>Compares the logins in use with the store, and continues those whose instance is gone.</summary>
    public async Task SynchronizeAsync()
    {
        await TakeUpAsync(await coordinator.FindNewerLoginsAsync([.. Attended.Select(login => (login.Id, login.State.Revision))]));
        await TakeUpAsync(await coordinator.FindOrphansAsync());
    }

    /// <summary>Reads again those of the changed logins that are in memory with a lower revision.</summary>
    public async Task ReloadAsync(IReadOnlyDictionary<string, long> changed)
    {
        var outdated = new List<(string Id, long Revision)>();
        foreach (var (id, revision) in changed)
        {
            if (_table.TryFind(id, out var login) && login.State.Revision < revision) outdated.Add((id, login.State.Revision));
        }
        await TakeUpAsync(await coordinator.FindNewerLoginsAsync(outdated));
    }

    /// <summary>Takes over what other instances have made of a login.</summary>
    /// <exception cref="OverloadedException">The store does not answer.</exception>
    private async Task RefreshAsync(Login login)
    {
        var newer = await store.AskAsync(() => coordinator.FindNewerLoginAsync(login.Id, login.State.Revision).AsTask());
        if (newer is null || Read(newer) is not var (_, state) || !await login.AdoptAsync(state)) return;
        await TakeUp(login);
        LetGo(login);
    }

    /// <summary>Whether, by what the store says now, the code of an attempt may still bring a grant.</summary>
    public async Task<bool> WantsAsync(Login login, int attempt)
    {
        await RefreshAsync(login);
        return login.State is { IsOpen: true } state && (state.Code?.Attempt == attempt || state.EarlierCodes.Any(code => code.Attempt == attempt));
    }

    /// <summary>Whether this instance may do the exchange. It is safe to repeat, so while the store does not say, it may.</summary>
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
            // Others take it up when the lease is over.
        }
    }

    // NOTE: a row at a time: one that cannot be read or continued must not keep the others from it.
    private async Task TakeUpAsync(IReadOnlyList<StoredLogin> stored)
    {
        foreach (var one in stored)
        {
            try
            {
                if (Read(one) is not var (_, state)) continue;
                if (!_table.TryFind(one.Id, out var login) && (login = Restore(one)) is null) continue;
                await login.AdoptAsync(state);
                await TakeUp(login);
                LetGo(login);
            }
            catch (OverloadedException)
            {
                // More than Limits:MaxLogins: the others are restored when a caller asks for them.
                return;
            }
#pragma warning disable CA1031 // see the note
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Log.NotContinued(logger, one.Id[..Math.Min(6, one.Id.Length)], failure.GetType().FullName);
            }
        }
    }

    private (LoginFacts Facts, LoginState State)? Read(StoredLogin stored)
    {
        var login = stored.TryRead(out var problem);
        if (problem is not null) _unreadable.Report("logins", stored.Id[..Math.Min(6, stored.Id.Length)], problem);
        return login;
    }
}
