using Npgsql;

namespace PhigrosLogin.Server.Store;

/// <summary>
/// Speaks to PostgreSQL and bears with it: a restart of the database or a broken connection is tried again for a while,
/// because what is lost by giving up at once is a player's login.
/// </summary>
internal sealed class PostgresCommands(NpgsqlDataSource source, TimeProvider time)
{
    // A grant is worth a wait; who only asks is told to come back.
    private static readonly TimeSpan ForWrites = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ForReads = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Does what may be done twice, until it is done.</summary>
    public Task<T> WriteAsync<T>(Func<NpgsqlConnection, Task<T>> work) => InsistAsync(ForWrites, work);

    public Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> work) => InsistAsync(ForReads, work);

    /// <summary>Does what must not be done twice.</summary>
    public async Task<T> OnceAsync<T>(Func<NpgsqlConnection, Task<T>> work)
    {
        await using var connection = await source.OpenConnectionAsync();
        return await work(connection);
    }

    private async Task<T> InsistAsync<T>(TimeSpan patience, Func<NpgsqlConnection, Task<T>> work)
    {
        var begun = time.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(20); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await OnceAsync(work);
            }
            catch (NpgsqlException trouble) when (IsPassing(trouble) && time.GetElapsedTime(begun) < patience)
            {
                // After a restart all connections in the pool are broken, not only this one.
                source.Clear();
            }
            await Task.Delay(pause, time);
        }
    }

    // Everything but what PostgreSQL says of the statement itself: classes 08 connection, 40 rollback, 53 resources, 57 operator.
    private static bool IsPassing(NpgsqlException trouble) =>
        trouble is not PostgresException { SqlState: var state } || state[..2] is "08" or "40" or "53" or "57";
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
