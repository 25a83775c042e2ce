namespace PhigrosLogin.Server.Logins;

/// <summary>
/// How much one region is asked at most: so many calls in flight, so many begun in any one second. Who must not be
/// turned away waits for a turn, in the order of arrival.
/// </summary>
internal sealed class UpstreamGate : IDisposable
{
    private readonly Lock _lock = new();

    // Only the first in the queue waits for a place and a turn; who may not wait enters when nobody waits.
    private readonly SemaphoreSlim _queue = new(1);
    private readonly SemaphoreSlim _places;
    private readonly TimeProvider _time;

    // When the last so-many calls began: the next may begin one second after the oldest of them.
    private readonly long[] _begun;
    private int _oldest;
    private int _waiting;

    /// <param name="maxConcurrency">Calls in flight at most.</param>
    /// <param name="callsPerSecond">Calls begun in any one second at most; 0 = no limit.</param>
    /// <param name="time">The clock.</param>
    public UpstreamGate(int maxConcurrency, int callsPerSecond, TimeProvider time)
    {
        _places = new SemaphoreSlim(maxConcurrency);
        _begun = new long[callsPerSecond];
        _begun.AsSpan().Fill(long.MinValue / 2);
        _time = time;
    }

    /// <summary>Enters if there is a turn right now.</summary>
    /// <param name="wait">When to try again, if there is none.</param>
    public bool TryEnter(out TimeSpan wait)
    {
        wait = TimeSpan.FromSeconds(1);
        if (Volatile.Read(ref _waiting) > 0 || !_places.Wait(0)) return false;
        if (TryTakeTurn(out wait)) return true;
        _places.Release();
        return false;
    }

    /// <summary>Waits for a turn.</summary>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        if (TryEnter(out _)) return;
        Interlocked.Increment(ref _waiting);
        try
        {
            await _queue.WaitAsync(cancellationToken);
            try
            {
                await _places.WaitAsync(cancellationToken);
                await TakeTurnAsync(cancellationToken);
            }
            finally
            {
                _queue.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Leave() => _places.Release();

    public void Dispose()
    {
        _queue.Dispose();
        _places.Dispose();
    }

    private async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!TryTakeTurn(out var wait))
            {
                // Whole milliseconds, because a delay forgets what is less.
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), _time, cancellationToken);
            }
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    private bool TryTakeTurn(out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (_begun.Length == 0) return true;
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            var next = _begun[_oldest] + _time.TimestampFrequency;
            if (next > now)
            {
                wait = _time.GetElapsedTime(now, next);
                return false;
            }
            _begun[_oldest] = now;
            _oldest = (_oldest + 1) % _begun.Length;
            return true;
        }
    }
}

/// <summary>The gateway can't take this now: there is no room for another login, or its store does not answer.</summary>
internal sealed class OverloadedException(string message, TimeSpan retryAfter, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Whether the store is the cause.</summary>
    public bool IsStoreUnavailable { get; init; }

    public TimeSpan RetryAfter => retryAfter;
}
