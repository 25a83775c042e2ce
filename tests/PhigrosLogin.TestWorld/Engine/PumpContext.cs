namespace PhigrosLogin.Tests.Engine;

/// <summary>
/// Runs all continuations of a simulation on the test's own thread, so that a clock that is moved in steps gives the same
/// order of events every time.
/// </summary>
internal sealed class PumpContext : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;

    public override void Post(SendOrPostCallback d, object? state)
    {
        // A simulation has no other threads; one that came from elsewhere would make the order a matter of chance.
        if (Environment.CurrentManagedThreadId != _thread) throw new InvalidOperationException("Posted from another thread.");
        _posted.Enqueue((d, state));
    }

    /// <summary>Runs what was posted, and what that posts.</summary>
    public void Pump()
    {
        while (_posted.TryDequeue(out var work)) work.Callback(work.State);
    }
}
