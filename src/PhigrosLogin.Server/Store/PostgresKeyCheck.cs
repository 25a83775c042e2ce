using Npgsql;

namespace PhigrosLogin.Server.Store;

/// <summary>Keeps an instance with another StoreKey out: it could open nothing, and the others nothing of its own.</summary>
internal static class PostgresKeyCheck
{
    internal static readonly byte[] Row = "store key"u8.ToArray();

    /// <exception cref="StoreUnavailableException">The store was begun with another key.</exception>
    public static async Task RunAsync(NpgsqlConnection connection, byte[] key)
    {
        var sealer = new Sealer(key, "meta", "value");
        await connection.RunAsync("INSERT INTO meta (name, value) VALUES ('store key', $1) ON CONFLICT (name) DO NOTHING", sealer.Seal(Row, Row));
        var kept = (byte[])(await connection.ScalarAsync("SELECT value FROM meta WHERE name = 'store key'"))!;
        if (sealer.Open(Row, kept) is null)
            throw new StoreUnavailableException("The PostgreSQL store was begun with another StoreKey. Give every instance the same one; if it is lost, drop the tables: the logins under way are lost with it.");
    }
}
