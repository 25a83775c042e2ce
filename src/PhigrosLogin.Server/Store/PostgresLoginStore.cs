using System.Security.Cryptography;
using System.Text;
using Npgsql;
using PhigrosLogin.Polling;

namespace PhigrosLogin.Server.Store;

/// <summary>
/// Keeps logins in PostgreSQL, for any number of instances. What would help a thief of a dump is sealed as in SQLite.
/// A row that does not open is never dropped: another instance may hold the key that opens it.
/// </summary>
internal sealed partial class PostgresLoginStore : ILoginStore
{
    private readonly NpgsqlDataSource _source;
    private readonly PostgresListener _listener;
    private readonly ChangeNotification _notification;
    private readonly Sealer _deviceIds;
    private readonly Sealer _answers;
    private readonly Sealer _logins;
    private readonly KeyedHash _userCodes;

    private PostgresLoginStore(NpgsqlDataSource source, string schema, byte[] storeKey, TimeProvider time, ILogger logger)
    {
        _source = source;
        Commands = new PostgresCommands(source, time);
        _notification = new ChangeNotification(storeKey, schema);
        _listener = new PostgresListener(source, _notification, time, logger);
        _deviceIds = new Sealer(storeKey, "codes", "device_id");
        _answers = new Sealer(storeKey, "codes", "answer");
        _logins = new Sealer(storeKey, "logins", "body");
        _userCodes = new KeyedHash(storeKey, "logins", "user_code");
    }

    public bool IsAvailable => !_listener.IsDisconnected;

    /// <summary>Identifies this instance in leases.</summary>
    public Guid InstanceId { get; } = Guid.Parse(RandomNumberGenerator.GetHexString(32));

    public PostgresCommands Commands { get; }

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
        var deviceId = code.DeviceId is null ? null : _deviceIds.Seal(code.Key, Encoding.UTF8.GetBytes(code.DeviceId));
        var answer = code.Answer is null ? null : _answers.Seal(code.Key, code.Answer);
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
        var sealedAnswer = answer is null ? null : _answers.Seal(key, answer);
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

    public Task<int> RemoveExpiredAsync(DateTimeOffset now, TimeSpan keepFor) => Commands.WriteAsync(async connection =>
    {
        await connection.RunAsync("DELETE FROM polls WHERE expires_at <= clock_timestamp() - $1", keepFor);
        return await connection.RunAsync("DELETE FROM codes WHERE expires_at <= $1", (now - keepFor).ToUnixTimeMilliseconds()) +
            await connection.RunAsync("DELETE FROM logins WHERE erase_at <= $1", now.ToUnixTimeMilliseconds());
    });

    /// <summary>Ends the listening and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _source.DisposeAsync();
    }

    private StoredCode? Open(NpgsqlDataReader row)
    {
        var key = (byte[])row[0];
        if (!TryOpen(_deviceIds, key, row[2], out var deviceId) || !TryOpen(_answers, key, row[7], out var answer)) return null;
        return new StoredCode
        {
            Key = key,
            Region = row.GetString(1),
            DeviceId = deviceId is null ? null : Encoding.UTF8.GetString(deviceId),
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
            ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
            Interval = TimeSpan.FromMilliseconds(row.GetInt64(5)),
            State = (DeviceCodeStatus)row.GetInt32(6),
            Answer = answer,
        };
    }

    private static bool TryOpen(Sealer sealer, byte[] row, object value, out byte[]? plain)
    {
        plain = value is byte[] box ? sealer.Open(row, box) : null;
        return plain is not null || value is DBNull;
    }
}
