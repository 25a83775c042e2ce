using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PhigrosLogin.Server.Store;
using PhigrosLogin.Tests.Store;

namespace PhigrosLogin.Tests.Postgres;

/// <summary>What a failed statement means for the other connections of the pool.</summary>
public sealed class PostgresCommandsTests : IDisposable
{
    private readonly StoreWorld _world = new();

    [Fact]
    public async Task An_exhausted_pool_keeps_its_connections()
    {
        var server = await PostgresServer.SharedAsync();
        await using var source = NpgsqlDataSource.Create($"{server.ConnectionString};Maximum Pool Size=25;Timeout=1");
        var health = new StoreHealth(TimeProvider.System, NullLogger.Instance);
        var commands = new PostgresCommands(source, TimeProvider.System, health);
        var connections = new ConcurrentDictionary<int, bool>();

        // 25 at a time for 0.4 s each: whoever is fourth in line waits longer than the timeout of the pool.
        await Task.WhenAll(Enumerable.Range(0, 120).Select(_ => commands.WriteAsync(async connection =>
        {
            var id = (int)(await connection.ScalarAsync("SELECT pg_backend_pid() FROM pg_sleep(0.4)"))!;
            return connections.TryAdd(id, true);
        })));

        health.Errors.Sum(error => error.Value).ShouldBeGreaterThan(0, "the pool was never exhausted");
        connections.Count.ShouldBeLessThanOrEqualTo(25);
        health.IsAvailable.ShouldBeTrue();
    }

    [Fact]
    public async Task A_database_that_was_read_only_is_used_as_soon_as_it_accepts_writes()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var store = await PostgresLoginStore.OpenAsync(
            new StoreOptions { Store = server.ConnectionString, StoreKey = PostgresServer.StoreKey }, TimeProvider.System, _world.Log);
        await store.AddAsync(_world.Code("before"));
        await AdministerAsync(server, "ALTER DATABASE postgres SET default_transaction_read_only = on");
        await AdministerAsync(server,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'PhigrosLogin'");

        var writing = store.AddAsync(_world.Code("after"));
        while (!store.Health.Errors.Any(error => error.Key == PostgresErrorCodes.ReadOnlySqlTransaction))
        {
            writing.IsCompleted.ShouldBeFalse();
            await Task.Yield(); // until it was refused
        }
        store.Health.IsAvailable.ShouldBeFalse();
        await AdministerAsync(server, "ALTER DATABASE postgres RESET default_transaction_read_only");

        (await writing).ShouldBeTrue();
        _world.Log.Warnings.ShouldContain(line => line.Contains("(25006:", StringComparison.Ordinal));
        _world.Log.Lines.ShouldContain(line => line.Text.Contains("accepts writes again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_ended_is_deleted_by_the_clock_of_the_database()
    {
        var server = await PostgresServer.SharedAsync();
        // The clock of the instance is almost a year late.
        await using var store = await server.OpenStoreAsync(_world.Clock);
        var now = TimeProvider.System.GetUtcNow();
        await store.SaveLoginAsync(Login("AAAAAAAAAAAAAAAAAAAAAA", now.AddSeconds(-1)));
        await store.SaveLoginAsync(Login("BBBBBBBBBBBBBBBBBBBBBA", now.AddHours(1)));

        (await store.RemoveExpiredAsync(TimeSpan.Zero)).ShouldBe(1);

        (await store.FindLiveLoginsAsync()).ShouldHaveSingleItem().Id.ShouldStartWith("B");
    }

    [Fact]
    public async Task Who_may_only_listen_learns_no_id()
    {
        await using var pair = await StorePair.OpenAsync();
        var server = await PostgresServer.SharedAsync();
        await using var stranger = new NpgsqlConnection(server.ConnectionString);
        await stranger.OpenAsync();
        var received = new List<string>();
        stranger.Notification += (_, notification) => received.Add(notification.Payload);
        await stranger.RunAsync($"LISTEN \"{pair.A.Channel}\"");
        var login = Login("AAAAAAAAAAAAAAAAAAAAAA", TimeProvider.System.GetUtcNow().AddHours(1));
        // The first batch is the gap before B listens: a notification sent earlier does not reach it.
        (await pair.B.Changes.ReadAsync(TestContext.Current.CancellationToken)).MayBeIncomplete.ShouldBeTrue();

        await pair.A.SaveLoginAsync(login);
        await stranger.WaitAsync(TestContext.Current.CancellationToken);
        LoginChanges changes;
        do changes = await pair.B.Changes.ReadAsync(TestContext.Current.CancellationToken);
        while (!changes.Logins.ContainsKey(login.Id));

        received.ShouldNotBeEmpty();
        received.ShouldAllBe(payload => !payload.Contains(login.Id, StringComparison.Ordinal));
        changes.Logins[login.Id].ShouldBe(1);
    }

    public void Dispose() => _world.Dispose();

    // A session of its own that may write, whatever the default of the database is.
    private static async Task AdministerAsync(PostgresServer server, string sql)
    {
        await using var connection = new NpgsqlConnection(
            $"{server.ConnectionString};Pooling=false;Options=-c default_transaction_read_only=off");
        await connection.OpenAsync();
        await connection.RunAsync(sql);
    }

    private static StoredLogin Login(string id, DateTimeOffset eraseAt) =>
        new() { Id = id, EraseAt = eraseAt, IsLive = true, Body = [1] };
}
