using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace PhigrosLogin.Server.Store;

/// <summary>What a piece of work wants of the disk before its caller hears that it is done.</summary>
internal enum Commit
{
    /// <summary>Survives the end of the process (<c>synchronous=NORMAL</c>).</summary>
    Normal,

    /// <summary>Survives the end of the power too (<c>synchronous=FULL</c>).</summary>
    Full,

    /// <summary>As <see cref="Normal"/>, and what it deleted is also gone from the write-ahead log.</summary>
    Erasing,
}

/// <summary>
/// The one connection and the queue before it. Whatever waits together is committed together, so a hundred grants
/// in the same moment cost one wait for the disk.
/// </summary>
internal sealed class SqliteQueue : IAsyncDisposable
{
    private const int LargestBatch = 256;

    private readonly Channel<Work> _waiting = Channel.CreateBounded<Work>(new BoundedChannelOptions(16 * LargestBatch) { SingleReader = true });
    private readonly SqliteConnection _connection;
    private readonly Task _serving;
    private bool? _isFull;

    public SqliteQueue(SqliteConnection connection)
    {
        _connection = connection;
        _serving = Task.Run(ServeAsync);
    }

    /// <summary>Runs the work in a transaction and returns after its commit. It may be run twice, the first time undone.</summary>
    public async Task<T> RunAsync<T>(Commit commit, Func<SqliteConnection, T> work)
    {
        var queued = new Work<T>(commit, work);
        await _waiting.Writer.WriteAsync(queued);
        return await queued.Done.Task;
    }

    /// <summary>Finishes what was queued, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _serving;
        await _connection.DisposeAsync();
    }

    private async Task ServeAsync()
    {
        var batch = new List<Work>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (batch.Count < LargestBatch && _waiting.Reader.TryRead(out var work)) batch.Add(work);
            Serve(batch);
            batch.Clear();
        }
    }

#pragma warning disable CA1031 // what a piece of work throws belongs to its caller, whatever it is
    private void Serve(List<Work> batch)
    {
        try
        {
            UseFull(batch.Exists(work => work.Commit == Commit.Full));
            using (var transaction = _connection.BeginTransaction(deferred: true))
            {
                foreach (var work in batch) work.Run(_connection);
                transaction.Commit();
            }
        }
        catch (Exception locked) when (StoreFailure.IsLocked(locked))
        {
            // NOTE: one by one, each would wait for the lock again, and a caller at the end of the line for minutes.
            foreach (var work in batch) work.Fail(locked);
            return;
        }
        catch (Exception) when (batch.Count > 1)
        {
            // Nothing of the batch holds. One by one, only the work at fault fails.
            foreach (var work in batch) Serve([work]);
            return;
        }
        catch (Exception exception)
        {
            batch[0].Fail(exception);
            return;
        }
        if (batch.Exists(work => work.Commit == Commit.Erasing)) Checkpoint();
        foreach (var work in batch) work.Answer();
    }

    // What was deleted is committed: if its traces stay in the log for now, the next checkpoint removes them.
    private void Checkpoint()
    {
        try
        {
            _connection.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException)
        {
            // The disk, most likely; the next write reports it.
        }
    }
#pragma warning restore CA1031

    private void UseFull(bool full)
    {
        if (full == _isFull) return;
        _connection.Run(full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        _isFull = full;
    }

    private abstract class Work(Commit commit)
    {
        public Commit Commit => commit;

        public abstract void Run(SqliteConnection connection);

        public abstract void Answer();

        public abstract void Fail(Exception exception);
    }

    private sealed class Work<T>(Commit commit, Func<SqliteConnection, T> work) : Work(commit)
    {
        private T _result = default!;

        public TaskCompletionSource<T> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Run(SqliteConnection connection) => _result = work(connection);

        public override void Answer() => Done.SetResult(_result);

        public override void Fail(Exception exception) => Done.SetException(exception);
    }
}
