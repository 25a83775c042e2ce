using System.Text.Json;
using System.Text.RegularExpressions;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Sessions;

/// <summary>Session care in front of regions that are well.</summary>
public class SessionTests
{
    private const string Unknown = """{"valid":false,"reason":"unknown_session"}""";
    private const string Nobody = "abcdefghijklmnopqrstuvwxy";

    public static TheoryData<string> Variants => [.. SandboxVariants.EachAlone.Select(each => each.Name)];

    [Fact]
    public async Task A_good_session_tells_whose_it_is_and_what_is_saved()
    {
        await using var world = await World.StartAsync();
        var token = await world.SignInAsync();

        var body = await world.InspectAsync(token, "cn").GoodAsync();

        // The simulator's cloud moves updatedAt at every login, as LeanCloud does.
        Regex.Replace(body, "(?<=\"updatedAt\":\")[^\"]+", "…").ShouldBe("""
            {"valid":true,"region":"cn",
            "player":{"objectId":"645b8a2d5f3e7c00010a4b9c","nickname":"static-void2","shortId":"zk3f8q","createdAt":"2023-05-10T12:27:09.338Z","updatedAt":"…"},
            "save":{"present":true,"savedAt":"2023-05-10T12:27:09.338Z","bytes":12480,"saveVersion":6,"gameVersion":129,"rks":0.30773032,"challenge":{"rank":"none","level":0},"avatar":"",
            "clears":{"ez":{"cleared":0,"fullCombo":0,"phi":0},"hd":{"cleared":1,"fullCombo":0,"phi":0},"in":{"cleared":0,"fullCombo":0,"phi":0},"at":{"cleared":0,"fullCombo":0,"phi":0}}}}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task A_player_who_never_synchronised_has_no_save()
    {
        await using var world = await World.StartAsync();
        var token = await world.SignInAsync(player: SandboxPlayer.Newcomer() with { HasPlayed = true, Nickname = "新人" });

        var body = await world.InspectAsync(token).GoodAsync();

        body.ShouldEndWith(""","save":{"present":false}}""");
        body.ShouldContain("\"nickname\":\"新人\"");
    }

    [Fact]
    public async Task Without_a_region_the_real_ones_are_asked_in_turn_until_one_knows_it()
    {
        await using var world = await World.StartAsync("--DefaultRegion=global");
        var (chinese, international) = (await world.SignInAsync("cn"), await world.SignInAsync("global"));

        var ofDefault = await world.InspectAsync(international).GoodAsync();
        var asked = CallsOf(world, SandboxOperation.Me);
        var ofOther = await world.InspectAsync(chinese).GoodAsync();

        ofDefault.ShouldStartWith("""{"valid":true,"region":"global",""");
        asked.ShouldBe((0, 1));
        ofOther.ShouldStartWith("""{"valid":true,"region":"cn",""");
        CallsOf(world, SandboxOperation.Me).ShouldBe((1, 2));
        CallsOf(world, SandboxOperation.Save).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_session_of_the_other_region_is_unknown_in_the_one_that_is_named()
    {
        await using var world = await World.StartAsync();
        var token = await world.SignInAsync("global");

        var body = await world.InspectAsync(token, "cn").GoodAsync();
        using var rotate = await world.RotateAsync(token, "cn");

        body.ShouldBe(Unknown);
        await rotate.ShouldBeProblemAsync(404, "unknown_session");
        CallsOf(world, SandboxOperation.Me).ShouldBe((2, 0));
        CallsOf(world, SandboxOperation.Refresh).ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_token_of_nobody_is_unknown_once_every_region_has_said_so()
    {
        await using var world = await World.StartAsync();

        var body = await world.InspectAsync(Nobody).GoodAsync();
        using var rotate = await world.RotateAsync(Nobody);

        body.ShouldBe(Unknown);
        await rotate.ShouldBeProblemAsync(404, "unknown_session");
        CallsOf(world, SandboxOperation.Me).ShouldBe((2, 2));
        CallsOf(world, SandboxOperation.Save).ShouldBe((0, 0));
        CallsOf(world, SandboxOperation.Refresh).ShouldBe((0, 0));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task A_rotated_session_is_good_and_every_copy_of_the_old_one_is_dead(string variant)
    {
        var variants = SandboxVariants.EachAlone.Single(each => each.Name == variant).Variants;
        await using var world = await World.StartAsync(clock: null, variants);
        var old = await world.SignInAsync("global");

        var rotated = JsonDocument.Parse(await world.RotateAsync(old).GoodAsync()).RootElement;
        var fresh = rotated.GetProperty("sessionToken").GetString()!;
        var ofOld = await world.InspectAsync(old).GoodAsync();
        var ofFresh = await world.InspectAsync(fresh).GoodAsync();
        using var again = await world.RotateAsync(old);

        rotated.EnumerateObject().Select(member => member.Name).ShouldBe(["sessionToken", "region"]);
        rotated.Text("region").ShouldBe("global");
        fresh.ShouldMatch("^[0-9a-z]{25}$");
        fresh.ShouldNotBe(old);
        ofOld.ShouldBe(Unknown);
        ofFresh.ShouldStartWith("""{"valid":true,"region":"global",""");
        await again.ShouldBeProblemAsync(404, "unknown_session");
        CallsOf(world, SandboxOperation.Refresh).ShouldBe((0, 1));
    }

    [Fact]
    public async Task The_practice_region_is_asked_when_it_is_named_and_never_else()
    {
        await using var world = await World.StartAsync(new ManualClock(), "--Sandbox=true");
        var code = await world.NewCodeAsync();
        using var practice = new HttpClient { BaseAddress = world.Gateway.SandboxUrl };
        using var confirmed = await practice.PostAsync($"/sandbox/codes/{code.UserCode}/confirm", null);
        await world.PassIntervalAsync();
        var token = (await world.PostAsync("GetPhigrosToken", (await world.PostAsync("CheckQRCode", code.Body)).Body)).Body;

        var unnamed = await world.InspectAsync(token).GoodAsync();
        var named = await world.InspectAsync(token, "sandbox").GoodAsync();
        var rotated = await world.RotateAsync(token, "sandbox").GoodAsync();

        unnamed.ShouldBe(Unknown);
        CallsOf(world, SandboxOperation.Me).ShouldBe((1, 1));
        named.ShouldStartWith("""{"valid":true,"region":"sandbox",""");
        rotated.ShouldEndWith(""","region":"sandbox"}""");
    }

    private static (long China, long International) CallsOf(World world, SandboxOperation operation) =>
        (world.China.CountOf(operation), world.International.CountOf(operation));
}
