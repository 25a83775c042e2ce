using Microsoft.Data.Sqlite;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Tests.Store;

public sealed class SqliteQueueTests : IDisposable
{
    private readonly StoreWorld _world = new();

    [Fact]
    public async Task A_full_commit_syncs_and_a_normal_one_does_not()
    {
        await using var queue = Open();

        var modes = new List<long>();
        foreach (var commit in new[] { Commit.Normal, Commit.Full, Commit.Full, Commit.Erasing })
            modes.Add(await queue.RunAsync(commit, connection => Scalar(connection, "PRAGMA synchronous")));

        modes.ShouldBe([1, 2, 2, 1]);
    }

    [Fact]
    public async Task Work_that_waits_together_is_committed_together_and_with_the_strictest_wish()
    {
        await using var queue = Open();
        using var gate = new ManualResetEventSlim();
        var first = queue.RunAsync(Commit.Normal, connection => Wait(gate));

        var modes = Enumerable.Range(0, 10).Select(i => queue.RunAsync(
            i == 7 ? Commit.Full : Commit.Normal, connection => Scalar(connection, "PRAGMA synchronous"))).ToList();
        gate.Set();

        (await Task.WhenAll(modes)).ShouldAllBe(mode => mode == 2);
        await first;
    }

    [Fact]
    public async Task Work_that_fails_takes_none_of_its_neighbours_along()
    {
        await using var queue = Open();
        using var gate = new ManualResetEventSlim();
        await queue.RunAsync(Commit.Normal, connection => connection.Run("PRAGMA max_page_count = 100"));
        var first = queue.RunAsync(Commit.Normal, connection => Wait(gate));

        var before = queue.RunAsync(Commit.Full, connection => connection.Run("INSERT INTO notes VALUES ('before')"));
        var wrong = queue.RunAsync(Commit.Full, connection => connection.Run("INSERT INTO nowhere VALUES (1)"));
        var tooLarge = queue.RunAsync(Commit.Full, connection => connection.Run("INSERT INTO notes VALUES (zeroblob(10000000))"));
        var thrown = queue.RunAsync<int>(Commit.Full, _ => throw new InvalidOperationException("of its own"));
        var after = queue.RunAsync(Commit.Full, connection => connection.Run("INSERT INTO notes VALUES ('after')"));
        gate.Set();

        await first;
        (await before).ShouldBe(1);
        (await after).ShouldBe(1);
        await Should.ThrowAsync<SqliteException>(() => wrong);
        (await Should.ThrowAsync<SqliteException>(() => tooLarge)).SqliteErrorCode.ShouldBe(13);
        await Should.ThrowAsync<InvalidOperationException>(() => thrown);
        (await queue.RunAsync(Commit.Normal, connection => Scalar(connection, "SELECT count(*) FROM notes"))).ShouldBe(2);
    }

    [Fact]
    public async Task Leaving_finishes_what_waits()
    {
        using var gate = new ManualResetEventSlim();
        var queue = Open();
        var first = queue.RunAsync(Commit.Normal, connection => Wait(gate));
        var last = queue.RunAsync(Commit.Full, connection => connection.Run("INSERT INTO notes VALUES ('last')"));

        var leaving = queue.DisposeAsync().AsTask();
        gate.Set();
        await leaving;

        await first;
        (await last).ShouldBe(1);
        _world.Sql("SELECT count(*) FROM notes").ShouldBe(1L);
    }

    [Fact]
    public async Task Work_that_is_committed_is_not_run_again_when_the_log_cannot_be_truncated()
    {
        await using var queue = Open();
        using var gate = new ManualResetEventSlim();
        var first = queue.RunAsync(Commit.Normal, connection => Wait(gate));
        var runs = 0;
        var one = queue.RunAsync(Commit.Normal, connection => runs += connection.Run("INSERT INTO notes VALUES ('one')"));
        var erasing = queue.RunAsync(Commit.Erasing, connection =>
        {
            // A page of the log that cannot be read is an error of the checkpoint alone.
            using var log = new FileStream($"{_world.File}-wal", FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            log.SetLength(0);
            return connection.Run("INSERT INTO notes VALUES ('two')");
        });
        gate.Set();

        await Task.WhenAll(first, one, erasing);

        runs.ShouldBe(1);
    }

    public void Dispose() => _world.Dispose();

    private SqliteQueue Open()
    {
        var connection = SqliteDatabase.Open(new StoreOptions { Store = _world.File }, new byte[32]);
        connection.Run("CREATE TABLE notes (text)");
        return new SqliteQueue(connection);
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var query = connection.Query(sql);
        return (long)query.ExecuteScalar()!;
    }

    private static int Wait(ManualResetEventSlim gate)
    {
        gate.Wait(TestContext.Current.CancellationToken);
        return 0;
    }
}
