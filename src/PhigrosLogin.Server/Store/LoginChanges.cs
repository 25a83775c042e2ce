using System.Threading.Channels;

namespace PhigrosLogin.Server.Store;

/// <summary>A batch of change notifications.</summary>
/// <param name="Logins">The highest revision that was announced for each login.</param>
/// <param name="MayBeIncomplete">
/// Whether notifications may be missing; then every login in use is to be compared with the store.
/// </param>
internal sealed record LoginChanges(IReadOnlyDictionary<string, long> Logins, bool MayBeIncomplete);

/// <summary>
/// Collects change notifications for one reader. Several notifications of one login become one, and what arrives while a
/// batch is processed is in the next batch, so that no notification is lost and no flood makes the reader fall behind.
/// </summary>
internal sealed class LoginChangeQueue
{
    // Above this number, comparing all logins in use costs less than reading each one that was announced.
    private const int MaxPending = 10_000;

    private readonly Lock _lock = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private Dictionary<string, long> _pending = new(StringComparer.Ordinal);
    private bool _mayBeIncomplete;

    public void Add(string id, long revision)
    {
        lock (_lock)
        {
            if (_pending.Count >= MaxPending && !_pending.ContainsKey(id)) _mayBeIncomplete = true;
            else _pending[id] = Math.Max(revision, _pending.GetValueOrDefault(id));
        }
        _signal.Writer.TryWrite(true);
    }

    /// <summary>Notifications may have been missed.</summary>
    public void AddGap()
    {
        lock (_lock) _mayBeIncomplete = true;
        _signal.Writer.TryWrite(true);
    }

    /// <summary>Waits for the next batch.</summary>
    public async Task<LoginChanges> ReadAsync(CancellationToken cancellationToken)
    {
        await _signal.Reader.ReadAsync(cancellationToken);
        lock (_lock)
        {
            var batch = new LoginChanges(_pending, _mayBeIncomplete);
            (_pending, _mayBeIncomplete) = (new Dictionary<string, long>(StringComparer.Ordinal), false);
            return batch;
        }
    }
}
