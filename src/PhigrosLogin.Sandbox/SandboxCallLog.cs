namespace PhigrosLogin.Sandbox;

/// <summary>The newest calls, and how many there were of each kind.</summary>
internal sealed class SandboxCallLog(TimeProvider time)
{
    private const int Capacity = 100_000;

    private readonly Lock _lock = new();
    private readonly Queue<SandboxCall> _calls = new();
    private readonly long[] _counts = new long[Enum.GetValues<SandboxOperation>().Length];
    private readonly List<(SandboxOperation Operation, long Number, TaskCompletionSource<SandboxCall> Waiter)> _waiting = [];

    public IReadOnlyList<SandboxCall> Calls
    {
        get
        {
            lock (_lock) return [.. _calls];
        }
    }

    public long CountOf(SandboxOperation operation)
    {
        lock (_lock) return _counts[(int)operation];
    }

    public void Add(SandboxOperation operation, SandboxAnswer answer)
    {
        lock (_lock)
        {
            var call = new SandboxCall(
                time.GetUtcNow(), operation, ++_counts[(int)operation], answer.Status, answer.UserCode, answer.Outcome);
            _calls.Enqueue(call);
            if (_calls.Count > Capacity) _calls.Dequeue();
            _waiting.RemoveAll(waiting => IsServedBy(waiting, call));
        }
    }

    public async Task<SandboxCall> WhenCalledAsync(SandboxOperation operation, long? number, CancellationToken cancellationToken)
    {
        var waiter = new TaskCompletionSource<SandboxCall>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            var wanted = number ?? _counts[(int)operation] + 1;
            if (_calls.FirstOrDefault(call => call.Operation == operation && call.Number == wanted) is { } past) return past;
            _waiting.Add((operation, wanted, waiter));
        }
        using var leave = cancellationToken.Register(() => Forget(waiter, cancellationToken));
        return await waiter.Task;
    }

    private static bool IsServedBy(
        (SandboxOperation Operation, long Number, TaskCompletionSource<SandboxCall> Waiter) waiting, SandboxCall call) =>
        waiting.Operation == call.Operation && waiting.Number == call.Number && waiting.Waiter.TrySetResult(call);

    private void Forget(TaskCompletionSource<SandboxCall> waiter, CancellationToken cancellationToken)
    {
        lock (_lock) _waiting.RemoveAll(waiting => waiting.Waiter == waiter);
        waiter.TrySetCanceled(cancellationToken);
    }
}
