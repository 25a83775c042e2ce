using System.Net;
using System.Net.Http.Headers;

namespace PhigrosLogin.Client;

/// <summary>
/// A JSON body that leaves once. Whoever sends a request again, be it a redirect or a handler that retries, finds it used up;
/// what may be repeated, the client repeats itself, with a new request.
/// </summary>
internal sealed class SendOnceContent : HttpContent
{
    private readonly byte[] _body;
    private int _sent;

    public SendOnceContent(byte[] body)
    {
        _body = body;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>Whether it has begun to leave: the gateway may have got it.</summary>
    public bool WasSent => Volatile.Read(ref _sent) != 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _sent, 1) != 0) throw new HttpRequestException("This request is sent once.");
        await stream.WriteAsync(_body, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
