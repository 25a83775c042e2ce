using System.Net;
using System.Net.Sockets;

namespace PhigrosLogin.FaultyUpstream;

/// <summary>A listener that accepts no connection and whose queue is full: the system drops each further attempt, as a
/// dead route does.</summary>
public sealed class DeafListener : IDisposable
{
    private readonly Socket _listener;
    private readonly List<Socket> _queued = [];

    /// <summary>Listens on an address of this machine; port 0 takes a free one.</summary>
    public DeafListener(IPAddress address, int port = 0)
    {
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(address, port));
        _listener.Listen(0);
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndPoint!;

    /// <summary>Fills the queue until an attempt is not answered any more.</summary>
    public async Task FillAsync()
    {
        while (true)
        {
            var socket = new Socket(EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            _queued.Add(socket);
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            try
            {
                await socket.ConnectAsync(EndPoint, patience.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        foreach (var socket in _queued) socket.Dispose();
        _listener.Dispose();
    }
}
