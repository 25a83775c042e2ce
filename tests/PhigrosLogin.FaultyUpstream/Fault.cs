using System.Globalization;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;

namespace PhigrosLogin.FaultyUpstream;

/// <summary>Where a fault writes, and the socket that it may break.</summary>
public sealed record Reply(Stream Stream, Socket Socket);

/// <summary>Answers one request; true when the connection stays usable for the next.</summary>
public delegate Task<bool> Fault(Reply reply, CancellationToken cancellationToken);

/// <summary>The ways in which an upstream can go wrong.</summary>
public static class Faults
{
    /// <summary>A proper HTTP answer with any body.</summary>
    public static Fault Answer(int status, string body, string contentType = "application/json", params string[] headers) =>
        Answer(status, Encoding.UTF8.GetBytes(body), contentType, headers);

    /// <inheritdoc cref="Answer(int, string, string, string[])" />
    public static Fault Answer(int status, byte[] body, string contentType = "application/json", params string[] headers) => async (reply, cancellationToken) =>
    {
        await WriteAsync(reply, Head(status, [$"Content-Type: {contentType}", $"Content-Length: {body.Length}", .. headers]), cancellationToken);
        await reply.Stream.WriteAsync(body, cancellationToken);
        return true;
    };

    /// <summary>Bytes that may be anything, then the end of the connection.</summary>
    public static Fault Raw(string text) => Raw(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Raw(string)" />
    public static Fault Raw(byte[] bytes) => async (reply, cancellationToken) =>
    {
        await reply.Stream.WriteAsync(bytes, cancellationToken);
        return false;
    };

    /// <summary>Answers when the test lets it.</summary>
    public static Fault After(Func<Task> ready, Fault answer) => async (reply, cancellationToken) =>
    {
        await ready().WaitAsync(cancellationToken);
        return await answer(reply, cancellationToken);
    };

    /// <summary>Takes the request and says nothing.</summary>
    public static Fault Silent { get; } = async (_, cancellationToken) =>
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return false;
    };

    /// <summary>A good head, then a body that comes one byte every 200 ms.</summary>
    public static Fault Drip { get; } = async (reply, cancellationToken) =>
    {
        await WriteAsync(reply, Head(200, ["Content-Type: application/json", "Content-Length: 10000"]), cancellationToken);
        return await ForEverAsync(() => WriteAsync(reply, " ", cancellationToken), cancellationToken);
    };

    /// <summary>Header lines that never end, one every 200 ms.</summary>
    public static Fault EndlessHeaders { get; } = async (reply, cancellationToken) =>
    {
        await WriteAsync(reply, "HTTP/1.1 200 OK\r\n", cancellationToken);
        return await ForEverAsync(() => WriteAsync(reply, "X-More: yes\r\n", cancellationToken), cancellationToken);
    };

    /// <summary>One header of a megabyte.</summary>
    public static Fault HugeHeader { get; } = Raw($"HTTP/1.1 200 OK\r\nX-Huge: {new string('x', 1 << 20)}\r\nContent-Length: 2\r\n\r\n{{}}");

    /// <summary>A body without an end in sight: spaces, in chunks, up to <paramref name="bytes"/>.</summary>
    public static Fault HugeBody(long bytes) => async (reply, cancellationToken) =>
    {
        await WriteAsync(reply, Head(200, ["Content-Type: application/json", "Transfer-Encoding: chunked"]), cancellationToken);
        var chunk = "10000\r\n" + new string(' ', 0x10000) + "\r\n";
        for (long sent = 0; sent < bytes; sent += 0x10000) await WriteAsync(reply, chunk, cancellationToken);
        await WriteAsync(reply, "0\r\n\r\n", cancellationToken);
        return true;
    };

    /// <summary>A few kilobytes that unpack to 64 MB of spaces around a good body.</summary>
    public static Fault GzipBomb(string body) => Answer(200, Pack(body, padding: 64 << 20), "application/json", "Content-Encoding: gzip");

    /// <summary>A head that promises more than comes, then the end of the connection.</summary>
    public static Fault CutOff(string body) => async (reply, cancellationToken) =>
    {
        await WriteAsync(reply, Head(200, ["Content-Type: application/json", $"Content-Length: {body.Length + 100}"]) + body, cancellationToken);
        return false;
    };

    /// <summary>A reset in place of an answer.</summary>
    public static Fault Reset { get; } = (reply, _) =>
    {
        reply.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        reply.Socket.Close();
        return Task.FromResult(false);
    };

    /// <summary>The end of the connection in place of an answer.</summary>
    public static Fault Close { get; } = (_, _) => Task.FromResult(false);

    /// <summary>A redirect that carries a cookie.</summary>
    public static Fault Redirect(Uri to) => Answer(302, "", "text/plain", $"Location: {to}", "Set-Cookie: who=else; Path=/");

    private static string Head(int status, IEnumerable<string> headers) =>
        string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Whatever\r\n{string.Join("\r\n", headers)}\r\n\r\n");

    private static async Task WriteAsync(Reply reply, string text, CancellationToken cancellationToken)
    {
        await reply.Stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await reply.Stream.FlushAsync(cancellationToken);
    }

    private static async Task<bool> ForEverAsync(Func<Task> step, CancellationToken cancellationToken)
    {
        while (true)
        {
            await step();
            await Task.Delay(200, cancellationToken);
        }
    }

    private static byte[] Pack(string body, int padding)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(Encoding.UTF8.GetBytes(body));
            var spaces = new byte[1 << 16];
            spaces.AsSpan().Fill((byte)' ');
            for (var written = 0; written < padding; written += spaces.Length) gzip.Write(spaces);
        }
        return packed.ToArray();
    }
}
