using PhigrosLogin.Cloud;
using PhigrosLogin.Sandbox;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Tests.Sandbox;

/// <summary>The library against the sandbox: whatever is true of the answers that nobody is sure of, a login goes through.</summary>
public class VariantFlowTests
{
    public static TheoryData<string, string> RegionsAndVariants => new(
        from region in SandboxRegion.All from each in SandboxVariants.EachAlone select (region.Name, each.Name));

    [Theory]
    [MemberData(nameof(RegionsAndVariants))]
    public async Task A_login_goes_from_code_to_session_token(string region, string variant)
    {
        await using var world = await StartAsync(region, variant, new(SandboxScript.Confirm, TimeSpan.FromSeconds(3)));
        using var connections = UpstreamHttp.CreateClient();
        var (tapTap, cloud) = Clients(world, connections);
        var cancelled = TestContext.Current.CancellationToken;

        var code = await tapTap.RequestCodeAsync(cancelled);
        var pending = await tapTap.PollAsync(code.Code, code.DeviceId, cancelled);
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        var scanned = await tapTap.PollAsync(code.Code, code.DeviceId, cancelled);
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        var granted = await tapTap.PollAsync(code.Code, code.DeviceId, cancelled);
        var spent = await tapTap.PollAsync(code.Code, code.DeviceId, cancelled);

        pending.ShouldBeOfType<Approval.Pending>();
        scanned.ShouldBeOfType<Approval.Scanned>();
        spent.ShouldBeOfType<Approval.Expired>();
        var token = granted.ShouldBeOfType<Approval.Granted>().Token;
        var profile = await tapTap.GetProfileAsync(token, cancelled);
        var player = (await cloud.LoginAsync(token, profile, createMissing: false, cancelled)).ShouldBeOfType<CloudLogin.Player>();
        player.SessionToken.Reveal().ShouldMatch("^[0-9a-z]{25}$");
    }

    [Theory]
    [MemberData(nameof(RegionsAndVariants))]
    public async Task A_refusal_and_a_pace_too_fast_are_read_as_what_they_are(string region, string variant)
    {
        await using var world = await StartAsync(region, variant, new(SandboxScript.SlowDown, TimeSpan.FromMinutes(1)));
        using var connections = UpstreamHttp.CreateClient();
        var (tapTap, _) = Clients(world, connections);
        var cancelled = TestContext.Current.CancellationToken;

        var code = await tapTap.RequestCodeAsync(cancelled);
        var tooFast = await tapTap.PollAsync(code.Code, code.DeviceId, cancelled);
        world.Sandbox.Codes.Refuse(world.Sandbox.Codes.Find(code.Code.Reveal())!.UserCode);
        var refused = await tapTap.PollAsync(code.Code, code.DeviceId, cancelled);

        tooFast.ShouldBeOfType<Approval.SlowDown>();
        refused.ShouldBeOfType<Approval.Denied>();
    }

    [Theory]
    [MemberData(nameof(RegionsAndVariants))]
    public async Task A_player_who_never_played_is_no_player(string region, string variant)
    {
        await using var world = await StartAsync(region, variant, new(SandboxScript.NeverPlayed, TimeSpan.Zero));
        using var connections = UpstreamHttp.CreateClient();
        var (tapTap, cloud) = Clients(world, connections);
        var cancelled = TestContext.Current.CancellationToken;

        var code = await tapTap.RequestCodeAsync(cancelled);
        var granted = await tapTap.PollAsync(code.Code, code.DeviceId, cancelled);
        var token = granted.ShouldBeOfType<Approval.Granted>().Token;
        var login = await cloud.LoginAsync(token, await tapTap.GetProfileAsync(token, cancelled), createMissing: false, cancelled);

        login.ShouldBeOfType<CloudLogin.NoPlayer>();
    }

    private static Task<SandboxWorld> StartAsync(string region, string variant, SandboxPlan script)
    {
        var preset = SandboxRegion.All.Single(known => known.Name == region);
        return SandboxWorld.StartAsync(new SandboxOptions
        {
            Region = preset,
            LinkBase = preset.PublicLinkBase,
            DefaultScript = script,
            Variants = SandboxVariants.EachAlone.Single(each => each.Name == variant).Variants,
        });
    }

    private static (TapTapClient, GameCloudClient) Clients(SandboxWorld world, HttpClient connections)
    {
        var sandbox = world.Sandbox;
        var region = new Region
        {
            Name = sandbox.Options.Region.Name,
            AccountsUrl = sandbox.Url,
            ApiUrl = sandbox.Url,
            CloudUrl = sandbox.Url,
            ClientId = sandbox.Options.Region.ClientId,
            AppKey = sandbox.Options.Region.AppKey,
            LinkHosts = [(sandbox.Options.LinkBase ?? sandbox.Url).Host],
        };
        var http = new UpstreamHttp(connections, world.Clock);
        return (new TapTapClient(http, region, world.Clock), new GameCloudClient(http, region, world.Clock));
    }
}
