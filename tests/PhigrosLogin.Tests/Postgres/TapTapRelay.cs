using System.Collections.Concurrent;
using System.Net.Http.Headers;
using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.Postgres;

/// <summary>Stands between gateways and the sandbox, passes everything on, counts, and can hold the answer to a player's call.</summary>
internal sealed class TapTapRelay : IAsyncDisposable
{
    public const string Token = "/oauth2/v1/token";
    public const string Profile = "/account/profile/v1";

    private readonly HttpClient _http = new();
    private readonly Uri _sandbox;
    private readonly FaultyServer _server;
    private readonly ConcurrentDictionary<string, int> _inFlight = new();
    private volatile HeldAnswer? _held;
    private int _mostInFlight;

    private TapTapRelay(Uri sandbox)
    {
        _sandbox = sandbox;
        _server = FaultyServer.Start(Pass);
    }

    public Uri Url => _server.Url;

    /// <summary>How many calls with one and the same body, such as the poll of one code, were under way at once at most.</summary>
    public int MostInFlight => Volatile.Read(ref _mostInFlight);

    public static TapTapRelay Start(Uri sandbox) => new(sandbox);

    /// <summary>Holds the next answer of a path with this in it.</summary>
    public HeldAnswer Hold(string path, string holding = "") => _held = new HeldAnswer(path, holding);

    public async ValueTask DisposeAsync()
    {
        _held?.Release();
        await _server.DisposeAsync();
        _http.Dispose();
    }

    private Fault Pass(UpstreamCall call) => async (reply, cancellationToken) =>
    {
        var under = _inFlight.AddOrUpdate(call.Body, 1, (_, count) => count + 1);
        if (call.Path == Token) InterlockedMax(ref _mostInFlight, under);
        try
        {
            using var request = new HttpRequestMessage(new HttpMethod(call.Method), new Uri(_sandbox, call.Target));
            if (call.Body.Length > 0) request.Content = new StringContent(call.Body, MediaTypeHeaderValue.Parse(call.Headers["content-type"]));
            foreach (var (name, value) in call.Headers.Where(header => header.Key is "authorization" || header.Key.StartsWith("x-lc-", StringComparison.Ordinal)))
                request.Headers.TryAddWithoutValidation(name, value);
            // The signature names the host that the gateway spoke to.
            request.Headers.Host = call.Headers["host"];
            using var answer = await _http.SendAsync(request, cancellationToken);
            var body = await answer.Content.ReadAsStringAsync(cancellationToken);

            if (_held is { } held && held.Fits(call.Path, body))
            {
                _held = null;
                await held.HoldAsync(cancellationToken);
            }
            return await Faults.Answer((int)answer.StatusCode, body)(reply, cancellationToken);
        }
        finally
        {
            _inFlight.AddOrUpdate(call.Body, 0, (_, count) => count - 1);
        }
    };

    private static void InterlockedMax(ref int most, int value)
    {
        while (Volatile.Read(ref most) is var seen && seen < value) Interlocked.CompareExchange(ref most, value, seen);
    }
}

/// <summary>One answer on its way to a gateway.</summary>
internal sealed class HeldAnswer(string path, string holding)
{
    private readonly TaskCompletionSource _given = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The upstream has answered, and the gateway does not know it yet.</summary>
    public Task Given => _given.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public void Release() => _released.TrySetResult();

    internal bool Fits(string called, string body) => called == path && body.Contains(holding, StringComparison.Ordinal);

    internal Task HoldAsync(CancellationToken cancellationToken)
    {
        _given.TrySetResult();
        return _released.Task.WaitAsync(cancellationToken);
    }
}
