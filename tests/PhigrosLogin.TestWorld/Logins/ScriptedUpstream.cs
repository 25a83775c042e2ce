using System.Collections.Concurrent;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Logins;

/// <summary>TapTap and the game cloud of a player who confirms at once; each of the four calls can go wrong in its turn.</summary>
internal sealed class ScriptedUpstream : IAsyncDisposable
{
    public const string Kid = "1/KThGmmzzbOAaK7ENQpHQ";
    public const string MacKey = "jzu9DBWyHMjMoH7ZaPI35T56znCgD6YG";

    private static readonly Dictionary<string, string> Good = new()
    {
        ["/oauth2/v1/device/code"] = WireBody.DeviceCode,
        ["/oauth2/v1/token"] = WireBody.Grant,
        ["/account/profile/v1"] = WireBody.Profile,
        ["/1.1/users"] = WireBody.Player,
    };

    private readonly ConcurrentDictionary<string, ConcurrentQueue<Fault>> _faults = new();
    private readonly ConcurrentDictionary<(string Path, int Number), TaskCompletionSource> _called = new();
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly FaultyServer _server;

    public ScriptedUpstream() => _server = FaultyServer.Start(Choose);

    public Uri Url => _server.Url;

    public const string DeviceCode = "/oauth2/v1/device/code";
    public const string Token = "/oauth2/v1/token";
    public const string Profile = "/account/profile/v1";
    public const string Users = "/1.1/users";

    public int CountOf(string path) => _counts.GetValueOrDefault(path);

    /// <summary>The next calls of a path get these answers, the ones after them good ones.</summary>
    public ScriptedUpstream Next(string path, params Fault[] faults)
    {
        foreach (var fault in faults) _faults.GetOrAdd(path, _ => new()).Enqueue(fault);
        return this;
    }

    /// <summary>Waits for the call of a path with this number, counted from 1.</summary>
    public Task WhenCalledAsync(string path, int number = 1) => Called(path, number).Task.WaitAsync(TestContext.Current.CancellationToken);

    /// <summary>The good answer of a path, as soon as it is let go.</summary>
    public static Fault Held(string path, Task letGo) => async (reply, cancellationToken) =>
    {
        await letGo.WaitAsync(cancellationToken);
        return await Faults.Answer(200, Good[path])(reply, cancellationToken);
    };

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Fault Choose(UpstreamCall call)
    {
        var number = _counts.AddOrUpdate(call.Path, 1, (_, count) => count + 1);
        Called(call.Path, number).TrySetResult();
        return _faults.TryGetValue(call.Path, out var faults) && faults.TryDequeue(out var fault) ? fault : Faults.Answer(200, Good[call.Path]);
    }

    private TaskCompletionSource Called(string path, int number) =>
        _called.GetOrAdd((path, number), _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
