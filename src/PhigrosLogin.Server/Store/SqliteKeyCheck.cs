using System.Text;
using Microsoft.Data.Sqlite;

namespace PhigrosLogin.Server.Store;

/// <summary>Refuses a store key that cannot decrypt what the file holds: with it every login under way would be lost.</summary>
internal static class SqliteKeyCheck
{
    // A file that was written before the check existed has no value to compare with; then some of its rows decide.
    private const int Sample = 100;

    /// <exception cref="StoreUnavailableException">The file was written with another key.</exception>
    public static void Run(SqliteConnection connection, byte[] key, string file)
    {
        var sealer = new Sealer(key, "meta", "value");
        using var query = connection.Query("SELECT value FROM meta WHERE name = 'store key'");
        if (query.ExecuteScalar() is byte[] kept)
        {
            if (sealer.Open(PostgresKeyCheck.Row, kept) is null) throw WrongKey(file);
            return;
        }
        if (!OpensAny("logins", "body", "SELECT id, body, revision FROM logins LIMIT $sample") ||
            !OpensAny("codes", "answer", "SELECT key, answer, state FROM codes WHERE answer IS NOT NULL LIMIT $sample") ||
            !OpensAny("codes", "device_id", "SELECT key, device_id, 0 FROM codes WHERE device_id IS NOT NULL LIMIT $sample"))
            throw WrongKey(file);
        connection.Run(
            "INSERT INTO meta (name, value) VALUES ('store key', $value)",
            ("$value", sealer.Seal(PostgresKeyCheck.Row, PostgresKeyCheck.Row)));

        bool OpensAny(string table, string column, string sql) =>
            SqliteKeyCheck.OpensAny(connection, new Sealer(key, table, column), sql);
    }

    private static bool OpensAny(SqliteConnection connection, Sealer sealer, string sql)
    {
        using var query = connection.Query(sql, ("$sample", Sample));
        using var row = query.ExecuteReader();
        var isEmpty = true;
        while (row.Read())
        {
            var id = row[0] as byte[] ?? Encoding.UTF8.GetBytes((string)row[0]);
            if (sealer.Open(id, (byte[])row[1], row.GetInt64(2)) is not null) return true;
            isEmpty = false;
        }
        return isEmpty;
    }

    private static StoreUnavailableException WrongKey(string file) => new(
        $"The store {file} was written with another StoreKey. Start with that key (the setting StoreKey, the credential " +
        $"StoreKey, or {StoreKey.FileName} beside the file). If it is lost, move the file away: the logins in it are lost.");
}
