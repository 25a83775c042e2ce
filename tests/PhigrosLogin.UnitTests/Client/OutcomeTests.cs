using PhigrosLogin.Client;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Client;

/// <summary>The ways in which a login can end, as the client tells of them.</summary>
public class OutcomeTests
{
    [Fact]
    public async Task A_player_who_confirms_gives_a_session_token()
    {
        await using var world = await World.StartAsync();
        using var client = world.NewClient();
        var login = await client.CreateAsync(new LoginRequest { Expires = TimeSpan.FromMinutes(5), RequestedBy = "a bot", RequestedFor = "Ann" });
        world.China.Codes.Confirm(await world.LookAsync(login));

        var waiting = client.WaitAsync(login);
        await world.PassToPollAsync();
        var outcome = await waiting;

        login.LoginUrl.ShouldBe(new Uri(world.Url, $"/l/{login.Id}"));
        (outcome.Status, outcome.Reason, outcome.IsFinal).ShouldBe((LoginStatus.Succeeded, null, true));
        var player = outcome.Result.ShouldNotBeNull();
        player.SessionToken.Reveal().ShouldMatch("^[0-9a-zA-Z]{25}$");
        player.Region.ShouldBe("cn");
        player.PlayerId.ShouldBe(SandboxPlayer.Default.ObjectId);
        player.DisplayName.ShouldBe("static-void2");
        player.Profile.OpenId.ShouldBe(SandboxPlayer.Default.OpenId);
        var status = await client.GetStatusAsync(login.Id);
        (status.RequestedBy, status.RequestedFor, status.ExpiresAt - status.CreatedAt).ShouldBe(("a bot", "Ann", TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public async Task A_player_who_refuses_is_denied_and_the_message_is_in_the_language_that_was_chosen()
    {
        await using var world = await World.StartAsync();
        using var client = world.NewClient();
        var login = await client.CreateAsync();
        world.China.Codes.Refuse(await world.LookAsync(login));

        var waiting = client.WaitAsync(login);
        await world.PassToPollAsync();
        var outcome = await waiting;

        (outcome.Status, outcome.Reason, outcome.Result).ShouldBe((LoginStatus.Denied, null, null));
        outcome.Message.ShouldContain("You refused in TapTap");
    }

    [Fact]
    public async Task A_login_that_nobody_scans_expires()
    {
        await using var world = await World.StartAsync(new ManualClock());
        using var client = world.NewClient();
        var login = await client.CreateAsync(new LoginRequest { Expires = TimeSpan.FromSeconds(60) });

        world.Clock.Advance(TimeSpan.FromSeconds(60));
        var outcome = await client.WaitAsync(login);

        (outcome.Status, outcome.Reason).ShouldBe((LoginStatus.Expired, LoginReason.TimedOut));
    }

    [Fact]
    public async Task A_player_who_never_played_fails_where_the_region_is_named()
    {
        await using var world = await World.StartAsync();
        using var client = world.NewClient();
        var login = await client.CreateAsync(new LoginRequest { Region = "cn" });
        world.China.Codes.Script(await world.LookAsync(login), SandboxScript.NeverPlayed, TimeSpan.Zero);

        var waiting = client.WaitAsync(login);
        await world.PassToPollAsync();
        var outcome = await waiting;

        (outcome.Status, outcome.Reason).ShouldBe((LoginStatus.Failed, LoginReason.NoPlayerAccount));
    }

    [Fact]
    public async Task Somebody_with_the_id_alone_can_cancel_it_in_mid_wait()
    {
        await using var world = await World.StartAsync();
        using var client = world.NewClient();
        var login = await client.CreateAsync();
        var waiting = client.WaitAsync(login);

        var cancelled = await client.CancelAsync(login.Id);

        (cancelled.Status, cancelled.IsFinal).ShouldBe((LoginStatus.Cancelled, true));
        (await waiting).Status.ShouldBe(LoginStatus.Cancelled);
    }

    [Fact]
    public async Task Whoever_stops_waiting_does_not_end_the_login()
    {
        await using var world = await World.StartAsync();
        using var client = world.NewClient();
        using var enough = new CancellationTokenSource();
        var login = await client.CreateAsync();
        var waiting = client.WaitAsync(login, enough.Token);

        await enough.CancelAsync();
        await waiting.ShouldThrowAsync<OperationCanceledException>();

        (await client.GetStatusAsync(login.Id)).Status.ShouldBe(LoginStatus.Pending);
    }

    [Fact]
    public async Task An_acknowledged_result_is_gone_and_acknowledging_again_does_no_harm()
    {
        await using var world = await World.StartAsync();
        using var client = world.NewClient();
        var login = Of(await world.SucceedAsync());

        var first = await client.GetResultAsync(login);
        var again = await client.GetResultAsync(login);
        await client.AcknowledgeAsync(login);
        await client.AcknowledgeAsync(login);

        again.Result!.SessionToken.ShouldBe(first.Result!.SessionToken);
        (await client.GetResultAsync(login).ShouldFailAsync()).Code.ShouldBe(GatewayErrorCodes.AlreadyAcknowledged);
    }

    // As a bot makes one again from what it has stored.
    internal static CreatedLogin Of(OpenLogin login, string? secret = null) => new()
    {
        Id = login.Id,
        LoginSecret = new Credential(secret ?? login.Secret),
        LoginUrl = new Uri(login.Http.BaseAddress!, $"/l/{login.Id}"),
        QrUrl = new Uri(login.Http.BaseAddress!, $"{login.Path}/qr.png"),
        ExpiresAt = TimeProvider.System.GetUtcNow(),
    };
}
