using Npgsql;

namespace PhigrosLogin.Server.Store;

/// <summary>
/// Runs statements on PostgreSQL. During a restart of the database, or after a broken connection, it tries again for a
/// while, because the alternative is a lost login.
/// </summary>
internal sealed class PostgresCommands(NpgsqlDataSource source, TimeProvider time, StoreHealth health)
{
    // A caller can repeat a read; a grant that is not written is lost.
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ClearEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _clearing = new();
    private long? _lastCleared;

    /// <summary>Runs a write that may run twice, until it succeeds.</summary>
    public Task<T> WriteAsync<T>(Func<NpgsqlConnection, Task<T>> work) => RetryAsync(WriteTimeout, () => WriteOnceAsync(work));

    public Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> work) =>
        RetryAsync(ReadTimeout, () => health.ReadAsync(() => ExecuteAsync(work)));

    /// <summary>Runs a write that must not run twice.</summary>
    public Task<T> WriteOnceAsync<T>(Func<NpgsqlConnection, Task<T>> work) => health.WriteAsync(() => ExecuteAsync(work));

    private async Task<T> ExecuteAsync<T>(Func<NpgsqlConnection, Task<T>> work)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync();
            return await work(connection);
        }
        catch (NpgsqlException failure) when (IsPoolOutdated(failure))
        {
            ClearPool();
            throw;
        }
    }

    private async Task<T> RetryAsync<T>(TimeSpan timeout, Func<Task<T>> work)
    {
        var begun = time.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(20); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await work();
            }
            catch (NpgsqlException failure) when (IsTransient(failure) && time.GetElapsedTime(begun) < timeout)
            {
                await Task.Delay(pause, time);
            }
        }
    }

    /// <summary>Whether the same statement may succeed in a moment.</summary>
    internal static bool IsTransient(NpgsqlException failure) =>
        failure.IsTransient || failure.SqlState == PostgresErrorCodes.QueryCanceled || IsPoolOutdated(failure);

    /// <summary>
    /// Whether the other connections of the pool are as useless as this one: the database was restarted, or they go to one
    /// that has become read-only (25006), as after a failover. Nothing else is a reason to close them: under load, closing
    /// the connections of an exhausted pool and opening them again would be most of the load.
    /// </summary>
    internal static bool IsPoolOutdated(NpgsqlException failure) => failure is PostgresException { SqlState: var state }
        ? state is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.ReadOnlySqlTransaction
        : failure.InnerException is IOException or System.Net.Sockets.SocketException;

    private void ClearPool()
    {
        lock (_clearing)
        {
            if (_lastCleared is { } last && time.GetElapsedTime(last) < ClearEvery) return;
            _lastCleared = time.GetTimestamp();
        }
        source.Clear();
    }
}

internal static class PostgresStatement
{
    /// <summary>Runs a statement; its values are $1, $2 …, null is SQL's NULL.</summary>
    /// <returns>The number of rows that changed.</returns>
    public static async Task<int> RunAsync(this NpgsqlConnection connection, string sql, params object?[] values)
    {
        await using var command = connection.Query(sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first value of the first row; null when there is none.</summary>
    public static async Task<object?> ScalarAsync(this NpgsqlConnection connection, string sql, params object?[] values)
    {
        await using var command = connection.Query(sql, values);
        return await command.ExecuteScalarAsync() is var value and not DBNull ? value : null;
    }

    /// <summary>All rows, each as <paramref name="read"/> sees it.</summary>
    public static async Task<List<T>> RowsAsync<T>(this NpgsqlConnection connection, Func<NpgsqlDataReader, T> read, string sql, params object?[] values)
    {
        await using var command = connection.Query(sql, values);
        await using var row = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await row.ReadAsync()) rows.Add(read(row));
        return rows;
    }

    private static NpgsqlCommand Query(this NpgsqlConnection connection, string sql, object?[] values)
    {
#pragma warning disable CA2100 // every statement is a constant of this folder; values travel as parameters
        var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }
}
