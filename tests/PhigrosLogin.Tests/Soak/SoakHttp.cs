using System.Collections.Concurrent;
using System.Net.Http.Headers;

namespace PhigrosLogin.Tests.Soak;

/// <summary>What a gateway answered; status 0 where the connection broke.</summary>
internal sealed record SoakAnswer(int Status, string Body)
{
    public bool IsPassing => Status is 0 or 429 or (>= 502 and <= 504);
}

/// <summary>All callers' way to the two gateways, through nginx.</summary>
internal sealed class SoakHttp(Uri gateways) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(70);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(1) })
    {
        BaseAddress = gateways,
        Timeout = TimeSpan.FromMinutes(2),
    };

    /// <summary>How many answers of each status there were.</summary>
    public ConcurrentDictionary<int, int> Statuses { get; } = new();

    /// <summary>Asks once. Whoever leaves closes the connection in the middle of it.</summary>
    public async Task<SoakAnswer> AskAsync(HttpMethod method, string path, HttpContent? body = null, string? secret = null, CancellationToken leaving = default)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (secret is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        try
        {
            using var response = await _http.SendAsync(request, leaving);
            var answer = new SoakAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(leaving));
            Statuses.AddOrUpdate(answer.Status, 1, (_, count) => count + 1);
            return answer;
        }
        catch (HttpRequestException)
        {
            Statuses.AddOrUpdate(0, 1, (_, count) => count + 1);
            return new SoakAnswer(0, "");
        }
    }

    /// <summary>Asks again for a while when TapTap, PostgreSQL or nginx has trouble, as a patient caller would.</summary>
    public async Task<SoakAnswer> InsistAsync(HttpMethod method, string path, Func<HttpContent>? body = null, string? secret = null)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await AskAsync(method, path, body?.Invoke(), secret);
            if (!answer.IsPassing || TimeProvider.System.GetElapsedTime(begun) > Patience) return answer;
            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        }
    }

    /// <summary>The lines of an event stream as they come, to its end or until the reader leaves.</summary>
    public async IAsyncEnumerable<string> EventsAsync(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken leaving = default)
    {
        using var response = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, leaving);
        Statuses.AddOrUpdate((int)response.StatusCode, 1, (_, count) => count + 1);
        if ((int)response.StatusCode != 200) yield break;
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(leaving));
        while (await lines.ReadLineAsync(leaving) is { } line) yield return line;
    }

    public void Dispose() => _http.Dispose();
}
