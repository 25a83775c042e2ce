using Npgsql;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Tests.Store;

/// <summary>A place for rows that a test can change with SQL, as someone who can write to the database would.</summary>
internal abstract class StoredRows : IDisposable
{
    public StoreWorld World { get; } = new();

    /// <summary>The settings of a gateway that uses these rows.</summary>
    public abstract Task<string[]> SettingsAsync();

    public abstract Task<ILoginStore> OpenAsync();

    /// <summary>Runs statements that both databases understand.</summary>
    public abstract Task SqlAsync(string sql);

    public void Dispose() => World.Dispose();

    public sealed class Sqlite : StoredRows
    {
        public override Task<string[]> SettingsAsync() => Task.FromResult<string[]>([$"--Store={World.File}"]);

        public override async Task<ILoginStore> OpenAsync() => await World.OpenAsync();

        public override Task SqlAsync(string sql)
        {
            World.Sql(sql);
            return Task.CompletedTask;
        }
    }

    public sealed class Postgres : StoredRows
    {
        private string? _store;

        public override async Task<string[]> SettingsAsync() =>
            [$"--Store={await StoreAsync()}", $"--StoreKey={PostgresServer.StoreKey.Reveal()}"];

        public override async Task<ILoginStore> OpenAsync() => await PostgresLoginStore.OpenAsync(
            new StoreOptions { Store = await StoreAsync(), StoreKey = PostgresServer.StoreKey }, TimeProvider.System, World.Log);

        public override async Task SqlAsync(string sql)
        {
            await using var connection = new NpgsqlConnection(await StoreAsync());
            await connection.OpenAsync();
            await connection.RunAsync(sql);
        }

        private async Task<string> StoreAsync() => _store ??= await (await PostgresServer.SharedAsync()).NewStoreAsync();
    }
}
