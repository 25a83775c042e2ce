namespace PhigrosLogin.Client;

/// <summary>Connections as this client wants them: no redirects, which would carry the client secret elsewhere, and no cookies.</summary>
internal static class GatewayConnections
{
    private const int LargestAnswer = 256 * 1024; // bytes; a gateway's are a few kilobytes

    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        UseCookies = false,
    };

#pragma warning disable CA2000 // the client owns its handler
    public static HttpClient Create() => Prepare(new HttpClient(CreateHandler(), disposeHandler: true));
#pragma warning restore CA2000

    public static HttpClient Prepare(HttpClient http)
    {
        http.Timeout = Timeout.InfiniteTimeSpan; // each call has its own, on the clock that was passed in
        http.MaxResponseContentBufferSize = LargestAnswer;
        return http;
    }
}
