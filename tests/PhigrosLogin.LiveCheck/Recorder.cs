namespace PhigrosLogin.LiveCheck;

/// <summary>Keeps what every request asked for and what came back, on the way between the library and the network.</summary>
internal sealed class Recorder(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly List<Exchange> _exchanges = [];

    /// <summary>Everything so far, oldest first; calls come one after the other.</summary>
    public IReadOnlyList<Exchange> Exchanges => _exchanges;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(UpstreamHttp.BodyLimit, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        _exchanges.Add(new Exchange(request.Method.Method, request.RequestUri!.PathAndQuery, (int)response.StatusCode, body, SignedIn(request)));
        return response;
    }

    private static SignUnit? SignedIn(HttpRequestMessage request) =>
        !request.Headers.TryGetValues("X-LC-Sign", out var sign) ? null :
        sign.Single().Split(',')[^1].Length == 10 ? SignUnit.Seconds :
        SignUnit.Milliseconds;
}

/// <summary>The unit of the time in <c>X-LC-Sign</c> (docs/protocol.md §8.10).</summary>
internal enum SignUnit
{
    Milliseconds,
    Seconds,
}

/// <summary>One request, of which no credential is kept, and its answer, which is full of them until it is masked.</summary>
internal sealed class Exchange(string method, string target, int status, ReadOnlyMemory<byte> body, SignUnit? signedIn)
{
    /// <summary>Method, path and query, such as <c>POST /1.1/users?failOnNotExist=true</c>; the game's ids in it are public.</summary>
    public string Route => $"{method} {target}";

    public int Status => status;

    public ReadOnlyMemory<byte> Body => body;

    public SignUnit? SignedIn => signedIn;

    /// <summary>The endpoint's name among the fixtures.</summary>
    public string Endpoint => target.Split('?')[0] switch
    {
        "/oauth2/v1/device/code" => "device-code",
        "/oauth2/v1/token" => "token",
        "/account/profile/v1" => "profile",
        "/account/basic-info/v1" => "basic-info",
        _ => "users",
    };
}
