using System.Collections.Concurrent;

namespace PhigrosLogin.Server.Store;

/// <summary>
/// Whether the database accepts writes, by the last write that was tried. A sweep writes at least every 30 s, so the answer
/// is right without traffic too.
/// </summary>
internal sealed partial class StoreHealth(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LogEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, long> _errors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lastLogged = new(StringComparer.Ordinal);
    private bool _isLogged;
    private volatile bool _isRefused;
    private volatile bool _isDisconnected;

    /// <summary>Whether the last write was accepted and the connection for notifications, if there is one, is open.</summary>
    public bool IsAvailable => !_isRefused && !_isDisconnected;

    /// <summary>Whether the connection for notifications is broken.</summary>
    public bool IsDisconnected
    {
        set => _isDisconnected = value;
    }

    /// <summary>How often the database could not be used, by SQLite's error number or the SQLSTATE.</summary>
    public IEnumerable<KeyValuePair<string, long>> Errors => _errors;

    /// <summary>Records how a write ended.</summary>
    public async Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        try
        {
            var result = await write();
            Accepted();
            return result;
        }
        catch (Exception failure) when (StoreFailure.IsUnavailable(failure))
        {
            Failed(failure);
            _isRefused = true;
            throw;
        }
    }

    /// <summary>Records how a read ended. A read that succeeds does not show that the database accepts writes.</summary>
    public async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception failure) when (StoreFailure.IsUnavailable(failure))
        {
            Failed(failure);
            throw;
        }
    }

    private void Accepted()
    {
        if (!_isRefused) return;
        bool wasLogged;
        lock (_lock)
        {
            if (!_isRefused) return;
            _isRefused = false;
            (wasLogged, _isLogged) = (_isLogged, false);
        }
        if (wasLogged) Log.Accepts(logger);
    }

    private void Failed(Exception failure)
    {
        var reason = StoreFailure.Reason(failure);
        _errors.AddOrUpdate(reason, 1, (_, count) => count + 1);
        lock (_lock)
        {
            if (_lastLogged.TryGetValue(reason, out var last) && time.GetElapsedTime(last) < LogEvery) return;
            _lastLogged[reason] = time.GetTimestamp();
            _isLogged = true;
        }
        Log.Fails(logger, reason);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "The database cannot be used ({Reason}: SQLite's error number, the SQLSTATE, or the kind of failure). " +
            "Callers get 503; this line comes once a minute for each reason")]
        public static partial void Fails(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "The database accepts writes again")]
        public static partial void Accepts(ILogger logger);
    }
}
