using Npgsql;

namespace PhigrosLogin.Server.Store;

/// <summary>Hears what the others changed, on a connection of its own that comes back when it breaks.</summary>
internal sealed partial class PostgresListener : IAsyncDisposable
{
    public const string ApplicationName = "PhigrosLogin listener";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stopping = new();
    private readonly NpgsqlDataSource _source;
    private readonly string _channel;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _listening;
    private volatile bool _isDeaf;

    public PostgresListener(NpgsqlDataSource source, string channel, TimeProvider time, ILogger logger)
    {
        (_source, _channel, _time, _logger) = (source, channel, time, logger);
        _listening = Task.Run(ListenAsync);
    }

    /// <summary>Hears of each change, and of null when some may have been missed.</summary>
    public Action<(string Id, long Revision)?> Heard { private get; set; } = _ => { };

    /// <summary>Whether the connection broke and is not back yet.</summary>
    public bool IsDeaf => _isDeaf;

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
                await connection.RunAsync($"LISTEN \"{_channel.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
                connection.Notification += (_, news) =>
                {
                    if (PostgresLoginStore.ReadNews(news.Payload) is { } change) Heard(change);
                };
                _isDeaf = false;
                Heard(null);
                while (true) await connection.WaitAsync(_stopping.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception broken) when (broken is NpgsqlException or IOException or TimeoutException)
            {
                // Until it is back, the sweep hears of changes, a little later.
                _isDeaf = true;
                Log.Deaf(_logger, (broken.InnerException ?? broken).GetType().Name);
            }
            try
            {
                await Task.Delay(Pause, _time, _stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The connection that hears of other instances' changes broke ({Type}); it is made again")]
        public static partial void Deaf(ILogger logger, string type);
    }
}
