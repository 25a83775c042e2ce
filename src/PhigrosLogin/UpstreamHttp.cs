using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace PhigrosLogin;

/// <summary>
/// The one way in which an upstream is asked and its body is read: a time limit that covers the body, a size limit,
/// no redirects, no cookies, no decompression, no proxy from the environment.
/// </summary>
public sealed class UpstreamHttp
{
    /// <summary>No body of an upstream is larger, in bytes.</summary>
    public const int BodyLimit = 64 * 1024;

    private static readonly ProductInfoHeaderValue Agent = new("PhigrosLogin", "0.1");

    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private long _skewTicks;

    /// <summary>Sends through a client made by <see cref="CreateClient"/>.</summary>
    /// <param name="http">The connections; shared by all clients of one region.</param>
    /// <param name="time">The clock that the time limit runs on.</param>
    /// <param name="timeout">The time for one whole exchange, body included; 5 s when null.</param>
    public UpstreamHttp(HttpClient http, TimeProvider time, TimeSpan? timeout = null) =>
        (_http, _time, _timeout) = (http, time, timeout ?? TimeSpan.FromSeconds(5));

    /// <summary>Makes connections that follow this library's rules for upstreams.</summary>
    /// <param name="connectTimeout">The time for a connection, TLS included; 2 s when null.</param>
    /// <param name="proxy">A proxy for this region; none when null, whatever the environment says.</param>
    /// <returns>A client for <see cref="UpstreamHttp"/>; the caller disposes of it.</returns>
#pragma warning disable CA2000 // the client owns its handler
    public static HttpClient CreateClient(TimeSpan? connectTimeout = null, IWebProxy? proxy = null) =>
        new(CreateHandler(connectTimeout, proxy), disposeHandler: true)
        {
            // The limit that counts is SendAsync's, which runs on the clock that was passed in.
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = BodyLimit,
        };
#pragma warning restore CA2000

    /// <summary>How far the upstream's clock was ahead of this machine's at the last answer that had a date; to the second.</summary>
    public TimeSpan ClockSkew => TimeSpan.FromTicks(Interlocked.Read(ref _skewTicks));

    internal static SocketsHttpHandler CreateHandler(TimeSpan? connectTimeout, IWebProxy? proxy) => new()
    {
        // Else the trace and the baggage that a caller sent along would travel on to the upstreams. Null would end them
        // too, and with them the activities by which an operator sees how long an upstream took.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = connectTimeout ?? TimeSpan.FromSeconds(2),
        // Without it a response that is too large would be read on for another megabyte.
        MaxResponseDrainSize = 0,
        MaxResponseHeadersLength = 16,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        Proxy = proxy,
        UseCookies = false,
        UseProxy = proxy is not null,
    };

    /// <summary>Sends one request, never twice, and reads its whole answer.</summary>
    /// <exception cref="UpstreamException">No complete answer of a permitted size came in time.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    internal async Task<UpstreamAnswer> SendAsync(HttpRequestMessage request, string upstream, CancellationToken cancellationToken)
    {
        request.Headers.UserAgent.Add(Agent);
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // NOTE: ResponseContentRead, because only then do the limits of time and size cover the body too.
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(CancellationToken.None);
            if (response.Headers.Date is { } date) Interlocked.Exchange(ref _skewTicks, (date - _time.GetUtcNow()).Ticks);
            var status = (int)response.StatusCode;
            return new UpstreamAnswer(status, body, RetryAfter(response.Headers), response.Headers.Date);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            // SocketsHttpHandler reports its ConnectTimeout as a cancellation with a TimeoutException inside.
            throw limit.IsCancellationRequested
                ? new UpstreamException(UpstreamTrouble.TimedOut, $"{upstream} did not answer in time.", innerException: exception)
                : new UpstreamException(UpstreamTrouble.Unreachable, $"{upstream} did not accept a connection in time.", innerException: exception);
        }
        catch (HttpRequestException exception)
        {
            throw Explain(exception, upstream);
        }
    }

    private static UpstreamException Explain(HttpRequestException exception, string upstream) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError =>
            new UpstreamException(UpstreamTrouble.Unreachable, $"{upstream} cannot be reached.", innerException: exception),
        HttpRequestError.SecureConnectionError =>
            new UpstreamException(UpstreamTrouble.Unreachable, $"{upstream} did not prove that it is who it says (TLS).", innerException: exception),
        HttpRequestError.ConfigurationLimitExceeded =>
            new UpstreamException(UpstreamTrouble.BadAnswer, $"{upstream} sent an answer that is too large.", innerException: exception),
        HttpRequestError.InvalidResponse =>
            new UpstreamException(UpstreamTrouble.BadAnswer, $"{upstream} sent an answer that is not HTTP.", innerException: exception),
        _ => new UpstreamException(UpstreamTrouble.ConnectionLost, $"{upstream} broke off the connection.", innerException: exception),
    };

    private TimeSpan? RetryAfter(HttpResponseHeaders headers) => headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > _time.GetUtcNow() => date - _time.GetUtcNow(),
        _ => null,
    };
}

/// <summary>A complete answer of an upstream, not yet believed.</summary>
internal sealed class UpstreamAnswer(
    int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter, DateTimeOffset? date = null)
{
    public int Status => status;

    public ReadOnlyMemory<byte> Body => body;

    public TimeSpan? RetryAfter => retryAfter;

    /// <summary>The upstream's clock, to the second; null when it did not say.</summary>
    public DateTimeOffset? Date => date;

    public bool IsFailure => status >= 500;
}
