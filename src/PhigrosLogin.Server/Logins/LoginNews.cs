using System.Data.Common;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// Hears what other instances do: of each change at once, and every 5 s of what was missed, and of logins whose instance
/// is gone. Where there are no other instances it does nothing.
/// </summary>
internal sealed partial class LoginNews(ILoginStore store, LinkLogins logins, TimeProvider time, ILogger<LoginNews> logger) : IAsyncDisposable
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(5);

    private readonly RunningWork _running = new();
    private ITimer? _sweep;
    private int _sweeping;
    private volatile bool _isOver;

    public void Begin()
    {
        if (!store.IsShared) return;
        store.Changed = news => _ = news is var (id, revision) ? RunAsync(() => logins.HearAsync(id, revision)) : SweepAsync();
        _sweep = time.CreateTimer(_ => _ = SweepAsync(), null, SweepEvery, SweepEvery);
    }

    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        store.Changed = _ => { };
        if (_sweep is not null) await _sweep.DisposeAsync();
        await _running.WhenIdle();
    }

    private async Task SweepAsync()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) == 1) return; // a slow store is not asked twice at once
        await RunAsync(logins.CatchUpAsync);
        Volatile.Write(ref _sweeping, 0);
    }

    private async Task RunAsync(Func<Task> work)
    {
        using var running = _running.Begin();
        if (_isOver) return;
        try
        {
            await work();
        }
        catch (Exception trouble) when (trouble is DbException or OverloadedException)
        {
            Log.NotHeard(logger, trouble.GetType().FullName);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "What other instances changed could not be read from the store ({Type}); it is tried again")]
        public static partial void NotHeard(ILogger logger, string? type);
    }
}
