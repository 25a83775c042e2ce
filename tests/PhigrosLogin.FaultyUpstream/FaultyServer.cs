using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace PhigrosLogin.FaultyUpstream;

/// <summary>
/// A server on a plain socket of this machine that reads HTTP requests and answers each with a <see cref="Fault"/>,
/// which may be a proper answer, a broken one or none.
/// </summary>
public sealed class FaultyServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<UpstreamCall> _calls = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly Func<UpstreamCall, Fault> _choose;
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;
    private int _connectionCount;
    private long _bytesTaken;

    private FaultyServer(Func<UpstreamCall, Fault> choose, X509Certificate2? certificate)
    {
        _choose = choose;
        _certificate = certificate;
        _listener.Start(backlog: 512);
        _accepting = AcceptAsync();
    }

    /// <summary>The origin of this server.</summary>
    public Uri Url => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The requests that came, in their order.</summary>
    public IReadOnlyCollection<UpstreamCall> Calls => _calls;

    /// <summary>How many bytes of answers the other side let itself be given, buffers of the system included.</summary>
    public long BytesTaken => Interlocked.Read(ref _bytesTaken);

    /// <summary>Answers every request as <paramref name="choose"/> says.</summary>
    public static FaultyServer Start(Func<UpstreamCall, Fault> choose, X509Certificate2? certificate = null) => new(choose, certificate);

    /// <summary>Answers every request in the same way.</summary>
    public static FaultyServer Start(Fault fault) => Start(_ => fault);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                socket.NoDelay = true; // or every answer in two pieces waits 40 ms between them
                _connections[ServeAsync(socket, Interlocked.Increment(ref _connectionCount))] = true;
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket, int connection)
    {
        await Task.Yield();
        // A head and a body are two writes, and the second would wait 40 ms for the first one's acknowledgement.
        socket.NoDelay = true;
        try
        {
            await using var counted = new CountingStream(new NetworkStream(socket, ownsSocket: true), count => Interlocked.Add(ref _bytesTaken, count));
            await using var stream = await SecureAsync(counted);
            var reader = new RequestReader(stream, connection);
            while (await reader.ReadAsync(_stop.Token) is { } call)
            {
                _calls.Enqueue(call);
                if (!await _choose(call)(new Reply(stream, socket), _stop.Token)) return;
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException or AuthenticationException)
        {
            // The other side has had enough, or the test is over: both are what a fault is for.
        }
    }

    private async Task<Stream> SecureAsync(Stream plain)
    {
        if (_certificate is null) return plain;
        var secure = new SslStream(plain);
        await secure.AuthenticateAsServerAsync(_certificate);
        return secure;
    }
}
