using Microsoft.Data.Sqlite;

namespace PhigrosLogin.Server.Store;

/// <summary>Opens the database and shortens what is said to it.</summary>
internal static class SqliteDatabase
{
    public static SqliteConnection Open(StoreOptions options, byte[] key)
    {
        // SQLite gives its -wal and -shm files the rights of the database, so that one is made with the right ones.
        if (!options.IsMemory && !File.Exists(options.File)) PrivateFiles.Open(options.File, FileMode.CreateNew).Dispose();
        var source = new SqliteConnectionStringBuilder
        {
            DataSource = options.IsMemory ? ":memory:" : options.File,
            Pooling = false,
            DefaultTimeout = 5,
        };
        var connection = new SqliteConnection(source.ToString());
        try
        {
            connection.Open();
            connection.Run("PRAGMA busy_timeout = 1000; PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY");
            RequireSound(connection);
            Migrations.Apply(connection, Migrations.Steps, source.DataSource);
            SqliteKeyCheck.Run(connection, key, source.DataSource);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The connection that writes, and a second one for reading; null for a database in memory, which has only one.
    /// </summary>
    public static (SqliteConnection Writer, SqliteConnection? Reader) OpenBoth(StoreOptions options, byte[] key)
    {
        var writer = Open(options, key);
        if (options.IsMemory) return (writer, null);
        try
        {
            return (writer, OpenReader(options));
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    private static SqliteConnection OpenReader(StoreOptions options)
    {
        var source = new SqliteConnectionStringBuilder
        {
            DataSource = options.File,
            Pooling = false,
            DefaultTimeout = 5,
            Mode = SqliteOpenMode.ReadOnly,
        };
        var connection = new SqliteConnection(source.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // Without this a damaged page that happens to look like an empty one would pass for a store without logins.
    private static void RequireSound(SqliteConnection connection)
    {
        using var check = connection.Query("PRAGMA quick_check(1)");
        if (check.ExecuteScalar() is not "ok") throw new SqliteException("quick_check found damage", Corrupt);
    }

    /// <summary>Why SQLite cannot use a file, for the operator.</summary>
    public static StoreUnavailableException Explain(SqliteException exception, string file) => exception.SqliteErrorCode switch
    {
        Corrupt or NotADatabase => new($"The store {file} is damaged or no SQLite database. Move it away (or restore a copy), or set Store to another file.", exception),
        _ => new($"The store {file} cannot be used (SQLite error {exception.SqliteErrorCode}). The file and its folder must be writable, the disk not full.", exception),
    };

    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <summary>Runs statements that return nothing.</summary>
    /// <returns>The number of rows that changed.</returns>
    public static int Run(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = connection.Query(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>A statement with its values; null is SQL's NULL.</summary>
    public static SqliteCommand Query(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // every statement is a constant of this folder; values travel as parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }
}
