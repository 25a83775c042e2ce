using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PhigrosLogin.Client.Wire;

namespace PhigrosLogin.Client;

/// <summary>Asks the gateway and tells its answers from those of anybody else.</summary>
internal sealed class GatewayCalls(HttpClient http, PhigrosLoginClientOptions options, TimeProvider time)
{
    // What the gateway needs at most, with TapTap and the game cloud behind it, and some time for the network.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Asks again while that can help and the patience lasts.</summary>
    public async Task<TMeaning> AskAsync<TBody, TMeaning>(
        GatewayCall call, JsonTypeInfo<TBody> type, Func<TBody, TMeaning?> read, Patience patience, CancellationToken cancellationToken)
        where TMeaning : class
    {
        while (true)
        {
            try
            {
                using var request = call.Request(options);
                return await AskOnceAsync(request, type, read, cancellationToken, call.Hold);
            }
            catch (GatewayException trouble) when (trouble.IsTransient && patience.TryTake(trouble.RetryAfter, out var pause))
            {
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    /// <summary>Asks once.</summary>
    /// <exception cref="GatewayException">The gateway said no, or nobody answered for it.</exception>
    public async Task<TMeaning> AskOnceAsync<TBody, TMeaning>(
        HttpRequestMessage request, JsonTypeInfo<TBody> type, Func<TBody, TMeaning?> read, CancellationToken cancellationToken, TimeSpan hold = default)
        where TMeaning : class
    {
        var (body, status) = await SendAsync(request, hold, cancellationToken);
        return Read(body, type) is { } answer && read(answer) is { } meaning ? meaning : throw Unexpected(status);
    }

    /// <summary>Asks again while that can help, for an answer without a body.</summary>
    public async Task AskAsync(GatewayCall call, Patience patience, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var request = call.Request(options);
                if (await SendAsync(request, call.Hold, cancellationToken) is { Status: not 204 } other) throw Unexpected(other.Status);
                return;
            }
            catch (GatewayException trouble) when (trouble.IsTransient && patience.TryTake(trouble.RetryAfter, out var pause))
            {
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    private async Task<(byte[] Body, int Status)> SendAsync(HttpRequestMessage request, TimeSpan hold, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(hold + Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // NOTE: ResponseContentRead, because only then do the limits of time and size cover the body too.
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(CancellationToken.None);
            return response.IsSuccessStatusCode ? (body, (int)response.StatusCode) : throw Problem(response, body);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable("did not answer in time", exception);
        }
        catch (HttpRequestException exception)
        {
            throw Unreachable("cannot be reached, or broke off", exception);
        }
    }

    private GatewayException Problem(HttpResponseMessage response, byte[] body)
    {
        var (status, wait) = ((int)response.StatusCode, RetryAfter(response.Headers));
        // A proxy in front may well have problems of its own in the same form, but without a code.
        return response.Content.Headers.ContentType?.MediaType == "application/problem+json" && Read(body, WireJson.Default.ProblemWire) is { Code: { Length: > 0 } code } problem
            ? new GatewayException(code, $"The gateway answered {status} {code}: {problem.Detail ?? problem.Title}", status, wait, problem.TraceId)
            : Unexpected(status, wait);
    }

    private GatewayException Unexpected(int status, TimeSpan? wait = null) => new(
        GatewayErrorCodes.UnexpectedAnswer,
        $"{options.Gateway!.Authority} answered {status} with something that no gateway says: a proxy in front of it, or another service.", status, wait);

    private GatewayException Unreachable(string how, Exception exception) =>
        new(GatewayErrorCodes.Unreachable, $"The gateway at {options.Gateway!.Authority} {how}.", innerException: exception);

    private static T? Read<T>(byte[] body, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            // NOTE: its message can quote the body, so it goes no further.
            return default;
        }
    }

    private TimeSpan? RetryAfter(HttpResponseHeaders headers) => headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };
}
