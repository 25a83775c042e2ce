using System.Data.Common;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Server.Logins;

// What other instances do with the same logins. Where there are none the store says so at once.
internal sealed partial class LinkLogins
{
    /// <summary>Whether other instances know the same logins.</summary>
    public bool IsShared => store.IsShared;

    /// <summary>Whether the store has been answering, so that what happens to logins outlives this process.</summary>
    public bool AreKept => store.IsAnswering;

    /// <summary>The logins for which it matters here, right now, what other instances do.</summary>
    public IEnumerable<Login> Attended => _table.All.Where(login => login.Watchers > 0 || (!login.State.IsFinal && login.Attempts.Count > 0));

    /// <summary>Goes on with what other instances have changed, and with what was left by those that are gone.</summary>
    public async Task CatchUpAsync()
    {
        await TakeUpAsync(await store.FindNewerAsync([.. Attended.Select(login => (login.Id, login.State.Revision))]));
        await TakeUpAsync(await store.FindOrphansAsync());
    }

    /// <summary>Another instance has written this revision of a login: who knows the login looks at it.</summary>
    public async Task HearAsync(string id, long revision)
    {
        if (_table.TryFind(id, out var login) && login.State.Revision < revision) await RefreshAsync(login);
    }

    /// <summary>Takes over what other instances have made of a login.</summary>
    /// <exception cref="OverloadedException">The store does not answer.</exception>
    private async Task RefreshAsync(Login login)
    {
        if (await store.AskAsync(() => store.FindLoginAsync(login.Id, login.State.Revision)) is not { } newer) return;
        if (!await login.AdoptAsync(newer.Read().State)) return;
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
    public async Task<bool> TakeExchangeAsync(Login login)
    {
        try
        {
            return await store.TakeExchangeAsync(login.Id);
        }
        catch (DbException)
        {
            return true;
        }
    }

    public async Task GiveBackExchangeAsync(Login login)
    {
        try
        {
            await store.GiveBackExchangeAsync(login.Id);
        }
        catch (DbException)
        {
            // Others take it up when the lease is over.
        }
    }

    private async Task TakeUpAsync(IReadOnlyList<StoredLogin> stored)
    {
        try
        {
            foreach (var one in stored)
            {
                if (!_table.TryFind(one.Id, out var login)) login = Restore(one);
                await login.AdoptAsync(one.Read().State);
                await TakeUp(login);
                LetGo(login);
            }
        }
        catch (OverloadedException)
        {
            // More than Limits:MaxLogins: the others come back when somebody asks for them.
        }
    }
}
