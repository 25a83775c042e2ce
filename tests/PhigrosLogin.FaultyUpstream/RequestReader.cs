using System.Globalization;
using System.Text;

namespace PhigrosLogin.FaultyUpstream;

/// <summary>Reads just as much HTTP/1.1 as the gateway's requests need: a head and a body with Content-Length or in chunks.</summary>
internal sealed class RequestReader(Stream stream, int connection)
{
    private readonly List<byte> _buffer = [];

    /// <summary>The next request, or null when the other side has closed.</summary>
    public async Task<UpstreamCall?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await UntilAsync("\r\n\r\n", cancellationToken) is not { } head) return null;
        var lines = head.Split("\r\n");
        var words = lines[0].Split(' ');
        var headers = lines.Skip(1)
            .Select(line => line.Split(':', 2))
            .ToDictionary(pair => pair[0].ToLowerInvariant(), pair => pair[1].Trim(), StringComparer.Ordinal);

        var body =
            headers.TryGetValue("content-length", out var length) ? await TakeAsync(int.Parse(length, CultureInfo.InvariantCulture), cancellationToken) :
            headers.ContainsKey("transfer-encoding") ? await ChunksAsync(cancellationToken) :
            "";
        return new UpstreamCall(connection, words[0], words[1], headers, body);
    }

    private async Task<string> ChunksAsync(CancellationToken cancellationToken)
    {
        var body = new StringBuilder();
        while (true)
        {
            var size = int.Parse(await UntilAsync("\r\n", cancellationToken) ?? "0", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Append(await TakeAsync(size, cancellationToken));
            await TakeAsync(2, cancellationToken);
            if (size == 0) return body.ToString();
        }
    }

    private async Task<string?> UntilAsync(string end, CancellationToken cancellationToken)
    {
        while (true)
        {
            var text = Encoding.Latin1.GetString([.. _buffer]);
            var at = text.IndexOf(end, StringComparison.Ordinal);
            if (at >= 0)
            {
                _buffer.RemoveRange(0, at + end.Length);
                return text[..at];
            }
            if (!await FillAsync(cancellationToken)) return null;
        }
    }

    private async Task<string> TakeAsync(int count, CancellationToken cancellationToken)
    {
        while (_buffer.Count < count && await FillAsync(cancellationToken))
        {
        }
        var taken = Encoding.UTF8.GetString([.. _buffer.Take(count)]);
        _buffer.RemoveRange(0, Math.Min(count, _buffer.Count));
        return taken;
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        var chunk = new byte[4096];
        var count = await stream.ReadAsync(chunk, cancellationToken);
        _buffer.AddRange(chunk.AsSpan(0, count));
        return count > 0;
    }
}
