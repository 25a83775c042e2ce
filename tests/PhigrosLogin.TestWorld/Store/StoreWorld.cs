using System.Collections.Concurrent;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using PhigrosLogin.Polling;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Tests.Store;

/// <summary>A folder, a clock and a log for one test of the store.</summary>
internal sealed class StoreWorld : IDisposable
{
    public ManualClock Clock { get; } = new();

    public StoreLog Log { get; } = new();

    public string Folder { get; } = Directory.CreateTempSubdirectory("store-").FullName;

    public string File => Path.Combine(Folder, "logins.db");

    public Task<SqliteLoginStore> OpenAsync(Secret? storeKey = null) =>
        OpenAsync(new StoreOptions { Store = File, StoreKey = storeKey });

    public Task<SqliteLoginStore> OpenAsync(StoreOptions options) =>
        SqliteLoginStore.OpenAsync(options, Clock, Log, TestContext.Current.CancellationToken);

    /// <summary>Moves the clock from one sleep to the next until the task is over.</summary>
    public async Task DriveAsync(Task task, TimeSpan step)
    {
        while (!task.IsCompleted)
        {
            if (Clock.Waiting > 0) Clock.Advance(step);
            else await Task.Yield();
        }
    }

    public StoredCode Code(
        string name, DeviceCodeStatus state = DeviceCodeStatus.Pending, string? answer = null, string? deviceId = "d0e1f2", DateTimeOffset? expiresAt = null) => new()
    {
        Key = CodeKey.Of("cn", new Secret(name)),
        Region = "cn",
        DeviceId = deviceId,
        CreatedAt = Clock.GetUtcNow(),
        ExpiresAt = expiresAt ?? Clock.GetUtcNow() + TimeSpan.FromSeconds(300),
        Interval = TimeSpan.FromSeconds(3),
        State = state,
        Answer = answer is null ? null : Encoding.UTF8.GetBytes(answer),
    };

    /// <summary>Speaks to the closed file past the store, as somebody who found it would.</summary>
    public object? Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var query = connection.Query(sql);
        return query.ExecuteScalar();
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>Remembers what the store said.</summary>
internal sealed class StoreLog : ILogger<SqliteLoginStore>, ILogger<PostgresLoginStore>
{
    public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = [];

    public IEnumerable<string> Warnings => Lines.Where(line => line.Level >= LogLevel.Warning).Select(line => line.Text);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((logLevel, formatter(state, exception) + exception));
}
