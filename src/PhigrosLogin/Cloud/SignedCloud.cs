using System.Net.Http.Headers;
using System.Text.Json;

namespace PhigrosLogin.Cloud;

/// <summary>Sends requests to the game cloud of one region, signed with its app key, and reads its JSON (docs/protocol.md §4).</summary>
internal sealed class SignedCloud(UpstreamHttp http, Region region, TimeProvider time)
{
    private const string Upstream = "The game cloud";

    // The documented unit is milliseconds, many clients send seconds, and both are said to work (docs/protocol.md §8.10).
    private volatile bool _wantsSeconds;

    /// <summary>Signs in seconds first.</summary>
    public bool BeginsWithSeconds
    {
        init => _wantsSeconds = value;
    }

    /// <summary>Sends a request whose repetition does no harm; it is sent once more when its signature is refused.</summary>
    /// <exception cref="UpstreamException">No JSON object came.</exception>
    public async Task<CloudAnswer> SendAsync(Func<HttpRequestMessage> request, CancellationToken cancellationToken)
    {
        var inSeconds = _wantsSeconds;
        var answer = await SendAsync(request, inSeconds, cancellationToken);
        if (!answer.IsUnauthorized) return answer;

        // A refused signature did nothing, so asking again in the other unit is safe.
        var second = await SendAsync(request, !inSeconds, cancellationToken);
        if (!second.IsUnauthorized) _wantsSeconds = !inSeconds;
        return second;
    }

    /// <summary>Sends a request once, whatever comes of it.</summary>
    /// <exception cref="UpstreamException">No JSON object came.</exception>
    public Task<CloudAnswer> SendOnceAsync(Func<HttpRequestMessage> request, CancellationToken cancellationToken) =>
        SendAsync(request, _wantsSeconds, cancellationToken);

    /// <summary>A request to this region's cloud; a body is JSON.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path, ReadOnlyMemory<byte>? body = null, Secret? session = null)
    {
        var request = new HttpRequestMessage(method, new Uri(region.CloudUrl, path));
        if (session is not null) request.Headers.Add("X-LC-Session", session.Reveal());
        if (body is not { } bytes) return request;
        request.Content = new ReadOnlyMemoryContent(bytes);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return request;
    }

    private async Task<CloudAnswer> SendAsync(Func<HttpRequestMessage> create, bool inSeconds, CancellationToken cancellationToken)
    {
        using var request = Sign(create(), inSeconds);
        var answer = request.Method == HttpMethod.Get
            ? await http.SendAsync(() => Sign(create(), inSeconds), Upstream, cancellationToken)
            : await http.SendAsync(request, Upstream, cancellationToken);
        var isObject = HostileJson.TryParse(answer.Body, out var root, out _) && root.ValueKind == JsonValueKind.Object;
        return isObject ? new CloudAnswer(answer, root) : throw answer.WithoutJson(Upstream);
    }

    private HttpRequestMessage Sign(HttpRequestMessage request, bool inSeconds)
    {
        var now = time.GetUtcNow();
        var stamp = inSeconds ? now.ToUnixTimeSeconds() : now.ToUnixTimeMilliseconds();
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Add("X-LC-Id", region.ClientId);
        request.Headers.Add("X-LC-Sign", CloudSignature.Header(region.AppKey, stamp));
        return request;
    }
}
