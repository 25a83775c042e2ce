using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.FirstContact;

/// <summary>What stands between a gateway and the simulator of a row.</summary>
/// <param name="Settings">The settings that send the gateway there.</param>
/// <param name="Parts">What ends with it.</param>
internal sealed record ContactRoute(IReadOnlyList<string> Settings, params IAsyncDisposable[] Parts) : IAsyncDisposable
{
    public static ContactRoute Direct(SandboxUpstream simulator) => new([.. TestGateway.PointAt("cn", simulator.Url)]);

    /// <summary>One of the three origins gives one answer to everything.</summary>
    /// <param name="role"><c>AccountsUrl</c>, <c>ApiUrl</c> or <c>CloudUrl</c>.</param>
    /// <param name="fault">The answer.</param>
    public static Func<SandboxUpstream, ContactRoute> InPlaceOf(string role, Fault fault) => simulator =>
    {
        var server = FaultyServer.Start(fault);
        return new ContactRoute([.. Direct(simulator).Settings, $"--Regions:cn:{role}={server.Url}"], server);
    };

    /// <summary>A line on which everything takes its time.</summary>
    /// <param name="conditions">How the line is.</param>
    public static Func<SandboxUpstream, ContactRoute> Through(RelayConditions conditions) => simulator =>
    {
        var relay = TcpRelay.Start(simulator.Url, conditions);
        return new ContactRoute([.. TestGateway.PointAt("cn", relay.Url)], relay);
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Parts) await part.DisposeAsync();
    }
}
