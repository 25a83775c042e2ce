using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PhigrosLogin.Bench.Driving;

/// <summary>A reader of a login's live events that costs the machine next to nothing itself: a socket, and a buffer while something comes.</summary>
internal sealed class EventStream : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<long> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _pings;

    /// <summary>The timestamp of the login's final state.</summary>
    public Task<long> Ended => _ended.Task;

    /// <summary>How many pings have come.</summary>
    public int Pings => _pings;

    /// <summary>Opens a stream and waits for its first event.</summary>
    public static async Task<EventStream> OpenAsync(Uri gateway, string id)
    {
        var stream = new EventStream();
        await stream._socket.ConnectAsync(IPAddress.Loopback, gateway.Port);
        await stream._socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /api/v1/logins/{id}/events HTTP/1.1\r\nHost: {gateway.Authority}\r\nAccept: text/event-stream\r\nAccept-Language: zh-CN,zh;q=0.9\r\n\r\n"));
        _ = stream.ReadAsync();
        await stream._first.Task;
        return stream;
    }

    public void Dispose() => _socket.Dispose();

    // Each event is small and is written at once, so on loopback it comes in one piece.
    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                await _socket.ReceiveAsync(Memory<byte>.Empty);
                var at = TimeProvider.System.GetTimestamp();
                if (!Read(at)) throw new EndOfStreamException("The stream ended before its login.");
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException or EndOfStreamException)
        {
            if (!_first.TrySetException(over)) _ended.TrySetException(over);
        }
    }

    private bool Read(long at)
    {
        Span<byte> buffer = stackalloc byte[4096];
        var text = Encoding.UTF8.GetString(buffer[.._socket.Receive(buffer)]);
        if (text.Contains("event: status", StringComparison.Ordinal)) _first.TrySetResult();
        if (text.Contains("\"final\":true", StringComparison.Ordinal)) _ended.TrySetResult(at);
        if (text.Contains("event: ping", StringComparison.Ordinal)) _pings++;
        return text.Length > 0;
    }
}
