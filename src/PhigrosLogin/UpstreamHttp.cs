using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;

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

    // A TLS handshake across an ocean is three round trips of up to 400 ms, and each lost packet costs 1 s and more.
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan DefaultConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private long _skewTicks;

    /// <summary>Sends through a client made by <see cref="CreateClient"/>.</summary>
    /// <param name="http">The connections; shared by all clients of one region.</param>
    /// <param name="time">The clock that the time limit runs on.</param>
    /// <param name="timeout">The time for one whole exchange, connection and body included; 15 s when null.</param>
    public UpstreamHttp(HttpClient http, TimeProvider time, TimeSpan? timeout = null) =>
        (_http, _time, _timeout) = (http, time, timeout ?? DefaultTimeout);

    /// <summary>Makes connections that follow this library's rules for upstreams.</summary>
    /// <param name="connectTimeout">The time for a connection, TLS included; 10 s when null.</param>
    /// <param name="proxy">A proxy for this region; none when null, whatever the environment says.</param>
    /// <returns>A client for <see cref="UpstreamHttp"/>; the caller disposes of it.</returns>
#pragma warning disable CA2000 // the client owns its handler
    public static HttpClient CreateClient(TimeSpan? connectTimeout = null, IWebProxy? proxy = null) =>
        new Connections(CreateHandler(connectTimeout, proxy), proxy)
        {
            // The limit that counts is SendAsync's, which runs on the clock that was passed in.
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = BodyLimit,
        };
#pragma warning restore CA2000

    /// <summary>How far the upstream's clock was ahead of this machine's at the last answer that had a date; to the second.</summary>
    public TimeSpan ClockSkew => TimeSpan.FromTicks(Interlocked.Read(ref _skewTicks));

    internal static SocketsHttpHandler CreateHandler(TimeSpan? connectTimeout, IWebProxy? proxy,
        HappyEyeballs? connector = null) => new()
    {
        // Else the trace and the baggage that a caller sent along would travel on to the upstreams. Null would end them
        // too, and with them the activities by which an operator sees how long an upstream took.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectCallback = (connector ?? HappyEyeballs.Default).ConnectAsync,
        ConnectTimeout = connectTimeout ?? DefaultConnectTimeout,
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
        using var limit = new CancellationTokenSource(_timeout, _time);
        return await SendAsync(request, upstream, limit, cancellationToken);
    }

    /// <summary>
    /// Sends a request, and once more if no connection came about for the first one, both within one time limit. NOTE:
    /// not for polls, although one that found no connection would be safe: a poll is sent by its schedule and by
    /// nothing else.
    /// </summary>
    /// <inheritdoc cref="SendAsync(HttpRequestMessage, string, CancellationToken)" />
    internal async Task<UpstreamAnswer> SendAsync(Func<HttpRequestMessage> create, string upstream,
        CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_timeout, _time);
        UpstreamException failure;
        try
        {
            using var first = create();
            return await SendAsync(first, upstream, limit, cancellationToken);
        }
        catch (UpstreamException failed) when (IsWorthAnotherConnection(failed) && !limit.IsCancellationRequested)
        {
            failure = failed;
        }
        try
        {
            using var second = create();
            return await SendAsync(second, upstream, limit, cancellationToken);
        }
        // What is left of the time may be too short to connect: then the first failure says what is wrong.
        catch (UpstreamException again) when (again.Trouble == UpstreamTrouble.TimedOut)
        {
            throw failure;
        }
    }

    private async Task<UpstreamAnswer> SendAsync(
        HttpRequestMessage request, string upstream, CancellationTokenSource limit, CancellationToken cancellationToken)
    {
        request.Headers.UserAgent.Add(Agent);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // NOTE: ResponseContentRead, because only then do the limits of time and size cover the body too.
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(CancellationToken.None);
            if (response.Headers.Date is { } date) Interlocked.Exchange(ref _skewTicks, (date - _time.GetUtcNow()).Ticks);
            if (response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired && ProxyFor(request) is { } proxy)
                throw RefusedByProxy(proxy, upstream, response.StatusCode, null);
            var answer = new UpstreamAnswer((int)response.StatusCode, body, RetryAfter(response.Headers),
                response.Headers.Date)
            {
                MediaType = response.Content.Headers.ContentType?.MediaType,
            };
            ReceivedAnswer.Add(answer);
            return answer;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            // SocketsHttpHandler reports its ConnectTimeout as a cancellation with a TimeoutException inside.
            throw limit.IsCancellationRequested
                ? new UpstreamException(UpstreamTrouble.TimedOut, $"{upstream} did not answer in time.", innerException: exception)
                : new UpstreamException(UpstreamTrouble.Unreachable, $"{upstream} did not accept a connection in time.", innerException: exception);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ProxyTunnelError)
        {
            throw RefusedByProxy(ProxyFor(request) ?? "The proxy", upstream, exception.StatusCode, exception);
        }
        catch (HttpRequestException exception)
        {
            throw Explain(exception, upstream);
        }
    }

    // Without its user name and password, which stand in its credentials or before its host.
    private string? ProxyFor(HttpRequestMessage request) =>
        _http is Connections { Proxy: { } proxy } && request.RequestUri is { } uri && proxy.GetProxy(uri) is { } address
            ? $"The proxy {address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}"
            : null;

    private static UpstreamException RefusedByProxy(string proxy, string upstream, HttpStatusCode? status,
        Exception? innerException) => new(
        UpstreamTrouble.Unreachable,
        status == HttpStatusCode.ProxyAuthenticationRequired
            ? $"{proxy} wants a user name and password that it accepts (HTTP 407). {upstream} was not asked."
            : $"{proxy} did not open a connection{(status is { } number ? FormattableString.Invariant($" (HTTP {(int)number})") : "")}. {upstream} was not asked.",
        innerException: innerException);

    // A name that is not proven stays so, and so does a proxy that does not let the request through.
    private static bool IsWorthAnotherConnection(UpstreamException failed) =>
        failed.Trouble == UpstreamTrouble.Unreachable &&
        failed.InnerException is not (null or
            HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError }) &&
        failed.InnerException?.InnerException is not AuthenticationException;

    private static UpstreamException Explain(HttpRequestException exception, string upstream) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError =>
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

/// <summary>Connections, and the proxy that they go through.</summary>
internal sealed class Connections(HttpMessageHandler handler, IWebProxy? proxy)
    : HttpClient(handler, disposeHandler: true)
{
    public IWebProxy? Proxy => proxy;
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

    /// <summary>The media type of <c>Content-Type</c>, as it came.</summary>
    public string? MediaType { get; init; }

    /// <summary>What it means that the body is no JSON object.</summary>
    /// <param name="upstream">Who was asked, as a sentence begins.</param>
    public UpstreamException WithoutJson(string upstream) => status switch
    {
        429 => new(UpstreamTrouble.TooManyRequests, $"{upstream} wants fewer requests.", retryAfter),
        >= 500 => new(UpstreamTrouble.Failing, $"{upstream} returned a server error."),
        >= 300 => new(UpstreamTrouble.Blocked, FormattableString.Invariant(
            $"{upstream} or a firewall in front of it refused this machine's address (HTTP {status}, no JSON).")),
        _ when IsPage => new(UpstreamTrouble.Blocked, FormattableString.Invariant(
            $"{upstream} or a firewall in front of it sent a web page in place of an answer (HTTP {status}).")),
        _ => new(UpstreamTrouble.BadAnswer,
            $"{upstream} sent an invalid response: not a JSON object."),
    };

    private bool IsPage => MediaType is "text/html" || body.Span.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
}
