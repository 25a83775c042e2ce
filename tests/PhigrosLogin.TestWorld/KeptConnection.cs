using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PhigrosLogin.Tests;

/// <summary>One connection for many requests, as bytes. It is opened anew where the gateway closes it.</summary>
/// <param name="gateway">Where to.</param>
/// <param name="whileWaiting">Done again and again while an answer takes its time, such as moving the gateway's clock.</param>
internal sealed class KeptConnection(Uri gateway, Action? whileWaiting = null) : IDisposable
{
    private readonly byte[] _chunk = new byte[16 * 1024];
    private readonly List<byte> _received = [];
    private Socket? _socket;

    /// <summary>A POST whose body is sent whole or in chunks.</summary>
    public RawAnswer Post(string target, byte[] body, string headers = "Content-Type: application/json\r\n", bool inChunks = false)
    {
        var length = inChunks ? "Transfer-Encoding: chunked\r\n" : FormattableString.Invariant($"Content-Length: {body.Length}\r\n");
        var head = Encoding.Latin1.GetBytes($"POST {target} HTTP/1.1\r\nHost: localhost\r\n{headers}{length}\r\n");
        return Send([.. head, .. inChunks ? Chunked(body) : body]);
    }

    public RawAnswer Get(string target, string headers = "") =>
        Send(Encoding.Latin1.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n"));

    /// <summary>One request, one answer; an answer that does not come fails after 10 s. Of a stream the beginning is read.</summary>
    public RawAnswer Send(byte[] request)
    {
        _socket ??= Connect();
        _socket.Send(request);

        var (statusLine, headers) = ReadHead();
        while (statusLine.Contains(" 100 ", StringComparison.Ordinal)) (statusLine, headers) = ReadHead();
        var isStream = headers.GetValueOrDefault("Content-Type") == "text/event-stream";
        var body = HasNoBody(request, statusLine) ? [] : isStream ? ReadChunk() : headers.ContainsKey("Transfer-Encoding") ? ReadChunks() : Take(int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture));
        if (isStream || (headers.TryGetValue("Connection", out var connection) && connection == "close")) Close();
        return new RawAnswer(statusLine, headers, Encoding.UTF8.GetString(body));
    }

    public void Dispose() => Close();

    private static bool HasNoBody(byte[] request, string statusLine) =>
        request.AsSpan().StartsWith("HEAD "u8) || statusLine.Split(' ')[1] is "204" or "304";

    private Socket Connect()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 10_000 };
        socket.Connect(gateway.Host, gateway.Port);
        return socket;
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
        _received.Clear();
    }

    private (string StatusLine, Dictionary<string, string> Headers) ReadHead()
    {
        var statusLine = ReadLine();
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (ReadLine() is { Length: > 0 } line) headers[line.Split(": ", 2)[0]] = line.Split(": ", 2)[1];
        return (statusLine, headers);
    }

    private byte[] ReadChunks()
    {
        var body = new List<byte>();
        while (ReadChunk() is { Length: > 0 } chunk) body.AddRange(chunk);
        return [.. body];
    }

    private byte[] ReadChunk()
    {
        var chunk = Take(int.Parse(ReadLine(), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        ReadLine();
        return chunk;
    }

    private string ReadLine()
    {
        while (true)
        {
            var end = _received.IndexOf((byte)'\n');
            if (end >= 0) return Encoding.Latin1.GetString(Take(end + 1)).TrimEnd();
            Receive();
        }
    }

    private byte[] Take(int count)
    {
        while (_received.Count < count) Receive();
        var taken = _received.GetRange(0, count).ToArray();
        _received.RemoveRange(0, count);
        return taken;
    }

    private void Receive()
    {
        while (whileWaiting is not null && !_socket!.Poll(TimeSpan.FromMilliseconds(2), SelectMode.SelectRead)) whileWaiting();
        var count = _socket!.Receive(_chunk);
        if (count == 0) throw new EndOfStreamException("The gateway closed the connection in place of an answer.");
        _received.AddRange(_chunk.AsSpan(0, count));
    }

    private static byte[] Chunked(byte[] body)
    {
        var half = body.Length / 2;
        return [.. Chunk(body[..half]), .. Chunk(body[half..]), .. "0\r\n\r\n"u8];
    }

    private static byte[] Chunk(byte[] part) =>
        part.Length == 0 ? [] : [.. Encoding.ASCII.GetBytes($"{part.Length:x}\r\n"), .. part, .. "\r\n"u8];
}
