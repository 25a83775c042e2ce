using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PhigrosLogin.Tests;

/// <summary>An answer as its bytes stood on the wire.</summary>
internal sealed record RawAnswer(string StatusLine, IDictionary<string, string> Headers, string Body)
{
    public int Status => int.Parse(StatusLine.Split(' ')[1], CultureInfo.InvariantCulture);
}

/// <summary>HTTP as text over a plain socket, so that nothing between test and gateway smooths anything over.</summary>
internal static class RawHttp
{
    public static Task<RawAnswer> GetAsync(Uri gateway, string target) =>
        SendAsync(gateway, $"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    public static Task<RawAnswer> PostAsync(Uri gateway, string target, string body, string contentType = "application/json") =>
        SendAsync(gateway, $"POST {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {contentType}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public static async Task<RawAnswer> SendAsync(Uri gateway, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(gateway.Host, gateway.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request));

        using var received = new MemoryStream();
        await stream.CopyToAsync(received);
        return Parse(received.ToArray());
    }

    private static RawAnswer Parse(byte[] bytes)
    {
        var headEnd = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        var lines = Encoding.Latin1.GetString(bytes, 0, headEnd).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = bytes.AsSpan(headEnd + 4);
        return new RawAnswer(lines[0], headers, Encoding.UTF8.GetString(headers.ContainsKey("Transfer-Encoding") ? Unchunk(body) : body));
    }

    private static byte[] Unchunk(ReadOnlySpan<byte> chunked)
    {
        var body = new List<byte>();
        while (true)
        {
            var lineEnd = chunked.IndexOf("\r\n"u8);
            var size = int.Parse(Encoding.ASCII.GetString(chunked[..lineEnd]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0) return [.. body];
            body.AddRange(chunked.Slice(lineEnd + 2, size));
            chunked = chunked[(lineEnd + 2 + size + 2)..];
        }
    }
}
