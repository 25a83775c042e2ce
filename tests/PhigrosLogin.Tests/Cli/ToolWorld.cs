using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Cli;

/// <summary>A simulated TapTap on the real clock, as a tool needs it, and a gateway before it.</summary>
internal sealed class ToolWorld : IAsyncDisposable
{
    private ToolWorld(SandboxUpstream china, TestGateway gateway) => (China, Gateway) = (china, gateway);

    public SandboxUpstream China { get; }

    public TestGateway Gateway { get; }

    public Dictionary<string, string> Environment => ToolProcess.PointAt(China.Url);

    /// <param name="time">The real clock, brought by a test that looks inside.</param>
    public static async Task<ToolWorld> StartAsync(TimeProvider? time = null)
    {
        var china = await SandboxUpstream.StartAsync(
            new SandboxOptions { Region = SandboxRegion.China, LinkBase = SandboxRegion.China.PublicLinkBase, DefaultScript = null }, TimeProvider.System);
        const string Often = "--Polling:MinimumInterval=50ms";
        return new ToolWorld(china, await (time is null ? TestGateway.StartInRealTimeAsync(china.Url, Often) : TestGateway.StartAsync(time, china.Url, Often)));
    }

    /// <summary>The options of one of the two ways that the tool knows.</summary>
    public string[] Way(string way) => way == "gateway" ? ["--gateway", $"{Gateway.Url}"] : [];

    /// <summary>The default player's session token.</summary>
    public async Task<string> TokenAsync()
    {
        await using var tool = ToolProcess.Start(Environment, "login");
        China.Codes.Confirm((await tool.SaysAsync("https://"))[^5..]);
        var end = await tool.EndAsync();
        end.Status.ShouldBe(0, end.Words);
        return end.Output.TrimEnd('\n');
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await China.DisposeAsync();
    }
}
