using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Npgsql;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Server.Store;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Postgres;

/// <summary>Two real processes on one PostgreSQL behind a real nginx, a sandbox behind a relay. The first is killed again and again.</summary>
internal sealed class KillWorld : IAsyncDisposable
{
    private readonly string _store;
    private readonly int _portOfA = FreePort();
    private readonly string[] _settings;
    private readonly ConcurrentBag<ServerProcess> _started = [];

    private KillWorld(SandboxUpstream sandbox, string store)
    {
        (Sandbox, _store) = (sandbox, store);
        Relay = TapTapRelay.Start(sandbox.Url);
        _settings = [.. TestGateway.PointAt("cn", Relay.Url), "--Polling:MinimumInterval=50ms", "--Upstream:Timeout=3s"];
    }

    public SandboxUpstream Sandbox { get; }

    public TapTapRelay Relay { get; }

    /// <summary>The one that is killed.</summary>
    public ServerProcess A { get; private set; } = null!;

    /// <summary>The one that stays.</summary>
    public ServerProcess B { get; private set; } = null!;

    public Nginx Nginx { get; private set; } = null!;

    /// <summary>Callers who do not care which instance answers.</summary>
    public HttpClient Http { get; private set; } = null!;

    public static async Task<KillWorld> StartAsync()
    {
        var sandbox = await SandboxUpstream.StartAsync(
            new SandboxOptions { Region = SandboxRegion.China, LinkBase = SandboxRegion.China.PublicLinkBase, DefaultScript = null }, TimeProvider.System);
        var world = new KillWorld(sandbox, await (await PostgresServer.SharedAsync()).NewStoreAsync());
        await Task.WhenAll(world.StartAAsync(), world.StartBAsync());
        world.Nginx = await Nginx.StartAsync(world.A.Url, world.B.Url);
        world.Http = new HttpClient { BaseAddress = world.Nginx.Url };
        return world;
    }

    /// <summary>Starts the first one (again), where nginx knows it.</summary>
    public async Task StartAAsync() => _started.Add(A = await StartAsync("A", $"--Urls=http://127.0.0.1:{_portOfA}"));

    /// <summary>kill -9, and until PostgreSQL has done with what it had begun.</summary>
    public async Task KillAAsync()
    {
        await A.KillAsync();
        await using var connection = new NpgsqlConnection(_store);
        await connection.OpenAsync();
        await using var left = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE application_name = $1", connection);
        left.Parameters.Add(new NpgsqlParameter { Value = $"{_store[^8..]} A" });
        while ((long)(await left.ExecuteScalarAsync())! > 0) await Task.Yield();
    }

    /// <summary>The login as it was committed.</summary>
    public async Task<StoredLogin> CommittedAsync(string id)
    {
        await using var store = await (await PostgresServer.SharedAsync()).OpenStoreAsync(TimeProvider.System, _store);
        return (await store.FindLoginAsync(id))!;
    }

    /// <summary>A caller of the instance that will be killed.</summary>
    public HttpClient HttpOfA() => new() { BaseAddress = A.Url };

    /// <summary>Whether TapTap gave the grant of a code away, by its own log.</summary>
    public bool HasGranted(string userCode) =>
        Sandbox.Calls.Any(call => call.Operation == SandboxOperation.Token && call.UserCode == userCode && call.Outcome == "granted");

    /// <summary>Waits until TapTap gives the grant of a code away.</summary>
    public async Task UntilGrantedAsync(string userCode)
    {
        while (!HasGranted(userCode))
            await Sandbox.WhenCalledAsync(SandboxOperation.Token, Sandbox.CountOf(SandboxOperation.Token) + 1, TestContext.Current.CancellationToken);
    }

    /// <summary>A code of the LoginQrCode API, from the instance that will be killed.</summary>
    public async Task<SimulatedCode> NewCodeAsync()
    {
        var answer = await RawHttp.GetAsync(A.Url, "/api/LoginQrCode/GetNewQrCode");
        answer.Status.ShouldBe(200, answer.Body);
        var url = JsonDocument.Parse(answer.Body).RootElement.GetProperty("url").GetString()!;
        return new SimulatedCode(answer.Body, url, url[^5..]);
    }

    /// <summary>Asks through nginx when it is the turn of the instance that will be killed, and is told that it died.</summary>
    public async Task AskThroughNginxAsync(SimulatedCode code)
    {
        var served = (Before: "", Last: "");
        while (served != (A.Url.Authority, B.Url.Authority))
        {
            var answer = await RawHttp.PostAsync(Nginx.Url, "/api/LoginQrCode/CheckQRCode", code.Body);
            answer.Body.ShouldContain("LoginProcessNotDone");
            served = (served.Last, answer.Headers["X-Served-By"]);
        }
        await Task.Delay(TimeSpan.FromMilliseconds(1200), TimeProvider.System, TestContext.Current.CancellationToken);
        Sandbox.Codes.Confirm(code.UserCode);
        var broken = await RawHttp.PostAsync(Nginx.Url, "/api/LoginQrCode/CheckQRCode", code.Body);

        broken.Status.ShouldBe(502);
        broken.Headers["X-Served-By"].ShouldBe(A.Url.Authority, "a POST that was sent is not sent again");
    }

    /// <summary>Asks until it is decided, at one instance or through nginx.</summary>
    public static async Task<RawAnswer> UntilDecidedAsync(Uri where, SimulatedCode code)
    {
        while (true)
        {
            var answer = await RawHttp.PostAsync(where, "/api/LoginQrCode/CheckQRCode", code.Body);
            if (!answer.Body.Contains("LoginProcessNotDone", StringComparison.Ordinal)) return answer;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Nginx.DisposeAsync();
        foreach (var started in _started) await started.DisposeAsync();
        await Relay.DisposeAsync();
        await Sandbox.DisposeAsync();
    }

    private async Task StartBAsync() => _started.Add(B = await StartAsync("B"));

    // A name of its own, by which PostgreSQL tells whose connections are left.
    private Task<ServerProcess> StartAsync(string name, params string[] more) => ServerProcess.StartAsync(
        [.. _settings, $"--Store={_store};Application Name={_store[^8..]} {name}", $"--StoreKey={PostgresServer.StoreKey.Reveal()}", .. more]);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
