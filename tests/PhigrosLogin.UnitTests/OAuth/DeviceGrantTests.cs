using System.Text.Json;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.OAuth;

/// <summary>The device grant from its code to the token, and every other end that it can have.</summary>
public class DeviceGrantTests
{
    [Fact]
    public async Task A_device_authorization_is_what_the_standard_wants_and_asks_TapTap_for_nothing()
    {
        await using var world = await World.StartAsync("--PublicUrl=https://gate.example");

        var answer = await world.PostFormAsync(OAuthCaller.Authorization, $"client_id={OAuthCaller.Client}&scope=public_profile");

        answer.Status.ShouldBe(200, answer.Body);
        answer.ShouldBeKeptByNobody();
        answer.Body.ShouldMatch("""^\{"device_code":"(?<id>[\w-]{22})\.[\w-]{43}","user_code":"[BCDFGHJKLMNPQRSTVWXZ]{8}","verification_uri":"https://gate.example/l","verification_uri_complete":"https://gate.example/l/\k<id>","expires_in":600,"interval":3\}$""");
        world.China.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_player_who_confirms_gives_the_client_a_token()
    {
        await using var world = await World.StartAsync();
        var device = await world.AuthorizeAsync();
        (await device.AskAsync()).ShouldBeError("authorization_pending");
        await SucceedAsync(world, device);

        var answer = await device.AskAsync();

        answer.Status.ShouldBe(200, answer.Body);
        answer.ShouldBeKeptByNobody();
        answer.Body.ShouldMatch("""^\{"access_token":"[0-9a-z]{25}","token_type":"Bearer","scope":"public_profile","region":"cn","player":\{"objectId":"[0-9a-f]{24}","nickname":"static-void2","shortId":"[^"]*"\}\}$""");
    }

    [Fact]
    public async Task Neither_a_scan_nor_the_exchange_is_an_end()
    {
        await using var world = await World.StartAsync();
        var device = await world.AuthorizeAsync();
        world.China.Codes.Scan(await device.Login.LookAsync());
        await world.PassToPollAsync();
        await device.Login.UntilAsync("scanned");

        var answer = await device.AskAsync();

        answer.ShouldBeError("authorization_pending");
    }

    [Fact]
    public async Task A_token_comes_again_until_five_minutes_after_the_first_reading_and_then_the_code_has_expired()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var device = await world.AuthorizeAsync();
        await SucceedAsync(world, device);

        var first = await device.AskAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(299));
        var second = await device.AskAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        var third = await device.AskAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(600));
        var fourth = await device.AskAsync();

        first.Status.ShouldBe(200);
        second.Body.ShouldBe(first.Body);
        third.ShouldBeError("expired_token");
        fourth.ShouldBeError("invalid_grant");
    }

    [Fact]
    public async Task The_Login_API_neither_reads_nor_deletes_the_result_and_shows_the_status()
    {
        await using var world = await World.StartAsync();
        var device = await world.AuthorizeAsync();
        await SucceedAsync(world, device);

        using var result = await device.Login.ResultAsync();
        using var deleted = await device.Login.AcknowledgeAsync();
        var status = await device.Login.StateAsync();
        var answer = await device.AskAsync();

        await result.ShouldBeProblemAsync(404, "login_not_found");
        await deleted.ShouldBeProblemAsync(404, "login_not_found");
        status.Text("status").ShouldBe("succeeded");
        answer.Status.ShouldBe(200, answer.Body);
    }

    [Fact]
    public async Task A_login_under_way_is_not_cancelled_by_its_device_code_at_the_Login_API()
    {
        await using var world = await World.StartAsync();
        var device = await world.AuthorizeAsync();

        using var deleted = await device.Login.AcknowledgeAsync();

        await deleted.ShouldBeProblemAsync(404, "login_not_found");
        (await device.AskAsync()).ShouldBeError("authorization_pending");
    }

    [Fact]
    public async Task A_player_who_refuses_denies_access()
    {
        await using var world = await World.StartAsync();
        var device = await world.AuthorizeAsync();
        world.China.Codes.Refuse(await device.Login.LookAsync());
        await world.PassToPollAsync();
        await device.Login.UntilAsync("denied");

        var answer = await device.AskAsync();

        answer.ShouldBeError("access_denied", description: "denied");
    }

    [Fact]
    public async Task A_cancelled_login_denies_access()
    {
        await using var world = await World.StartAsync();
        var device = await world.AuthorizeAsync();
        using var cancelled = await device.Login.CancelAsync();

        var answer = await device.AskAsync();

        answer.ShouldBeError("access_denied", description: "cancelled");
    }

    [Fact]
    public async Task A_failed_login_denies_access_and_says_why()
    {
        await using var world = await World.StartAsync();
        var device = await world.AuthorizeAsync($"client_id={OAuthCaller.Client}&region=cn");
        world.China.Codes.Script(await device.Login.LookAsync(), SandboxScript.NeverPlayed, TimeSpan.Zero);
        await world.PassToPollAsync();
        await device.Login.UntilAsync("failed");

        var answer = await device.AskAsync();

        answer.ShouldBeError("access_denied", description: "no_player_account");
    }

    [Fact]
    public async Task A_login_that_nobody_scans_is_an_expired_token_and_later_unknown()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var device = await world.AuthorizeAsync();

        world.Clock.Advance(TimeSpan.FromSeconds(600));
        await device.Login.UntilAsync("expired");
        var answer = await device.AskAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(1800));
        var later = await device.AskAsync();

        answer.ShouldBeError("expired_token");
        later.ShouldBeError("invalid_grant");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("{id}.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("{id}.")]
    [InlineData("{id}")]
    [InlineData("{code}.")]
    [InlineData("%20{code}")]
    public async Task A_code_that_was_never_issued_is_an_invalid_grant_in_the_same_bytes(string code)
    {
        await using var world = await World.StartAsync();
        var device = await world.AuthorizeAsync();
        var form = $"grant_type={OAuthCaller.GrantType}&client_id={OAuthCaller.Client}&device_code=";

        var answer = await world.PostFormAsync(OAuthCaller.Token, form + code.Replace("{id}", device.Login.Id, StringComparison.Ordinal).Replace("{code}", device.DeviceCode, StringComparison.Ordinal));
        var other = await world.PostFormAsync(OAuthCaller.Token, form + "x");

        answer.ShouldBeError("invalid_grant");
        other.Body.ShouldBe(answer.Body);
    }

    [Fact]
    public async Task A_code_of_another_client_or_of_a_bot_is_an_invalid_grant()
    {
        await using var world = await World.StartAsync();
        var device = await world.AuthorizeAsync("client_id=another");
        var bots = await world.OpenAsync();

        var others = await device.AskAsync();
        var ofABot = await world.PostFormAsync(OAuthCaller.Token, $"grant_type={OAuthCaller.GrantType}&client_id={OAuthCaller.Client}&device_code={bots.Id}.{bots.Secret}");

        others.ShouldBeError("invalid_grant");
        ofABot.ShouldBeError("invalid_grant");
    }

    [Fact]
    public async Task The_client_is_shown_as_a_claim_without_links_and_the_region_is_the_players()
    {
        await using var world = await World.StartAsync();

        var device = await world.AuthorizeAsync("client_id=Pigeon%E2%80%AE+https%3A%2F%2Fevil.example%2Fx&region=");

        var state = await device.Login.StateAsync();
        state.Text("requestedBy").ShouldBe("Pigeon");
        state.GetProperty("canChangeRegion").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_region_that_the_client_names_is_fixed()
    {
        await using var world = await World.StartAsync();

        var device = await world.AuthorizeAsync($"client_id={OAuthCaller.Client}&region=global");

        var state = await device.Login.StateAsync();
        state.Text("region").ShouldBe("global");
        state.GetProperty("canChangeRegion").GetBoolean().ShouldBeFalse();
    }

    private static async Task SucceedAsync(World world, DeviceLogin device)
    {
        world.China.Codes.Confirm(await device.Login.LookAsync());
        await world.PassToPollAsync();
        await device.Login.UntilAsync("succeeded");
    }
}
