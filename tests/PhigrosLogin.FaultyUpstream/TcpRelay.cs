using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace PhigrosLogin.FaultyUpstream;

/// <summary>Passes on what two ends of a connection write, late, after a stall, or not at all: a bad line between a
/// gateway and an upstream.</summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly Uri _target;
    private readonly RelayConditions _conditions;
    private readonly Lock _lock = new();
    private readonly Task _accepting;
    private long _nextCut;

    private TcpRelay(Uri target, RelayConditions conditions)
    {
        (_target, _conditions) = (target, conditions);
        _listener.Start(backlog: 512);
        _accepting = AcceptAsync();
    }

    /// <summary>The origin that leads to the target.</summary>
    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>How many connections were made to it.</summary>
    public int Connections => _connections.Count;

    /// <summary>Starts a relay to an upstream of this machine.</summary>
    public static TcpRelay Start(Uri target, RelayConditions conditions) => new(target, conditions);

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
                _connections[RelayAsync(await _listener.AcceptSocketAsync(_stop.Token))] = true;
            }
            catch (Exception exception) when (
                exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task RelayAsync(Socket near)
    {
        await Task.Yield();
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (near)
        {
            near.NoDelay = far.NoDelay = true;
            try
            {
                await Task.Delay(_conditions.Handshake, TimeProvider.System, _stop.Token);
                await far.ConnectAsync(_target.Host, _target.Port, _stop.Token);
                // When one way is over, by its end or by a cut, so is the connection.
                await await Task.WhenAny(PassAsync(near, far, isAnswer: false), PassAsync(far, near, isAnswer: true));
            }
            catch (Exception exception) when (
                exception is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One end has left, or the test is over.
            }
        }
    }

    private async Task PassAsync(Socket from, Socket to, bool isAnswer)
    {
        await Task.Yield();
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer.AsMemory(), _stop.Token) is > 0 and var count)
            {
                if (IsCut(buffer.AsMemory(0, count), isAnswer)) return;
                await Task.Delay(_conditions.Delay + Stall(), TimeProvider.System, _stop.Token);
                await to.SendAsync(buffer.AsMemory(0, count), _stop.Token);
            }
        }
        catch (Exception exception) when (
            exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other way has ended the connection.
        }
    }

    private bool IsCut(ReadOnlyMemory<byte> written, bool isAnswer)
    {
        lock (_lock)
        {
            var now = TimeProvider.System.GetTimestamp();
            if (now < _nextCut || !Chance(_conditions.CutPercent)) return isAnswer && _conditions.Cuts(written);
            _nextCut = now + (long)(_conditions.CutSpacing.TotalSeconds * TimeProvider.System.TimestampFrequency);
            return true;
        }
    }

    private TimeSpan Stall()
    {
        var (least, most) = _conditions.Stall;
        return Chance(_conditions.StalledPercent)
            ? least + TimeSpan.FromMilliseconds(
                RandomNumberGenerator.GetInt32((int)(most - least).TotalMilliseconds + 1))
            : TimeSpan.Zero;
    }

    private static bool Chance(int percent) => RandomNumberGenerator.GetInt32(100) < percent;
}
