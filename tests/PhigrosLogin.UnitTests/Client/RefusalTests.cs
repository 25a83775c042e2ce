using PhigrosLogin.Client;
using PhigrosLogin.Tests.Limits;
using PhigrosLogin.Tests.Logins;
using PhigrosLogin.Tests.Sessions;

namespace PhigrosLogin.Tests.Client;

/// <summary>What the gateway refuses comes as its own word, with status and trace, and is not repeated.</summary>
public class RefusalTests
{
    private static readonly Credential SomeToken = new("exampleexampleexampleexam");

    // What is asked, and the word for it.
    private static readonly (string Name, Func<World, PhigrosLoginClient, Task> Ask, int Status, string Code)[] Refusals =
    [
        ("an unknown region", (_, client) => client.CreateAsync(new LoginRequest { Region = "mars" }), 400, GatewayErrorCodes.InvalidRequest),
        ("a life too short", (_, client) => client.CreateAsync(new LoginRequest { Expires = TimeSpan.FromSeconds(5) }), 400, GatewayErrorCodes.InvalidRequest),
        ("no such login", (_, client) => client.GetStatusAsync("aaaaaaaaaaaaaaaaaaaaaa"), 404, GatewayErrorCodes.LoginNotFound),
        ("an id of another kind", (_, client) => client.CancelAsync("a b"), 404, GatewayErrorCodes.LoginNotFound),
        ("waiting with another secret", async (world, client) => await client.WaitAsync(OutcomeTests.Of(await world.OpenAsync(), new string('a', 43))), 404, GatewayErrorCodes.LoginNotFound),
        ("acknowledging with another secret", async (world, client) => await client.AcknowledgeAsync(OutcomeTests.Of(await world.OpenAsync(), new string('a', 43))), 404, GatewayErrorCodes.LoginNotFound),
        ("reading with a malformed secret", async (world, client) => await client.GetResultAsync(OutcomeTests.Of(await world.OpenAsync(), "a/b")), 401, GatewayErrorCodes.LoginSecretRequired),
        ("moving a named region", async (world, client) => await client.MoveAsync((await world.OpenAsync(new { region = "cn" })).Id, "global"), 409, GatewayErrorCodes.RegionLocked),
        ("cancelling what is over", async (world, client) => await client.CancelAsync((await world.SucceedAsync()).Id), 409, GatewayErrorCodes.TooLateToCancel),
        ("waiting for what lay too long", WaitForErasedAsync, 410, GatewayErrorCodes.ResultExpired),
        ("waiting for what was acknowledged", WaitForAcknowledgedAsync, 410, GatewayErrorCodes.AlreadyAcknowledged),
        ("inspecting no token", (_, client) => client.InspectAsync(new Credential("short")), 400, GatewayErrorCodes.InvalidRequest),
        ("rotating an unknown token", (_, client) => client.RotateAsync(SomeToken), 404, GatewayErrorCodes.SessionNotFound),
    ];

    public static TheoryData<string> Names => [.. Refusals.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_refusal_has_its_word(string name)
    {
        var (_, ask, status, code) = Refusals.Single(row => row.Name == name);
        await using var world = await World.StartAsync(new ManualClock());
        using var client = world.NewClient();

        var refusal = await ask(world, client).ShouldFailAsync();

        (refusal.Code, refusal.Status, refusal.IsTransient).ShouldBe((code, status, false));
        refusal.TraceId.ShouldNotBeNullOrEmpty();
        refusal.Message.ShouldStartWith($"The gateway answered {status} {code}: ");
    }

    [Fact]
    public async Task A_key_is_sent_where_one_is_wanted_and_its_lack_is_named()
    {
        await using var world = await World.StartAsync(KeyRing.Setting("bot"), "--Sessions:AllowAnonymous=false");
        using var stranger = world.NewClient();
        using var friend = world.NewClient(options => options.ClientSecret = new Credential(KeyRing.Key));

        var created = await stranger.CreateAsync().ShouldFailAsync();
        var inspected = await stranger.InspectAsync(SomeToken).ShouldFailAsync();
        var rotated = await stranger.RotateAsync(SomeToken).ShouldFailAsync();
        var login = await friend.CreateAsync();

        (created.Code, created.Status).ShouldBe((GatewayErrorCodes.ClientCredentialRequired, 401));
        foreach (var refusal in (GatewayException[])[inspected, rotated])
        {
            (refusal.Code, refusal.Status, refusal.IsTransient).ShouldBe((GatewayErrorCodes.SessionsDisabled, 403, false));
        }
        (await stranger.GetStatusAsync(login.Id)).Status.ShouldBe(LoginStatus.Pending);
        (await friend.InspectAsync(SomeToken)).IsValid.ShouldBeFalse();
    }

    [Fact]
    public async Task One_over_the_limit_is_told_when_to_come_back()
    {
        await using var world = await World.StartAsync("--Limits:LoginsPerMinute=1");
        using var client = world.NewClient(); // 60 s are more than its patience, so it does not even begin to wait
        await client.CreateAsync();

        var refusal = await client.CreateAsync().ShouldFailAsync();

        (refusal.Code, refusal.Status, refusal.RetryAfter, refusal.IsTransient).ShouldBe((GatewayErrorCodes.RateLimited, 429, TimeSpan.FromMinutes(1), true));
    }

    [Fact]
    public async Task A_token_is_inspected_and_replaced()
    {
        await using var world = await World.StartAsync();
        using var client = world.NewClient();
        var old = new Credential(await world.SignInAsync());

        var before = await client.InspectAsync(old, "cn");
        var fresh = await client.RotateAsync(old, "cn");
        var after = await client.InspectAsync(old);

        (before.IsValid, before.Region, before.Player!.Nickname).ShouldBe((true, "cn", "static-void2"));
        before.Save.ShouldNotBeNull().ClearCounts.ShouldNotBeNull().Keys.ShouldBe(["ez", "hd", "in", "at"]);
        before.Save.Challenge.ShouldNotBeNull();
        (fresh.Region, fresh.SessionToken.Equals(old)).ShouldBe(("cn", false));
        (after.IsValid, after.Region, after.Player, after.Save).ShouldBe((false, null, null, null));
        (await client.InspectAsync(fresh.SessionToken)).IsValid.ShouldBeTrue();
    }

    private static async Task WaitForErasedAsync(World world, PhigrosLoginClient client)
    {
        var login = await world.SucceedAsync();
        using var read = await login.ResultAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(6));
        await client.WaitAsync(OutcomeTests.Of(login));
    }

    private static async Task WaitForAcknowledgedAsync(World world, PhigrosLoginClient client)
    {
        var login = await world.SucceedAsync();
        using var acknowledged = await login.AcknowledgeAsync();
        await client.WaitAsync(OutcomeTests.Of(login));
    }
}
