using System.Text.Json;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests;

/// <summary>A gateway with a simulator for each region and a clock that the test moves.</summary>
internal sealed class World : TestGateway
{
    private World(TimeProvider time, bool isInside, SandboxUpstream china, SandboxUpstream international)
        : base(time, isInside) => (China, International) = (china, international);

    public SandboxUpstream China { get; }

    public SandboxUpstream International { get; }

    /// <summary>The simulator of a region.</summary>
    public SandboxUpstream this[string region] => region == "cn" ? China : International;

    /// <summary>How often TapTap was asked whether a code was confirmed.</summary>
    public long Polls => China.CountOf(SandboxOperation.Token) + International.CountOf(SandboxOperation.Token);

    public static Task<World> StartAsync(params string[] settings) => StartAsync(null, new SandboxVariants(), settings);

    /// <summary>A world whose time the test moves, and whose gateway it can look into.</summary>
    public static Task<World> StartAsync(ManualClock clock, params string[] settings) => StartAsync(clock, new SandboxVariants(), settings);

    /// <summary>A world where both upstreams give these of the answers that nobody is sure of.</summary>
    public static Task<World> StartAsync(ManualClock? clock, SandboxVariants variants, params string[] settings) =>
        StartAsync(clock, region => new() { Region = region, LinkBase = region.PublicLinkBase, DefaultScript = null, Variants = variants }, settings);

    /// <summary>A world whose links lead to the simulator's own pages, where a player can press buttons.</summary>
    public static Task<World> StartWithPagesAsync(ManualClock? clock, params string[] settings) => StartAsync(
        clock,
        region => new() { Region = region, DefaultScript = null },
        ["--Regions:cn:LinkHosts=127.0.0.1", "--Regions:global:LinkHosts=127.0.0.1", .. settings]);

    private static async Task<World> StartAsync(ManualClock? clock, Func<SandboxRegion, SandboxOptions> options, string[] settings)
    {
        TimeProvider time = clock ?? DoorTime;
        var china = await SandboxUpstream.StartAsync(options(SandboxRegion.China), time);
        var international = await SandboxUpstream.StartAsync(options(SandboxRegion.International), time);
        var world = new World(time, clock is not null, china, international);
        await world.StartGatewayAsync([.. PointAt("cn", china.Url), .. PointAt("global", international.Url), .. settings]);
        return world;
    }

    /// <summary>Asks for a code of the LoginQrCode API; the whole answer goes back as it came.</summary>
    public async Task<SimulatedCode> NewCodeAsync(string query = "")
    {
        var body = await Http.GetStringAsync($"/api/LoginQrCode/GetNewQrCode{query}");
        var url = JsonDocument.Parse(body).RootElement.GetProperty("url").GetString()!;
        return new SimulatedCode(body, url, url[^5..]);
    }

    /// <summary>A whole login up to the answer of the finished CheckQRCode.</summary>
    public async Task<string> FinishedCheckAsync(SandboxUpstream upstream, string query = "")
    {
        var code = await NewCodeAsync(query);
        upstream.Codes.Confirm(code.UserCode);
        await PassIntervalAsync();
        var answer = await PostAsync("CheckQRCode", code.Body);
        answer.Status.ShouldBe(200, answer.Body);
        return answer.Body;
    }

    /// <summary>Lets seconds pass until a code is polled. The time of the published file passes by itself, and whoever waits sees what it brings.</summary>
    public async Task PassToPollAsync()
    {
        if (Hands is null) return;
        var before = Polls;
        await WhenIdleAsync();
        while (Polls == before)
        {
            Hands.Advance(TimeSpan.FromSeconds(1));
            await WhenIdleAsync();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await China.DisposeAsync();
        await International.DisposeAsync();
    }
}

/// <summary>A code as a caller of the LoginQrCode API holds it.</summary>
/// <param name="Body">The whole answer of GetNewQrCode.</param>
/// <param name="Url">The link behind the QR picture.</param>
/// <param name="UserCode">The five characters at its end.</param>
internal sealed record SimulatedCode(string Body, string Url, string UserCode);
