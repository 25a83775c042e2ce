using System.Collections.Concurrent;
using System.Net.Http.Headers;
using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.Postgres;

/// <summary>Stands between gateways and the sandbox, passes everything on, counts, and can hold the answer to a player's call.</summary>
internal sealed class TapTapRelay : IAsyncDisposable
{
    public const string Token = "/oauth2/v1/token";
    public const string Profile = "/account/profile/v1";
    public const string Users = "/1.1/users";

    private readonly HttpClient _http = new();
    private readonly Uri _sandbox;
    private readonly FaultyServer _server;
    private readonly ConcurrentDictionary<string, int> _inFlight = new();
    private HeldAnswer? _held;
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
    public HeldAnswer Hold(string path, string holding = "") => _held = new HeldAnswer(path, holding, isBefore: false);

    /// <summary>Holds the next question to a path before the upstream hears it.</summary>
    public HeldAnswer HoldBefore(string path) => _held = new HeldAnswer(path, "", isBefore: true);

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
            var held = Interlocked.Exchange(ref _held, null);
            if (held?.IsBefore == true && held.Fits(call.Path, ""))
            {
                if (!await held.HoldAsync(cancellationToken)) return await Faults.Close(reply, cancellationToken);
            }
            else if (held is not null) Interlocked.CompareExchange(ref _held, held, null);

            using var request = new HttpRequestMessage(new HttpMethod(call.Method), new Uri(_sandbox, call.Target));
            if (call.Body.Length > 0) request.Content = new StringContent(call.Body, MediaTypeHeaderValue.Parse(call.Headers["content-type"]));
            foreach (var (name, value) in call.Headers.Where(header => header.Key is "authorization" || header.Key.StartsWith("x-lc-", StringComparison.Ordinal)))
                request.Headers.TryAddWithoutValidation(name, value);
            // The signature names the host that the gateway spoke to.
            request.Headers.Host = call.Headers["host"];
            using var answer = await _http.SendAsync(request, cancellationToken);
            var body = await answer.Content.ReadAsStringAsync(cancellationToken);

            var answered = _held is { IsBefore: false } waiting && waiting.Fits(call.Path, body) ? Interlocked.CompareExchange(ref _held, null, waiting) : null;
            if (answered is not null) await answered.HoldAsync(cancellationToken);
            var stays = await Faults.Answer((int)answer.StatusCode, body)(reply, cancellationToken);
            answered?.Write();
            return stays;
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

/// <summary>One question on its way to the upstream, or one answer on its way back.</summary>
internal sealed class HeldAnswer(string path, string holding, bool isBefore)
{
    private readonly TaskCompletionSource _given = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsBefore => isBefore;

    /// <summary>It is held: the gateway does not know the answer yet.</summary>
    public Task Given => _given.Task.WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>The answer is in the gateway's socket.</summary>
    public Task Written => _written.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public void Release() => _released.TrySetResult(true);

    /// <summary>It never arrives.</summary>
    public void Drop() => _released.TrySetResult(false);

    internal void Write() => _written.TrySetResult();

    internal bool Fits(string called, string body) => called == path && body.Contains(holding, StringComparison.Ordinal);

    internal Task<bool> HoldAsync(CancellationToken cancellationToken)
    {
        _given.TrySetResult();
        return _released.Task.WaitAsync(cancellationToken);
    }
}
