namespace PhigrosLogin.Server.Logins;

/// <summary>
/// Sends a probe at an interval for as long as one is needed, whether callers come or not: without it a region that
/// nobody asks for would stay closed. The next is due an interval after the last began; two never run at once.
/// </summary>
/// <param name="interval">The time between two probes.</param>
/// <param name="isNeeded">Whether to go on.</param>
/// <param name="send">Sends one; what it throws has been noted by then.</param>
/// <param name="time">The clock.</param>
internal sealed class RegionProbe : IDisposable
{
    private readonly TimeSpan _interval;
    private readonly Func<bool> _isNeeded;
    private readonly Func<CancellationToken, Task> _send;
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;
    private int _isOn;
    private int _isSending;

    public RegionProbe(TimeSpan interval, Func<bool> isNeeded, Func<CancellationToken, Task> send, TimeProvider time)
    {
        (_interval, _isNeeded, _send) = (interval, isNeeded, send);
        _timer = time.CreateDetachedTimer(_ => _ = ProbeAsync(), null);
    }

    /// <summary>Begins, if it has not begun: the first probe is an interval away.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _isOn, 1) == 0) _timer.Change(_interval, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task ProbeAsync()
    {
        if (!_isNeeded())
        {
            Volatile.Write(ref _isOn, 0);
            return;
        }
        _timer.Change(_interval, Timeout.InfiniteTimeSpan);
        if (Interlocked.Exchange(ref _isSending, 1) == 1) return;
        try
        {
            await _send(_stop.Token);
        }
        catch (Exception ended) when (
            ended is UpstreamException or OperationCanceledException or ObjectDisposedException)
        {
            // Noted where it was sent, or the program ends.
        }
        finally
        {
            Volatile.Write(ref _isSending, 0);
        }
    }
}
