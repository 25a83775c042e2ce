using System.Text.Json;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Postgres;

/// <summary>Two gateways on one PostgreSQL, with a sandbox behind a relay. The clock is the real one: it is the database's.</summary>
internal sealed class TwoInstances : IAsyncDisposable
{
    private TwoInstances(SandboxUpstream sandbox, TapTapRelay relay, string store, TestGateway a, TestGateway b) =>
        (Sandbox, Relay, Store, A, B) = (sandbox, relay, store, a, b);

    public SandboxUpstream Sandbox { get; }

    public TapTapRelay Relay { get; }

    /// <summary>The setting of that name.</summary>
    public string Store { get; }

    public TestGateway A { get; }

    public TestGateway B { get; }

    public static async Task<TwoInstances> StartAsync(PostgresServer? server = null)
    {
        server ??= await PostgresServer.SharedAsync();
        var sandbox = await SandboxUpstream.StartAsync(
            new SandboxOptions { Region = SandboxRegion.China, LinkBase = SandboxRegion.China.PublicLinkBase, DefaultScript = null }, TimeProvider.System);
        var relay = TapTapRelay.Start(sandbox.Url);
        var store = await server.NewStoreAsync();
        string[] settings = [$"--Store={store}", $"--StoreKey={PostgresServer.StoreKey.Reveal()}", "--Polling:MinimumInterval=50ms"];
        return new TwoInstances(
            sandbox, relay, store,
            await TestGateway.StartInRealTimeAsync(relay.Url, settings), await TestGateway.StartInRealTimeAsync(relay.Url, settings));
    }

    /// <summary>The same login, asked for at the other instance.</summary>
    public OpenLogin AtB(OpenLogin login) => login with { CurrentHttp = () => B.Http };

    /// <summary>A code of the LoginQrCode API.</summary>
    public async Task<SimulatedCode> NewCodeAsync(TestGateway gateway)
    {
        var answer = await gateway.GetAsync("GetNewQrCode");
        answer.Status.ShouldBe(200, answer.Body);
        var url = JsonDocument.Parse(answer.Body).RootElement.GetProperty("url").GetString()!;
        return new SimulatedCode(answer.Body, url, url[^5..]);
    }

    /// <summary>When TapTap was asked about a code, by its own log.</summary>
    public IReadOnlyList<DateTimeOffset> PollsOf(string userCode) =>
        [.. Sandbox.Calls.Where(call => call.Operation == SandboxOperation.Token && call.UserCode == userCode).Select(call => call.When)];

    /// <summary>Waits until TapTap was asked so often, by whomever.</summary>
    public Task UntilPollAsync(long number) => Sandbox.WhenCalledAsync(SandboxOperation.Token, number, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await A.DisposeAsync();
        await B.DisposeAsync();
        await Relay.DisposeAsync();
        await Sandbox.DisposeAsync();
    }
}
