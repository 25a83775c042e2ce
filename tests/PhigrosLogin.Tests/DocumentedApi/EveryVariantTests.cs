using System.Text.Json;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.DocumentedApi;

/// <summary>The documented API in both regions, whichever of the answers that nobody is sure of turns out to be true (docs/protocol.md §8).</summary>
public class EveryVariantTests
{
    public static TheoryData<string, string> RegionsAndVariants => new(
        from region in (string[])["cn", "global"] from each in SandboxVariants.EachAlone select (region, each.Name));

    [Theory]
    [MemberData(nameof(RegionsAndVariants))]
    public async Task A_login_goes_from_the_code_to_the_session_token(string region, string variant)
    {
        await using var world = await StartAsync(variant);
        var codes = world[region].Codes;

        var code = await world.NewCodeAsync($"?region={region}");
        var pending = await CheckAsync(world, code);
        codes.Scan(code.UserCode);
        var scanned = await CheckAsync(world, code);
        codes.Confirm(code.UserCode);
        var done = await CheckAsync(world, code);
        var profile = await world.PostAsync("GetTapTapProfile", done.Body);
        var token = await world.PostAsync("GetPhigrosToken", done.Body);

        world[region].Calls.Select(call => call.Outcome).Take(4).ShouldBe(["code", "pending", "waiting", "granted"]);
        pending.Body.ShouldBe(NotDone);
        scanned.Body.ShouldBe(NotDone);
        done.Status.ShouldBe(200);
        JsonDocument.Parse(profile.Body).RootElement.GetProperty("data").GetProperty("openId").GetString().ShouldBe(SandboxPlayer.Default.OpenId);
        token.Status.ShouldBe(200);
        token.Body.ShouldMatch("^[0-9a-z]{25}$");
    }

    [Theory]
    [MemberData(nameof(RegionsAndVariants))]
    public async Task A_login_that_was_refused_or_has_no_good_code_is_code_11(string region, string variant)
    {
        await using var world = await StartAsync(variant);
        var codes = world[region].Codes;

        var refused = await EndedAsync(world, region, code => codes.Refuse(code.UserCode));
        var expired = await EndedAsync(world, region, code => codes.Expire(code.UserCode));
        var ofOtherRegion = await EndedAsync(world, region, code => codes.Script(code.UserCode, SandboxScript.WrongRegion, TimeSpan.Zero));
        var askedInOtherRegion = await CheckAsync(
            world, await world.NewCodeAsync($"?region={region}"), region == "cn" ? "?region=global" : "?region=cn");
        var used = await UsedElsewhereAsync(world, region);

        RawAnswer[] all = [refused, expired, ofOtherRegion, askedInOtherRegion, used];
        all.ShouldAllBe(answer => answer.Status == 500 && answer.Body.EndsWith("\"code\":11,\"codeName\":\"LoginOtherError\"}"));
        world[region].Calls.Where(call => call.Operation == SandboxOperation.Token).Select(call => call.Outcome)
            .ShouldBe(["refused", "expired", "wrong_region", "granted", "used"]);
    }

    [Theory]
    [MemberData(nameof(RegionsAndVariants))]
    public async Task A_wrong_mac_key_is_code_114_and_a_player_who_never_played_is_code_1145(string region, string variant)
    {
        await using var world = await StartAsync(variant);
        var check = await EndedAsync(world, region, code => world[region].Codes.Script(code.UserCode, SandboxScript.NeverPlayed, TimeSpan.Zero));
        var macKey = JsonDocument.Parse(check.Body).RootElement.GetProperty("data").GetProperty("macKey").GetString()!;

        var forged = await world.PostAsync("GetPhigrosToken", check.Body.Replace(macKey, new string('x', 40), StringComparison.Ordinal));
        var neverPlayed = await world.PostAsync("GetPhigrosToken", check.Body);

        forged.Status.ShouldBe(500);
        forged.Body.ShouldEndWith("\"code\":114,\"codeName\":\"GetProfileError\"}");
        neverPlayed.Status.ShouldBe(500);
        neverPlayed.Body.ShouldEndWith("\"code\":1145,\"codeName\":\"LCLoginError\"}");
    }

    private const string NotDone = """{"message":"Login progress not done","error":"","code":1,"codeName":"LoginProcessNotDone"}""";

    private static Task<World> StartAsync(string variant) =>
        World.StartAsync(SandboxVariants.EachAlone.Single(each => each.Name == variant).Variants);

    private static Task<RawAnswer> CheckAsync(World world, PracticeCode code, string query = "")
    {
        world.Clock.Advance(TimeSpan.FromSeconds(JsonDocument.Parse(code.Body).RootElement.GetProperty("interval").GetInt32()));
        return world.PostAsync("CheckQRCode", code.Body, query);
    }

    private static async Task<RawAnswer> EndedAsync(World world, string region, Action<PracticeCode> end)
    {
        var code = await world.NewCodeAsync($"?region={region}");
        end(code);
        return await CheckAsync(world, code);
    }

    /// <summary>Somebody else fetches the grant before the gateway asks.</summary>
    private static async Task<RawAnswer> UsedElsewhereAsync(World world, string region)
    {
        var upstream = world[region];
        var code = await world.NewCodeAsync($"?region={region}");
        upstream.Codes.Confirm(code.UserCode);
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "device_token"),
            new("client_id", upstream.Options.Region.ClientId),
            new("secret_type", "hmac-sha-1"),
            new("code", upstream.Codes.Find(code.UserCode)!.DeviceCode),
        ]);
        using var granted = await world.Http.PostAsync(new Uri(upstream.Url, "/oauth2/v1/token"), form);
        granted.EnsureSuccessStatusCode();
        return await CheckAsync(world, code);
    }
}
