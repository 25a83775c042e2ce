using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// Applies what other instances change, one batch after the other (see <see cref="IInstanceCoordinator.ReadChangesAsync"/>).
/// If there are no other instances it ends at once.
/// </summary>
internal sealed partial class StoreChangeListener(
    IInstanceCoordinator coordinator, LoginFlow logins, SteadyClock clock, ILogger<StoreChangeListener> logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan CompareClocksEvery = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _stopping = new();
    private Task _listening = Task.CompletedTask;
    private long _clocksCompared = clock.Time.GetTimestamp();

    public void Start() => _listening = Task.Run(ListenAsync);

    /// <summary>Finishes the batch that is being applied.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _listening;
        _stopping.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            await foreach (var changes in coordinator.ReadChangesAsync(_stopping.Token)) await ApplyAsync(changes);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The end.
        }
    }

    private async Task ApplyAsync(LoginChanges changes)
    {
        try
        {
            if (changes.MayBeIncomplete) await logins.SynchronizeAsync();
            else await logins.ReloadAsync(changes.Logins);
            if (clock.Time.GetElapsedTime(_clocksCompared) < CompareClocksEvery) return;
            clock.CatchUp(await coordinator.GetUtcNowAsync());
            _clocksCompared = clock.Time.GetTimestamp();
        }
#pragma warning disable CA1031 // whatever fails, the next batch repeats it: a sweep that ended would leave logins without an instance
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Log.NotApplied(logger, failure.GetType().FullName);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Changes by other instances could not be read from the store ({Type}); it is tried again")]
        public static partial void NotApplied(ILogger logger, string? type);
    }
}
