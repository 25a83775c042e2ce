namespace PhigrosLogin.Server.Logins;

/// <summary>Counts work that must not be cut off, so that a shutdown can wait for it.</summary>
internal sealed class RunningWork
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private bool _isClosing;

    /// <summary>Counts until the result is disposed of.</summary>
    public IDisposable Begin()
    {
        lock (_lock) _count++;
        return new Piece(this);
    }

    /// <summary>Ends when nothing runs any more.</summary>
    public Task WhenDone()
    {
        lock (_lock)
        {
            _isClosing = true;
            if (_count == 0) _done.TrySetResult();
        }
        return _done.Task;
    }

    private void End()
    {
        lock (_lock)
        {
            _count--;
            if (_isClosing && _count == 0) _done.TrySetResult();
        }
    }

    private sealed class Piece(RunningWork work) : IDisposable
    {
        public void Dispose() => work.End();
    }
}
