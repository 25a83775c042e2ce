namespace PhigrosLogin.Server.Logins;

/// <summary>Counts work that must not be cut off, so that a shutdown can wait for it.</summary>
internal sealed class RunningWork
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _idle;
    private int _count;

    /// <summary>Counts until the result is disposed of.</summary>
    public IDisposable Begin()
    {
        lock (_lock) _count++;
        return new Piece(this);
    }

    /// <summary>Ends as soon as nothing runs.</summary>
    public Task WhenIdle()
    {
        lock (_lock)
        {
            if (_count == 0) return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    private void End()
    {
        lock (_lock)
        {
            if (--_count > 0) return;
            _idle?.SetResult();
            _idle = null;
        }
    }

    private sealed class Piece(RunningWork work) : IDisposable
    {
        public void Dispose() => work.End();
    }
}
