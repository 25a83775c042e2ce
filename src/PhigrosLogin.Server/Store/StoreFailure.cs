using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace PhigrosLogin.Server.Store;

/// <summary>Tells a database that cannot be used now from a statement that is wrong.</summary>
internal static class StoreFailure
{
    // https://www.sqlite.org/rescode.html
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;

    /// <summary>Whether the database does not respond, or accepts nothing for now: the same call may succeed later.</summary>
    public static bool IsUnavailable(Exception failure) => failure switch
    {
        SqliteException { SqliteErrorCode: Busy or Locked or ReadOnly or InputOutput or Full or CannotOpen } => true,
        // Class 23 is a constraint: the database works, and said no.
        PostgresException { SqlState: var state } => !state.StartsWith("23", StringComparison.Ordinal),
        NpgsqlException => true,
        _ => false,
    };

    /// <summary>Whether another process holds the lock of a SQLite file: then waiting for it again gains nothing.</summary>
    public static bool IsLocked(Exception failure) => failure is SqliteException { SqliteErrorCode: Busy or Locked };

    /// <summary>The number of SQLite or the SQLSTATE of PostgreSQL; else the type. Never a value.</summary>
    public static string Reason(Exception failure) => failure switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode.ToString(CultureInfo.InvariantCulture),
        PostgresException { SqlState: var state } => state,
        DbException { InnerException: { } inner } => inner.GetType().Name,
        _ => failure.GetType().Name,
    };
}
