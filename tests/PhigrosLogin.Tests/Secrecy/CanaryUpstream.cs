using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Secrecy;

/// <summary>
/// TapTap, the game cloud and a proxy with a password, in one: all is well, or each of the faults, or a refusal that repeats
/// the secrets it was asked with.
/// </summary>
internal sealed class CanaryUpstream : IAsyncDisposable
{
    private readonly FaultyServer _server;
    private volatile Func<string, Fault> _choose = Well;

    public CanaryUpstream() => _server = FaultyServer.Start(call =>
        call.Headers.ContainsKey("proxy-authorization")
            ? _choose(new Uri(call.Target).AbsolutePath)
            : Faults.Answer(407, "", "text/plain", "Proxy-Authenticate: Basic realm=\"proxy\""));

    /// <summary>What can happen upstream. A new kind of fault is one more row.</summary>
    public static IEnumerable<(string Name, Func<string, Fault> Choose)> Days =>
    [
        ("all is well", Well),
        .. BrokenAnswers.All.Select(row => (row.Name, (Func<string, Fault>)(_ => row.Fault))),
        .. BrokenAnswers.All.Select(row => ($"{row.Name}, in the cloud", (Func<string, Fault>)(path => path == "/1.1/users" ? row.Fault : Well(path)))),
        .. BrokenAnswers.All.Select(row => ($"{row.Name}, for a new session", (Func<string, Fault>)(path => path.StartsWith("/1.1/users/5", StringComparison.Ordinal) ? row.Fault : Well(path)))),
        .. Echoes.SelectMany(echo => (int[])[200, 400, 403], (echo, status) =>
            ($"an echo with {status}", (Func<string, Fault>)(path => Faults.Answer(status, echo(path))))),
    ];

    public Uri Url => _server.Url;

    /// <summary>The request lines that came in.</summary>
    public IEnumerable<string> RequestLines => _server.Calls.Select(call => $"{call.Method} {call.Target}");

    /// <summary>The settings that send everything here, through the proxy.</summary>
    public string[] Settings =>
    [
        .. TestGateway.PointAt("cn", new Uri("http://127.0.0.1:9")),
        $"--Regions:cn:Proxy=http://operator:{Uri.EscapeDataString(CanaryMarks.ProxyPassword)}@{Url.Authority}",
        $"--Regions:cn:AppKey={CanaryMarks.AppKey}",
        "--Logging:LogLevel:Default=Trace",
        "--Logging:LogLevel:Microsoft=Trace",
    ];

    public void Become(Func<string, Fault> choose) => _choose = choose;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>Refusals that repeat what the request carried or asked for.</summary>
    private static IEnumerable<Func<string, string>> Echoes => Enumerable.Range(0, 3).SelectMany(which => (Func<string, string>[])
    [
        path => WireBody.Error(Carried(path, which)),
        path => WireBody.Error($"sorry.{Carried(path, which)}"),
        path => WireBody.Error("access_denied", $"no login for {Carried(path, which)}"),
        path => $$"""{"error":"{{Carried(path, which)}}"}""",
        path => $$"""{"code":400,"error":"{{Carried(path, which)}}"}""",
        path => $$$"""{"data":{"error":"access_denied","error_description":"","{{{Carried(path, which)}}}":1},"success":false}""",
        _ => WireBody.Grant.Replace("\"data\":{", "\"data\":{\"error\":\"access_denied\",", StringComparison.Ordinal),
    ]);

    private static string Carried(string path, int which) => path switch
    {
        "/oauth2/v1/device/code" or "/oauth2/v1/token" => WireBody.Code,
        "/1.1/users" => ((string[])[WireBody.Kid, WireBody.MacKey, WireBody.OpenId])[which],
        _ when path.StartsWith("/1.1/", StringComparison.Ordinal) => WireBody.SessionToken,
        _ => ((string[])[WireBody.Kid, WireBody.MacKey, WireBody.Kid])[which],
    };

    public static Fault Well(string path) => Faults.Answer(200, path switch
    {
        "/oauth2/v1/device/code" => WireBody.DeviceCode,
        "/oauth2/v1/token" => WireBody.Grant,
        "/1.1/users" or "/1.1/users/me" => WireBody.Player,
        "/1.1/classes/_GameSave" => WireBody.Saves,
        _ when path.StartsWith("/1.1/users/", StringComparison.Ordinal) => WireBody.Refreshed,
        _ => WireBody.Profile,
    });
}
