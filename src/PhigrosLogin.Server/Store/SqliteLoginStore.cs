using Microsoft.Data.Sqlite;
using PhigrosLogin.Polling;

namespace PhigrosLogin.Server.Store;

/// <summary>
/// Keeps device codes and their answers in SQLite, for one process. A method that writes returns after its commit.
/// What would help a thief of the file is sealed (see <see cref="Sealer"/>); keys, regions, times and states are not.
/// </summary>
internal sealed partial class SqliteLoginStore : ILoginStore
{
    private const string CodeColumnNames = "key, region, device_id, created_at, expires_at, interval, state, answer";

    private readonly StoreLock? _lock;
    private readonly SqliteQueue _writes;
    private readonly SqliteQueue _reads;
    private readonly RowReader _rows;
    private readonly KeyedHash _userCodes;

    private readonly TimeProvider _time;
    private readonly DateTimeOffset _openedAt;
    private readonly long _openedTimestamp;

    private SqliteLoginStore(
        StoreLock? held, SqliteConnection writer, SqliteConnection? reader, byte[] storeKey, TimeProvider time, ILogger logger)
    {
        _lock = held;
        _time = time;
        (_openedAt, _openedTimestamp) = (time.GetUtcNow(), time.GetTimestamp());
        Health = new StoreHealth(time, logger);
        _writes = new SqliteQueue(writer);
        _reads = reader is null ? _writes : new SqliteQueue(reader);
        _rows = new RowReader(storeKey, logger);
        _userCodes = new KeyedHash(storeKey, "logins", "user_code");
    }

    public StoreHealth Health { get; }

    /// <summary>Opens the store, creates what is missing and brings the tables up to date.</summary>
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
            var (writer, reader) = SqliteDatabase.OpenBoth(options, key);
            store = new SqliteLoginStore(held, writer, reader, key, time, logger);
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
        var (deviceId, answer) = (_rows.SealDeviceId(code), _rows.SealAnswer(code.Key, code.State, code.Answer));
        return WriteAsync(CommitFor(code.State), connection => connection.Run(
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
        var sealedAnswer = _rows.SealAnswer(key, state, answer);
        return WriteAsync(CommitFor(state), connection => connection.Run(
            "UPDATE codes SET state = $state, answer = $answer WHERE key = $key AND state / 10 < $state / 10",
            ("$key", key), ("$state", (int)state), ("$answer", sealedAnswer)) == 1);
    }

    public Task<StoredCode?> FindAsync(byte[] key) => ReadAsync(connection =>
    {
        using var query = connection.Query($"SELECT {CodeColumnNames} FROM codes WHERE key = $key", ("$key", key));
        using var row = query.ExecuteReader();
        return row.Read() ? Open(row) : null;
    });

    /// <summary>Deletes what is over, from the write-ahead log as well.</summary>
    public Task<int> RemoveExpiredAsync(TimeSpan keepFor)
    {
        // The time of day when the store was opened, continued by the monotonic clock: a jump of the wall clock deletes nothing.
        var now = _openedAt + _time.GetElapsedTime(_openedTimestamp);
        return WriteAsync(Commit.Erasing, connection =>
        {
            // A delete that finds nothing succeeds on a full disk too.
            connection.Run(
                "INSERT INTO meta (name, value) VALUES ('last sweep', $now) ON CONFLICT (name) DO UPDATE SET value = $now",
                ("$now", BitConverter.GetBytes(now.ToUnixTimeMilliseconds())));
            return connection.Run(
                    "DELETE FROM codes WHERE expires_at <= $end", ("$end", (now - keepFor).ToUnixTimeMilliseconds())) +
                connection.Run("DELETE FROM logins WHERE erase_at <= $now", ("$now", now.ToUnixTimeMilliseconds()));
        });
    }

    /// <summary>Finishes the writes that wait, then closes the file and leaves it to others.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writes.DisposeAsync();
        if (_reads != _writes) await _reads.DisposeAsync();
        _lock?.Dispose();
    }

    private Task<T> WriteAsync<T>(Commit commit, Func<SqliteConnection, T> work) =>
        Health.WriteAsync(() => _writes.RunAsync(commit, work));

    // On a connection of their own, so that a read does not wait for the disk.
    private Task<T> ReadAsync<T>(Func<SqliteConnection, T> work) => Health.ReadAsync(() => _reads.RunAsync(Commit.Normal, work));

    private static Commit CommitFor(DeviceCodeStatus state) => state == DeviceCodeStatus.Granted ? Commit.Full : Commit.Normal;

    private StoredCode? Open(SqliteDataReader row) => _rows.ReadCode(new CodeColumns(
        (byte[])row[0], row.GetString(1), row[2] as byte[], row.GetInt64(3), row.GetInt64(4), row.GetInt64(5),
        (int)Math.Clamp(row.GetInt64(6), -1, int.MaxValue), row[7] as byte[]));
}
