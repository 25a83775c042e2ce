namespace PhigrosLogin.Tests.Packages;

/// <summary>The HTTP API of the published file, started as under systemd: everything lies where $STATE_DIRECTORY says.</summary>
[Collection(nameof(Published))]
public sealed class PublishedTests(Published published) : PublishedGatewayTests
{
    private protected override Task<ServerProcess> StartAsync(string folder, IEnumerable<string> settings) =>
        published.StartAsync(settings, ("STATE_DIRECTORY", folder));
}
