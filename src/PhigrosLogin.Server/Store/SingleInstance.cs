namespace PhigrosLogin.Server.Store;

/// <summary>
/// The coordinator of a store that only one process can open (see <see cref="StoreLock"/>): every lease is free, and no
/// other instance changes anything.
/// </summary>
internal sealed class SingleInstance(TimeProvider time) : IInstanceCoordinator
{
    public bool HasOthers => false;

    public ValueTask<DateTimeOffset> GetUtcNowAsync() => new(time.GetUtcNow());

    public ValueTask<PollLease> AcquirePollLeaseAsync(
        byte[] key, string? loginId, TimeSpan duration, TimeSpan codeLifetime) => new(PollLease.Local);

    public ValueTask ReleasePollLeaseAsync(byte[] key, PollLease lease, PollPace pace, bool mayBeSpent) => default;

    public ValueTask<bool> AcquireExchangeLeaseAsync(string loginId) => new(true);

    public ValueTask ReleaseExchangeLeaseAsync(string loginId) => default;

    public IAsyncEnumerable<LoginChanges> ReadChangesAsync(CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<LoginChanges>();

    public ValueTask<StoredLogin?> FindNewerLoginAsync(string id, long revision) => default;

    public ValueTask<IReadOnlyList<StoredLogin>> FindNewerLoginsAsync(
        IReadOnlyCollection<(string Id, long Revision)> known) => new([]);

    public ValueTask<StoredCode?> RereadCodeAsync(byte[] key) => default;

    public ValueTask<IReadOnlyList<StoredLogin>> FindOrphansAsync() => new([]);
}
