using System.Text;
using Microsoft.Data.Sqlite;
using PhigrosLogin.Polling;

namespace PhigrosLogin.Server.Store;

/// <summary>
/// Keeps device codes and their answers in SQLite, for one process. A method that writes returns after its commit.
/// What would help a thief of the file is sealed (see <see cref="Sealer"/>); keys, regions, times and states are not.
/// </summary>
internal sealed partial class SqliteLoginStore : ILoginStore
{
    private const int Sample = 1000;

    private readonly StoreLock? _lock;
    private readonly SqliteQueue _queue;
    private readonly Sealer _deviceIds;
    private readonly Sealer _answers;
    private readonly Sealer _logins;
    private readonly KeyedHash _userCodes;
    private readonly ILogger _logger;

    private SqliteLoginStore(StoreLock? held, SqliteConnection connection, byte[] storeKey, ILogger logger)
    {
        _lock = held;
        _queue = new SqliteQueue(connection);
        _deviceIds = new Sealer(storeKey, "codes", "device_id");
        _answers = new Sealer(storeKey, "codes", "answer");
        _logins = new Sealer(storeKey, "logins", "body");
        _userCodes = new KeyedHash(storeKey, "logins", "user_code");
        _logger = logger;
    }

    public bool IsAvailable => true;

    /// <summary>Opens the store, makes what is missing, brings the tables up to date and drops rows that do not open.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be used; a damaged file is left as it is.</exception>
    public static async Task<SqliteLoginStore> OpenAsync(
        StoreOptions options, TimeProvider time, ILogger<SqliteLoginStore> logger, CancellationToken cancellationToken)
    {
        StoreLock? held = null;
        SqliteLoginStore? store = null;
        try
        {
            if (!options.IsMemory)
            {
                PrivateFiles.CreateFolder(Path.GetDirectoryName(options.File)!);
                held = await StoreLock.TakeAsync(options.File, time, logger, cancellationToken);
            }
            var key = StoreKey.Load(options);
            store = new SqliteLoginStore(held, SqliteDatabase.Open(options), key, logger);
            await store.DropUnreadableAsync();
            return store;
        }
        catch (Exception exception)
        {
            if (store is not null) await store.DisposeAsync();
            else held?.Dispose();
            if (exception is SqliteException trouble) throw SqliteDatabase.Explain(trouble, options.File);
            if (exception is IOException or UnauthorizedAccessException)
                throw new StoreUnavailableException($"The store {options.File} cannot be used: {exception.Message}", exception);
            throw;
        }
    }

    public Task<bool> AddAsync(StoredCode code)
    {
        var deviceId = code.DeviceId is null ? null : _deviceIds.Seal(code.Key, Encoding.UTF8.GetBytes(code.DeviceId));
        var answer = code.Answer is null ? null : _answers.Seal(code.Key, code.Answer);
        return _queue.RunAsync(CommitFor(code.State), connection => connection.Run(
            """
            INSERT INTO codes (key, region, device_id, created_at, expires_at, interval, state, answer)
            VALUES ($key, $region, $deviceId, $createdAt, $expiresAt, $interval, $state, $answer)
            ON CONFLICT (key) DO NOTHING
            """,
            ("$key", code.Key), ("$region", code.Region), ("$deviceId", deviceId),
            ("$createdAt", code.CreatedAt.ToUnixTimeMilliseconds()), ("$expiresAt", code.ExpiresAt.ToUnixTimeMilliseconds()),
            ("$interval", (long)code.Interval.TotalMilliseconds), ("$state", (int)code.State), ("$answer", answer)) == 1);
    }

    public Task<bool> AdvanceAsync(byte[] key, DeviceCodeStatus state, byte[]? answer)
    {
        if (state == DeviceCodeStatus.Granted) ArgumentNullException.ThrowIfNull(answer);
        var sealedAnswer = answer is null ? null : _answers.Seal(key, answer);
        return _queue.RunAsync(CommitFor(state), connection => connection.Run(
            "UPDATE codes SET state = $state, answer = $answer WHERE key = $key AND state / 10 < $state / 10",
            ("$key", key), ("$state", (int)state), ("$answer", sealedAnswer)) == 1);
    }

    public async Task<StoredCode?> FindAsync(byte[] key)
    {
        var (code, dropped) = await _queue.RunAsync(Commit.Normal, connection =>
        {
            using var query = connection.Query("SELECT * FROM codes WHERE key = $key", ("$key", key));
            using var row = query.ExecuteReader();
            if (!row.Read()) return (null, 0);
            return Open(row) is { } code ? (code, 0) : (null, Drop(connection, [key]));
        });
        if (dropped > 0) Log.RowsDropped(_logger, dropped);
        return code;
    }

    /// <summary>Erases what is over, from the log of writes as well.</summary>
    public Task<int> RemoveExpiredAsync(DateTimeOffset now, TimeSpan keepFor) =>
        _queue.RunAsync(Commit.Erasing, connection => connection.Run(
            "DELETE FROM codes WHERE expires_at <= $end", ("$end", (now - keepFor).ToUnixTimeMilliseconds())) +
            connection.Run("DELETE FROM logins WHERE erase_at <= $now", ("$now", now.ToUnixTimeMilliseconds())));

    /// <summary>Finishes the writes that wait, then closes the file and leaves it to others.</summary>
    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        _lock?.Dispose();
    }

    private static Commit CommitFor(DeviceCodeStatus state) => state == DeviceCodeStatus.Granted ? Commit.Full : Commit.Normal;

    // Another key spoils every row, so a sample tells, and a start with very many rows is not held up. A row by itself
    // that the sample misses is dropped when it is asked for.
    private async Task DropUnreadableAsync()
    {
        var dropped = await _queue.RunAsync(Commit.Erasing, connection =>
            Unreadable(connection, Sample) is [] ? 0 : Drop(connection, Unreadable(connection, int.MaxValue)));
        if (dropped > 0) Log.RowsDropped(_logger, dropped);
    }

    private List<byte[]> Unreadable(SqliteConnection connection, int most)
    {
        var unreadable = new List<byte[]>();
        using var query = connection.Query("SELECT * FROM codes LIMIT $most", ("$most", most));
        using var row = query.ExecuteReader();
        while (row.Read())
            if (Open(row) is null) unreadable.Add((byte[])row["key"]);
        return unreadable;
    }

    private static int Drop(SqliteConnection connection, List<byte[]> keys) =>
        keys.Sum(key => connection.Run("DELETE FROM codes WHERE key = $key", ("$key", key)));

    private StoredCode? Open(SqliteDataReader row)
    {
        var key = (byte[])row["key"];
        if (!TryOpen(_deviceIds, key, row["device_id"], out var deviceId) || !TryOpen(_answers, key, row["answer"], out var answer)) return null;
        return new StoredCode
        {
            Key = key,
            Region = (string)row["region"],
            DeviceId = deviceId is null ? null : Encoding.UTF8.GetString(deviceId),
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds((long)row["created_at"]),
            ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds((long)row["expires_at"]),
            Interval = TimeSpan.FromMilliseconds((long)row["interval"]),
            State = (DeviceCodeStatus)(long)row["state"],
            Answer = answer,
        };
    }

    private static bool TryOpen(Sealer sealer, byte[] row, object value, out byte[]? plain)
    {
        plain = value is byte[] box ? sealer.Open(row, box) : null;
        return plain is not null || value is DBNull;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Dropped {Count} stored logins that the store key does not open: they were written with another StoreKey, or changed since")]
        public static partial void RowsDropped(ILogger logger, int count);
    }
}
