using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Tests.Postgres;

/// <summary>Two instances' stores on the same tables.</summary>
internal sealed record StorePair(PostgresLoginStore A, PostgresLoginStore B) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<StorePair> OpenAsync()
    {
        var server = await PostgresServer.SharedAsync();
        var store = await server.NewStoreAsync();
        return new StorePair(await server.OpenStoreAsync(TimeProvider.System, store), await server.OpenStoreAsync(TimeProvider.System, store));
    }

    /// <summary>Asks for a turn until it is granted.</summary>
    public Task<Turn> UntilMineAsync(ILoginStore store, byte[] key, TimeSpan lease) =>
        UntilAsync(() => store.TakeTurnAsync(key, null, lease, TimeSpan.FromSeconds(300)), turn => turn.IsMine);

    /// <summary>Asks until the answer is as wished: what passes is the database's time, which no test can move.</summary>
    public async Task<Turn> UntilAsync(Func<ValueTask<Turn>> ask, Func<Turn, bool> isReached)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            var turn = await ask();
            if (isReached(turn)) return turn;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await A.DisposeAsync();
        await B.DisposeAsync();
    }
}
