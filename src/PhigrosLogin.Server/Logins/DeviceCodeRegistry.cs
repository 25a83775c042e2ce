using PhigrosLogin.Polling;
using PhigrosLogin.Server.Store;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// The device codes of the LoginQrCode API, found by the code that the caller sends: in memory, or in the store after a
/// restart.
/// </summary>
internal sealed partial class DeviceCodeRegistry : IAsyncDisposable
{
    // Ended codes are kept this long, so that a repeated request costs TapTap nothing.
    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(30);

    // A code that was issued elsewhere lives as long as TapTap's codes do, counted from its first request.
    private static readonly TimeSpan LifetimeFromFirstRequest = TimeSpan.FromSeconds(300);

    private readonly GatewayOptions _options;
    private readonly ILoginStore _store;
    private readonly DeviceCodeRows _rows;
    private readonly SteadyClock _clock;
    private readonly LoginMetrics _metrics;
    private readonly ILogger<DeviceCodeRegistry> _logger;
    private readonly BoundedCache<DeviceCodeSession> _cache;
    private readonly ITimer _sweep;
    private Task _sweeping;

    public DeviceCodeRegistry(
        GatewayOptions options, ILoginStore store, DeviceCodeRows rows, SteadyClock clock, LoginMetrics metrics,
        ILogger<DeviceCodeRegistry> logger)
    {
        (_options, _store, _rows, _clock, _metrics, _logger) = (options, store, rows, clock, metrics, logger);
        _cache = new BoundedCache<DeviceCodeSession>(
            options.MaxLogins, Retention, clock.Time, static session => session.IsEvictable);
        metrics.Watch("code", () => _cache.Count);
        _sweeping = SweepStoreAsync(); // what ended while no process was running
        _sweep = clock.Time.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    /// <summary>Checks, before TapTap is asked for a code, that there is capacity for one.</summary>
    /// <exception cref="OverloadedException">There is none.</exception>
    public void RequireRoom()
    {
        if (!_cache.HasRoom) throw Full();
    }

    /// <summary>Adds a code that TapTap has just issued.</summary>
    /// <exception cref="OverloadedException">There is no capacity, or the store does not respond.</exception>
    public async Task<DeviceCodeSession> AddAsync(Upstream upstream, DeviceCode code)
    {
        var session = Enter(
            DeviceCodeSession.Issued(upstream, code, _options.MinimumInterval, _rows, _clock.Time), exceed: false);
        try
        {
            await _rows.AddAsync(session);
        }
        catch
        {
            _cache.Remove(NameOf(upstream, code.Code), session); // its caller never learns of it
            throw;
        }
        _metrics.CodeStarted(upstream.Region.Name);
        Log.Issued(_logger, session.Id, upstream.Region.Name);
        return session;
    }

    /// <summary>The code in memory or in the store; null if this gateway does not know it.</summary>
    /// <exception cref="OverloadedException">There is no capacity, or the store does not respond.</exception>
    public async ValueTask<DeviceCodeSession?> FindAsync(Upstream upstream, Secret code)
    {
        if (_cache.TryFind(NameOf(upstream, code), out var known))
        {
            known.MarkRequested();
            await _rows.RefreshAsync(known);
            return known;
        }
        if (await _rows.FindAsync(CodeKey.Of(upstream.Region.Name, code)) is not var (stored, state)) return null;
        // If two requests restore it at once, both get the first one's: one poll at a time.
        return Enter(
            DeviceCodeSession.Restored(
                upstream, code, stored.DeviceId, state, stored.RemainingAt(_clock.Now),
                stored.Interval, _rows, _clock.Time),
            exceed: true);
    }

    /// <summary>Adds a code that this gateway does not know: from here on it is polled like one of its own.</summary>
    /// <exception cref="OverloadedException">There is no capacity.</exception>
    public DeviceCodeSession AddUnknown(Upstream upstream, Secret code, string? deviceId)
    {
        var session = DeviceCodeSession.FirstSeen(
            upstream, code, deviceId, LifetimeFromFirstRequest, _options.MinimumInterval, _rows, _clock.Time);
        session.MarkRequested();
        var entered = Enter(session, exceed: false);
        if (entered == session) _metrics.CodeStarted(upstream.Region.Name);
        return entered;
    }

    /// <summary>Ends the sweeps, so that none uses a closed store.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sweep.DisposeAsync();
        await _sweeping;
    }

    private DeviceCodeSession Enter(DeviceCodeSession session, bool exceed)
    {
        var entered = _cache.FindOrAdd(
            NameOf(session.Upstream, session.Code), session, session.End, exceed, out var evicted);
        if (evicted is not null) CountIfAbandoned(evicted);
        return entered ?? throw Full();
    }

    // A code that was not polled to its end has expired all the same.
    private void CountIfAbandoned(DeviceCodeSession session)
    {
        if (session is { State.IsFinal: false, IsExpired: true }) _metrics.Changed(session, DeviceCodeState.Expired());
    }

    private static OverloadedException Full() => new(
        "This gateway has reached its maximum number of logins (Limits:MaxLogins). Retry later.",
        TimeSpan.FromSeconds(30));

    private void Sweep()
    {
        foreach (var session in _cache.Sweep()) CountIfAbandoned(session);
        _sweeping = Task.WhenAll(_sweeping, SweepStoreAsync());
    }

    private async Task SweepStoreAsync()
    {
        try
        {
            await _store.RemoveExpiredAsync(Retention);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Log.NotSwept(_logger, failure.GetType().FullName);
        }
    }

    // Within the process the code itself will do; its hash, the key in the store, costs more than the look-up.
    private static string NameOf(Upstream upstream, Secret code) => $"{upstream.Region.Name}\n{code.Reveal()}";

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Error,
            "Expired logins could not be removed from the store ({Type}): check the disk")]
        public static partial void NotSwept(ILogger logger, string? type);

        [LoggerMessage(3, LogLevel.Information, "Code {Id} was issued in region {Region}")]
        public static partial void Issued(ILogger logger, string id, string region);
    }
}
