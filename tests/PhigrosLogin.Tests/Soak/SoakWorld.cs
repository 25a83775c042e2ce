using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Soak;

/// <summary>Two real processes behind a real nginx on a PostgreSQL of their own, and a sandbox behind a relay that spoils calls.</summary>
internal sealed class SoakWorld : IAsyncDisposable
{
    // Long enough for a lost grant to be found out about at the slowest pace, short enough to be renewed now and then.
    private static readonly TimeSpan CodeLife = TimeSpan.FromSeconds(100);

    private SoakWorld(SandboxUpstream sandbox, SpoilingRelay relay, PostgresServer database, IReadOnlyList<ServerProcess> gateways, Nginx nginx) =>
        (Sandbox, Relay, Database, Gateways, Nginx, Http) = (sandbox, relay, database, gateways, nginx, new SoakHttp(nginx.Url));

    public SandboxUpstream Sandbox { get; }

    public SpoilingRelay Relay { get; }

    public PostgresServer Database { get; }

    public IReadOnlyList<ServerProcess> Gateways { get; }

    public Nginx Nginx { get; }

    public SoakHttp Http { get; }

    public static async Task<SoakWorld> StartAsync(ulong seed)
    {
        var sandbox = await SandboxUpstream.StartAsync(
            new SandboxOptions { Region = SandboxRegion.China, LinkBase = SandboxRegion.China.PublicLinkBase, DefaultScript = null, ExpiresIn = CodeLife }, TimeProvider.System);
        var relay = SpoilingRelay.Start(sandbox, seed, oneIn: 10);
        var database = await PostgresServer.StartAsync();
        string[] settings = [.. TestGateway.PointAt("cn", relay.Url), "--Upstream:Timeout=5s",
            $"--Store={await database.NewStoreAsync()}", $"--StoreKey={PostgresServer.StoreKey.Reveal()}"];
        var gateways = await Task.WhenAll(ServerProcess.StartAsync(settings), ServerProcess.StartAsync(settings));
        return new SoakWorld(sandbox, relay, database, gateways, await Nginx.StartAsync([.. gateways.Select(gateway => gateway.Url)]));
    }

    /// <summary>Stops PostgreSQL, as its operator or as a crash would, and starts it again after a while.</summary>
    public async Task RestartDatabaseAsync(Chance chance)
    {
        await (chance.Percent(50) ? Database.CrashAsync() : Database.StopAsync());
        await Task.Delay(chance.Seconds(0, 4), TimeProvider.System);
        await Database.ContinueAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Nginx.DisposeAsync();
        foreach (var gateway in Gateways) await gateway.DisposeAsync();
        await Relay.DisposeAsync();
        await Database.DisposeAsync();
        await Sandbox.DisposeAsync();
    }
}
