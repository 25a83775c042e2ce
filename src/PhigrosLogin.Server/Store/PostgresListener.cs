using Npgsql;

namespace PhigrosLogin.Server.Store;

/// <summary>Receives change notifications on a connection of its own and reconnects when it breaks.</summary>
internal sealed partial class PostgresListener : IAsyncDisposable
{
    public const string ApplicationName = "PhigrosLogin listener";

    // Not the id of a login, so that no reader looks for one.
    private const string SelfTest = "self-test";

    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SelfTestTimeout = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly NpgsqlDataSource _source;
    private readonly ChangeNotification _notification;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _listening;
    private readonly StoreHealth _health;

    public PostgresListener(NpgsqlDataSource source, ChangeNotification notification, StoreHealth health, TimeProvider time, ILogger logger)
    {
        (_source, _notification, _health, _time, _logger) = (source, notification, health, time, logger);
        _listening = Task.Run(ListenAsync);
    }

    /// <summary>The notifications that were received, this instance's own included.</summary>
    public LoginChangeQueue Changes { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _listening;
        _stopping.Dispose();
    }

    private async Task ListenAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(_stopping.Token);
                await connection.RunAsync("SELECT set_config('application_name', $1, false)", ApplicationName);
                var channel = _notification.Channel.Replace("\"", "\"\"", StringComparison.Ordinal);
                await connection.RunAsync($"LISTEN \"{channel}\"");
                connection.Notification += (_, received) =>
                {
                    if (_notification.Read(received.Payload) is var (id, revision)) Changes.Add(id, revision);
                };
                _health.IsDisconnected = false;
                Changes.AddGap();
                await WarnIfNothingArrivesAsync(connection);
                while (true) await connection.WaitAsync(_stopping.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception broken) when (broken is NpgsqlException or IOException or TimeoutException)
            {
                // Until it is back, the regular sweep finds the changes, a little later.
                _health.IsDisconnected = true;
                Log.ConnectionLost(_logger, (broken.InnerException ?? broken).GetType().Name);
            }
            try
            {
                await Task.Delay(ReconnectDelay, _time, _stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    // A pooler in transaction mode (PgBouncer) accepts LISTEN and delivers nothing.
    private async Task WarnIfNothingArrivesAsync(NpgsqlConnection listening)
    {
        await using (var sending = await _source.OpenConnectionAsync(_stopping.Token))
        {
            var payload = _notification.Write(SelfTest, revision: 0);
            await sending.ScalarAsync("SELECT pg_notify($1, $2)::text", _notification.Channel, payload);
        }
        if (!await listening.WaitAsync(SelfTestTimeout, _stopping.Token)) Log.NothingArrives(_logger);
    }

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Warning,
            "PostgreSQL's notifications do not arrive, so changes by other instances are seen up to 5 s later. " +
            "If Store goes through a connection pooler such as PgBouncer, use its session mode or connect to PostgreSQL directly")]
        public static partial void NothingArrives(ILogger logger);

        [LoggerMessage(1, LogLevel.Warning, "The connection for change notifications broke ({Type}); it is opened again")]
        public static partial void ConnectionLost(ILogger logger, string type);
    }
}
