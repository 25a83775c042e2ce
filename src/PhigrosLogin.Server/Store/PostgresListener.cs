using Npgsql;

namespace PhigrosLogin.Server.Store;

/// <summary>Receives change notifications on a connection of its own and reconnects when it breaks.</summary>
internal sealed partial class PostgresListener : IAsyncDisposable
{
    public const string ApplicationName = "PhigrosLogin listener";

    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stopping = new();
    private readonly NpgsqlDataSource _source;
    private readonly ChangeNotification _notification;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _listening;
    private volatile bool _isDisconnected;

    public PostgresListener(NpgsqlDataSource source, ChangeNotification notification, TimeProvider time, ILogger logger)
    {
        (_source, _notification, _time, _logger) = (source, notification, time, logger);
        _listening = Task.Run(ListenAsync);
    }

    /// <summary>The notifications that were received, this instance's own included.</summary>
    public LoginChangeQueue Changes { get; } = new();

    /// <summary>Whether the connection broke and is not back yet.</summary>
    public bool IsDisconnected => _isDisconnected;

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
                _isDisconnected = false;
                Changes.AddGap();
                while (true) await connection.WaitAsync(_stopping.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception broken) when (broken is NpgsqlException or IOException or TimeoutException)
            {
                // Until it is back, the regular sweep finds the changes, a little later.
                _isDisconnected = true;
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

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The connection for change notifications broke ({Type}); it is opened again")]
        public static partial void ConnectionLost(ILogger logger, string type);
    }
}
