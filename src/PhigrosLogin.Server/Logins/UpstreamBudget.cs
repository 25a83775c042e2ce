namespace PhigrosLogin.Server.Logins;

/// <summary>
/// The time that one caller waits for upstreams, however many calls their answer takes: what an earlier call has used is
/// missing from a later one. Two upstreams that are each slow in their turn would else keep a caller waiting for the sum.
/// </summary>
internal sealed class UpstreamBudget : IDisposable
{
    private readonly TimeSpan _span;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenSource _either;

    public UpstreamBudget(TimeSpan span, TimeProvider time, CancellationToken caller)
    {
        (_span, _time, _start, _caller) = (span, time, time.GetTimestamp(), caller);
        _end = new CancellationTokenSource(span, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, caller);
    }

    /// <summary>A part of the time that is left, for one of several who are asked in turn.</summary>
    public UpstreamBudget Share(int ofHowMany)
    {
        var left = _span - _time.GetElapsedTime(_start);
        return new UpstreamBudget(left > TimeSpan.Zero ? left / ofHowMany : TimeSpan.Zero, _time, _caller);
    }

    /// <exception cref="UpstreamException">The time is over, or what <paramref name="call"/> throws.</exception>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public async Task<T> SpendAsync<T>(string upstream, Func<CancellationToken, Task<T>> call)
    {
        try
        {
            return await call(_either.Token);
        }
        catch (OperationCanceledException exception) when (!_caller.IsCancellationRequested)
        {
            throw new UpstreamException(UpstreamTrouble.TimedOut, $"{upstream} did not answer in time.", innerException: exception);
        }
    }

    public void Dispose()
    {
        _either.Dispose();
        _end.Dispose();
    }
}
