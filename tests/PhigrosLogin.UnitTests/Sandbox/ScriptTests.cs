using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Sandbox;

public class ScriptTests
{
    private static readonly TimeSpan Three = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData(SandboxScript.Confirm, "authorization_pending authorization_waiting granted invalid_grant_code")]
    [InlineData(SandboxScript.NeverPlayed, "authorization_pending authorization_waiting granted invalid_grant_code")]
    [InlineData(SandboxScript.Refuse, "authorization_pending authorization_waiting access_denied access_denied")]
    [InlineData(SandboxScript.Expire, "authorization_pending authorization_pending invalid_grant_code invalid_grant_code")]
    [InlineData(SandboxScript.SlowDown, "slow_down slow_down granted invalid_grant_code")]
    [InlineData(SandboxScript.WrongRegion, "authorization_pending authorization_pending invalid_request invalid_request")]
    [InlineData(SandboxScript.Nobody, "authorization_pending authorization_pending authorization_pending authorization_pending")]
    public async Task A_script_plays_its_part_on_the_clock(SandboxScript script, string story)
    {
        await using var world = await SandboxWorld.StartAsync();
        var code = await world.IssueAsync();
        world.Sandbox.Codes.Script(code.UserCode, script, Three);

        var answers = new List<string>();
        foreach (var seconds in (double[])[1.4, 0.2, 1.4, 1])
        {
            world.Clock.Advance(TimeSpan.FromSeconds(seconds));
            answers.Add((await world.PollAsync(code.DeviceCode)).Error ?? "granted");
        }

        string.Join(' ', answers).ShouldBe(story);
    }

    [Fact]
    public async Task A_code_whose_page_nobody_opens_is_confirmed_after_three_seconds()
    {
        await using var world = await SandboxWorld.StartAsync(new SandboxOptions());
        var code = await world.IssueAsync();

        world.Clock.Advance(Three - TimeSpan.FromMilliseconds(1));
        var before = await world.PollAsync(code.DeviceCode);
        world.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var after = await world.PollAsync(code.DeviceCode);

        before.Error.ShouldBe("authorization_waiting");
        after.Data("scope").ShouldBe("public_profile");
    }

    [Fact]
    public async Task A_code_whose_page_somebody_opens_is_theirs_to_decide()
    {
        await using var world = await SandboxWorld.StartAsync(new SandboxOptions());
        var code = await world.IssueAsync();

        await world.GetAsync($"/device?qrcode=1&user_code={code.UserCode}");
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        world.Sandbox.Codes.Find(code.UserCode)!.State.ShouldBe(SandboxCodeState.Pending);
    }

    [Fact]
    public async Task A_script_that_was_chosen_goes_on_when_the_page_is_opened()
    {
        await using var world = await SandboxWorld.StartAsync(new SandboxOptions());
        var code = await world.IssueAsync();
        world.Sandbox.Codes.Script(code.UserCode, SandboxScript.Refuse, Three);

        await world.GetAsync($"/device?qrcode=1&user_code={code.UserCode}");
        world.Clock.Advance(Three);

        world.Sandbox.Codes.Find(code.UserCode)!.State.ShouldBe(SandboxCodeState.Refused);
    }

    [Theory]
    [InlineData(-1, "authorization_pending")]
    [InlineData(0, "invalid_grant_code")]
    public async Task A_code_lives_for_its_time_and_no_longer(int milliseconds, string word)
    {
        await using var world = await SandboxWorld.StartAsync();
        var code = await world.IssueAsync();

        world.Clock.Advance(world.Sandbox.Options.ExpiresIn + TimeSpan.FromMilliseconds(milliseconds));
        var answer = await world.PollAsync(code.DeviceCode);

        answer.Error.ShouldBe(word);
    }

    [Fact]
    public async Task A_code_that_is_polled_sooner_than_the_gap_is_told_to_slow_down_and_not_spent()
    {
        await using var world = await SandboxWorld.StartAsync(new SandboxOptions { DefaultScript = null, MinimumPollGap = TimeSpan.FromSeconds(2) });
        var code = await world.IssueAsync();
        await world.PollAsync(code.DeviceCode);
        world.Sandbox.Codes.Confirm(code.UserCode);

        var tooSoon = await world.PollAsync(code.DeviceCode);
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        var inTime = await world.PollAsync(code.DeviceCode);

        tooSoon.Error.ShouldBe("slow_down");
        inTime.Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_player_who_never_played_is_not_in_the_cloud()
    {
        await using var world = await SandboxWorld.StartAsync();
        var code = await world.IssueAsync();
        world.Sandbox.Codes.Script(code.UserCode, SandboxScript.NeverPlayed, TimeSpan.Zero);

        var token = await world.PollAsync(code.DeviceCode);
        var grant = new SimulatedGrant(token.Data("kid"), token.Data("mac_key"), "hmac-sha-1", SandboxPlayer.Default);
        var profile = await world.SignedAsync(world.ProfileTarget, world.Signature(grant, world.ProfileTarget));
        var player = SandboxPlayer.Default with { OpenId = profile.Data("openid"), UnionId = profile.Data("unionid") };
        var login = await world.LoginAsync(grant with { Player = player });

        login.Root.GetProperty("code").GetInt32().ShouldBe(211);
    }

    [Fact]
    public async Task A_decided_code_is_not_decided_again()
    {
        await using var world = await SandboxWorld.StartAsync();
        var code = await world.IssueAsync();
        world.Sandbox.Codes.Refuse(code.UserCode);

        Should.Throw<InvalidOperationException>(() => world.Sandbox.Codes.Confirm(code.UserCode)).Message.ShouldBe($"The code {code.UserCode} is already refused.");
        Should.Throw<InvalidOperationException>(() => world.Sandbox.Codes.Scan("zzzzzz")).Message.ShouldBe("There is no code zzzzzz.");
    }
}
