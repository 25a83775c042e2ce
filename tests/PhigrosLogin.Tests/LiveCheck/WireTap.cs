using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.LiveCheck;

/// <summary>Stands in front of an upstream and keeps what it says: it knows every secret that crosses the wire.</summary>
internal sealed class WireTap : IAsyncDisposable
{
    // Words of the protocol, and what a person has to be shown.
    private static readonly string[] Open =
        ["error", "error_description", "msg", "token_type", "mac_algorithm", "scope", "verification_url", "__type", "className"];

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false });
    private readonly ConcurrentQueue<(string Target, int Status, byte[] Body)> _answers = new();
    private readonly FaultyServer _server;

    /// <param name="upstream">What it stands in front of.</param>
    /// <param name="broken">What every request gets instead of the upstream's answer.</param>
    /// <param name="headers">Lines that are added to every answer's head.</param>
    public WireTap(Uri upstream, Fault? broken = null, params string[] headers) => _server = FaultyServer.Start(call => broken ?? (async (reply, cancellationToken) =>
    {
        using var request = Copy(call, upstream);
        using var answer = await _http.SendAsync(request, cancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        _answers.Enqueue((call.Target, (int)answer.StatusCode, body));
        return await Faults.Answer((int)answer.StatusCode, body, "application/json", headers)(reply, cancellationToken);
    }));

    public Uri Url => _server.Url;

    public IEnumerable<(string Target, int Status, byte[] Body)> Answers => _answers;

    public IEnumerable<string> Targets => _server.Calls.Select(call => call.Target);

    /// <summary>Every text that went by and is nobody else's business.</summary>
    public IEnumerable<string> Secrets => _answers
        .SelectMany(answer => Texts("", JsonDocument.Parse(answer.Body).RootElement))
        // Every player's save file has the one name.
        .Where(text => text.Length > 4 && text != ".save")
        .Distinct();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
    }

    // The host stays the one that the caller signed for.
    private static HttpRequestMessage Copy(UpstreamCall call, Uri upstream)
    {
        var copy = new HttpRequestMessage(new HttpMethod(call.Method), new Uri(upstream, call.Target)) { Headers = { Host = call.Headers["host"] } };
        foreach (var name in (string[])["authorization", "x-lc-id", "x-lc-sign", "x-lc-session"])
        {
            if (call.Headers.TryGetValue(name, out var value)) copy.Headers.TryAddWithoutValidation(name, value);
        }
        if (!call.Headers.TryGetValue("content-type", out var type)) return copy;
        copy.Content = new StringContent(call.Body, Encoding.UTF8, MediaTypeHeaderValue.Parse(type));
        return copy;
    }

    private static IEnumerable<string> Texts(string name, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Texts(member.Name, member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Texts(name, item)),
        JsonValueKind.String when !Open.Contains(name) => [element.GetString()!],
        _ => [],
    };
}
