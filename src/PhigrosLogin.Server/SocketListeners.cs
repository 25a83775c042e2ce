using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace PhigrosLogin.Server;

/// <summary>
/// Listens at sockets as Kestrel's own transport does, except when the process may open no more files: Kestrel's would
/// try again at once and without end, on a whole processor and without a line in the log.
/// </summary>
internal sealed partial class SocketListeners(ILoggerFactory logs, IMemoryPoolFactory<byte> pools)
    : IConnectionListenerFactory
{
    private const int Backlog = 512;
    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromMinutes(1);

    private readonly ILogger<SocketListeners> _logger = logs.CreateLogger<SocketListeners>();
    private readonly Lock _lock = new();
    private long? _warned;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        Socket? socket = null;
        try
        {
#pragma warning disable CA2000 // Kestrel disposes of the listener, and the listener of its socket
            socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.Listen(Backlog);
            return ValueTask.FromResult<IConnectionListener>(new Listener(this, socket));
#pragma warning restore CA2000
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket?.Dispose();
            throw new AddressInUseException(taken.Message, taken);
        }
        catch
        {
            socket?.Dispose();
            throw;
        }
    }

    // Once a minute for all listeners together, by the clock of the machine, as everything in the transport.
    private void Warn(SocketException failure)
    {
        lock (_lock)
        {
            if (_warned is { } warned && TimeProvider.System.GetElapsedTime(warned) < BetweenWarnings) return;
            _warned = TimeProvider.System.GetTimestamp();
        }
        Log.CannotAccept(_logger, failure.SocketErrorCode);
    }

    private IMemoryPoolFactory<byte> Pools => pools;

    private sealed record Memory(MemoryPool<byte> MemoryPool) : IMemoryPoolFeature;

    private sealed class Listener(SocketListeners owner, Socket socket) : IConnectionListener
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

        private readonly SocketConnectionContextFactory _connections =
            new(new SocketConnectionFactoryOptions(), owner._logger);

        // NOTE: the factory's own pool rents no memory at all where Kestrel names no size, and an event could not be sent.
        private readonly MemoryPool<byte> _pool = owner.Pools.Create();
        private readonly CancellationTokenSource _closing = new();

        public EndPoint EndPoint { get; } = socket.LocalEndPoint!;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (true)
            {
                try
                {
                    var accepted = await socket.AcceptAsync(cancellationToken);
                    if (accepted.LocalEndPoint is IPEndPoint) accepted.NoDelay = true;
                    var connection = _connections.Create(accepted);
                    connection.Features.Set<IMemoryPoolFeature>(new Memory(_pool));
                    return connection;
                }
                catch (Exception closed) when (
                    closed is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
                {
                    return null;
                }
                catch (SocketException reset) when (
                    reset.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
                {
                    // Its caller left while it waited to be accepted.
                }
                catch (SocketException failure)
                {
                    owner.Warn(failure);
                    if (await IsClosedWithinAsync(Pause)) return null;
                }
            }
        }

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            socket.Dispose();
            await _closing.CancelAsync();
        }

        public ValueTask DisposeAsync()
        {
            socket.Dispose();
            _connections.Dispose();
            _pool.Dispose();
            _closing.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task<bool> IsClosedWithinAsync(TimeSpan time)
        {
            await Task.Delay(time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return _closing.IsCancellationRequested;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "No connection can be accepted ({Error}): the process has as many files open as it may. " +
            "Raise its limit (LimitNOFILE, ulimit -n) or lower Limits:MaxConnections")]
        public static partial void CannotAccept(ILogger logger, SocketError error);
    }
}
