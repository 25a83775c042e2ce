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

    public PostgresCoordinator CoordinatorA { get; } = new(A, TimeProvider.System);

    public PostgresCoordinator CoordinatorB { get; } = new(B, TimeProvider.System);

    /// <summary>Requests a poll lease until it is granted.</summary>
    public Task<PollLease> UntilAcquiredAsync(PostgresCoordinator coordinator, byte[] key, TimeSpan duration) =>
        UntilAsync(
            () => coordinator.AcquirePollLeaseAsync(key, null, duration, TimeSpan.FromSeconds(300)), lease => lease.IsAcquired);

    /// <summary>Asks until the answer is as wished: what passes is the database's time, which no test can move.</summary>
    public async Task<PollLease> UntilAsync(Func<ValueTask<PollLease>> ask, Func<PollLease, bool> isReached)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            var lease = await ask();
            if (isReached(lease)) return lease;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await A.DisposeAsync();
        await B.DisposeAsync();
    }
}
