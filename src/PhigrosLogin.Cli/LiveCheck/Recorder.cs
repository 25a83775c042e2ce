namespace PhigrosLogin.Cli.LiveCheck;

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
        _exchanges.Add(new Exchange(request.Method.Method, request.RequestUri!.PathAndQuery, (int)response.StatusCode, body)
        {
            SignedIn = SignedIn(request),
            Date = response.Headers.Date,
            Server = Header(response, "Server"),
            ServiceName = Header(response, "x-service-name"),
        });
        return response;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

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
internal sealed class Exchange(string method, string target, int status, ReadOnlyMemory<byte> body)
{
    private const string SavesPath = "/1.1/classes/_GameSave";

    /// <summary>
    /// Method, path and query, such as <c>POST /1.1/users?failOnNotExist=true</c>. The game's ids in it are public; the query
    /// for saves names the player and is left out.
    /// </summary>
    public string Route => $"{method} {(Path == SavesPath ? Path : target)}";

    public int Status => status;

    public ReadOnlyMemory<byte> Body => body;

    /// <summary>The unit of the request's signature; null when it had none.</summary>
    public SignUnit? SignedIn { get; init; }

    /// <summary>The response's <c>Date</c>.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>The response's <c>Server</c>, as it came.</summary>
    public string? Server { get; init; }

    /// <summary>The response's <c>x-service-name</c>, as it came.</summary>
    public string? ServiceName { get; init; }

    /// <summary>The endpoint's name among the fixtures.</summary>
    public string Endpoint => Path switch
    {
        "/oauth2/v1/device/code" => "device-code",
        "/oauth2/v1/token" => "token",
        "/account/profile/v1" => "profile",
        "/account/basic-info/v1" => "basic-info",
        SavesPath => "save",
        _ => "users",
    };

    private string Path => target.Split('?')[0];
}
