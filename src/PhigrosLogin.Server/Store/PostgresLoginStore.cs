using System.Security.Cryptography;
using Npgsql;
using PhigrosLogin.Polling;

namespace PhigrosLogin.Server.Store;

/// <summary>
/// Keeps logins in PostgreSQL, for any number of instances. What would help a thief of a dump is encrypted as in SQLite.
/// </summary>
internal sealed partial class PostgresLoginStore : ILoginStore
{
    private readonly NpgsqlDataSource _source;
    private readonly PostgresListener _listener;
    private readonly ChangeNotification _notification;
    private readonly RowReader _rows;
    private readonly KeyedHash _userCodes;

    private PostgresLoginStore(NpgsqlDataSource source, string schema, byte[] storeKey, TimeProvider time, ILogger logger)
    {
        _source = source;
        Health = new StoreHealth(time, logger);
        Commands = new PostgresCommands(source, time, Health);
        _notification = new ChangeNotification(storeKey, schema);
        _listener = new PostgresListener(source, _notification, Health, time, logger);
        _rows = new RowReader(storeKey, logger);
        _userCodes = new KeyedHash(storeKey, "logins", "user_code");
    }

    public StoreHealth Health { get; }

    /// <summary>Identifies this instance in leases.</summary>
    public Guid InstanceId { get; } = Guid.Parse(RandomNumberGenerator.GetHexString(32));

    public PostgresCommands Commands { get; }

    /// <summary>The channel of the notifications.</summary>
    public string Channel => _notification.Channel;

    /// <summary>The notifications about changed logins, for one reader.</summary>
    public LoginChangeQueue Changes => _listener.Changes;

    /// <summary>Opens the store, brings the tables up to date and sees to it that all instances have the same key.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be used.</exception>
    public static async Task<PostgresLoginStore> OpenAsync(StoreOptions options, TimeProvider time, ILogger<PostgresLoginStore> logger)
    {
        var connection = PostgresConnection.Read(options.Store!);
        var key = StoreKey.Load(options);
        var source = new NpgsqlDataSourceBuilder(connection.ToString()) { Name = "PhigrosLogin" }.Build();
        try
        {
            // One that starts beside others waits for their work on the tables, and nobody waits for it yet.
            var patient = new NpgsqlConnectionStringBuilder(connection.ToString()) { Timeout = 30, CommandTimeout = 60, Pooling = false };
            await using var first = new NpgsqlConnection(patient.ToString());
            await first.OpenAsync();
            // A gateway needs two at least, one of which listens: without this it would start and refuse every login.
            await using (var second = new NpgsqlConnection(patient.ToString())) await second.OpenAsync();
            await PostgresMigrations.ApplyAsync(first, PostgresMigrations.Steps);
            await PostgresKeyCheck.RunAsync(first, key);
            var schema = (string)(await first.ScalarAsync("SELECT current_schema()::text"))!;
            return new PostgresLoginStore(source, schema, key, time, logger);
        }
        catch (Exception exception)
        {
            await source.DisposeAsync();
            if (exception is NpgsqlException or TimeoutException) throw PostgresConnection.Explain(exception, connection);
            throw;
        }
    }

    public Task<bool> AddAsync(StoredCode code)
    {
        var (deviceId, answer) = (_rows.SealDeviceId(code), _rows.SealAnswer(code.Key, code.State, code.Answer));
        return Commands.WriteAsync(async connection => await connection.RunAsync(
            """
            INSERT INTO codes (key, region, device_id, created_at, expires_at, interval, state, answer)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (key) DO NOTHING
            """,
            code.Key, code.Region, deviceId, code.CreatedAt.ToUnixTimeMilliseconds(), code.ExpiresAt.ToUnixTimeMilliseconds(),
            (long)code.Interval.TotalMilliseconds, (int)code.State, answer) == 1);
    }

    public Task<bool> AdvanceAsync(byte[] key, DeviceCodeStatus state, byte[]? answer)
    {
        if (state == DeviceCodeStatus.Granted) ArgumentNullException.ThrowIfNull(answer);
        var sealedAnswer = _rows.SealAnswer(key, state, answer);
        // NOTE: whoever holds the lease: a grant counts from an instance that was taken for gone, too.
        return Commands.WriteAsync(async connection => await connection.RunAsync(
            "UPDATE codes SET state = $2, answer = $3 WHERE key = $1 AND state / 10 < $2 / 10", key, (int)state, sealedAnswer) == 1);
    }

    public async Task<StoredCode?> FindAsync(byte[] key)
    {
        var found = await Commands.ReadAsync(connection => connection.RowsAsync(
            Open, "SELECT key, region, device_id, created_at, expires_at, interval, state, answer FROM codes WHERE key = $1", key));
        return found is [var code] ? code : null;
    }

    // NOTE: the clock of the database: an instance whose host was suspended is late, and must not decide for the others.
    public Task<int> RemoveExpiredAsync(TimeSpan keepFor) => Commands.WriteAsync(async connection =>
    {
        // A delete that finds nothing succeeds on a full disk too.
        await connection.RunAsync(
            """
            INSERT INTO meta (name, number) VALUES ('last sweep', (extract(epoch FROM clock_timestamp()) * 1000)::bigint)
            ON CONFLICT (name) DO UPDATE SET number = excluded.number
            """);
        await connection.RunAsync("DELETE FROM polls WHERE expires_at <= clock_timestamp() - $1", keepFor);
        return await connection.RunAsync(
                "DELETE FROM codes WHERE expires_at <= extract(epoch FROM clock_timestamp() - $1) * 1000", keepFor) +
            await connection.RunAsync("DELETE FROM logins WHERE erase_at <= extract(epoch FROM clock_timestamp()) * 1000");
    });

    /// <summary>Ends the listening and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _source.DisposeAsync();
    }

    private StoredCode? Open(NpgsqlDataReader row) => _rows.ReadCode(new CodeColumns(
        (byte[])row[0], row.GetString(1), row[2] as byte[], row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt32(6),
        row[7] as byte[]));
}
