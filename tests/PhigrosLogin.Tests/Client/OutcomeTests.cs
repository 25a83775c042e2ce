using PhigrosLogin.Client;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Client;

/// <summary>Every way in which a login can end, as the client tells of it.</summary>
public class OutcomeTests
{
    [Fact]
    public async Task A_player_who_confirms_gives_a_session_token()
    {
        await using var world = await World.StartAsync();
        using var client = world.NewClient();
        var login = await client.BeginAsync(new LoginRequest { Expires = TimeSpan.FromMinutes(5), RequestedBy = "a bot", RequestedFor = "Ann" }, TestContext.Current.CancellationToken);
        world.China.Codes.Confirm(await world.LookAsync(login));

        var waiting = client.WaitAsync(login, TestContext.Current.CancellationToken);
        await world.PassToPollAsync();
        var outcome = await waiting;

        login.ExpiresAt.ShouldBe(world.Clock.GetUtcNow() + TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1));
        login.LoginUrl.ShouldBe(new Uri(world.Url, $"/l/{login.Id}"));
        outcome.State.ShouldBe(LoginState.Succeeded);
        outcome.IsFinal.ShouldBeTrue();
        outcome.Reason.ShouldBeNull();
        var player = outcome.Result.ShouldNotBeNull();
        player.SessionToken.Reveal().ShouldMatch("^[0-9a-zA-Z]{25}$");
        player.Region.ShouldBe("cn");
        player.PlayerId.ShouldBe(SandboxPlayer.Default.ObjectId);
        player.DisplayName.ShouldBe("static-void2");
        player.Profile.OpenId.ShouldNotBeEmpty();
    }
}
