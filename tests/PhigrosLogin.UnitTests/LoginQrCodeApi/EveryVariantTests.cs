using System.Text.Json;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.LoginQrCodeApi;

/// <summary>The LoginQrCode API in both regions, whichever of the answers that nobody is sure of turns out to be true (docs/protocol.md §8).</summary>
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

        var query = $"?region={region}";
        var (toRefuse, toExpire, toConfirm) = (await world.NewCodeAsync(query), await world.NewCodeAsync(query), await world.NewCodeAsync(query));
        var (elsewhere, late) = (await world.NewCodeAsync(query), await world.NewCodeAsync(query));
        codes.Refuse(toRefuse.UserCode);
        codes.Expire(toExpire.UserCode);
        codes.Script(toConfirm.UserCode, SandboxScript.WrongRegion, TimeSpan.Zero);

        var refused = await CheckAsync(world, toRefuse);
        var expired = await AnswerAsync(world, toExpire);
        var ofOtherRegion = await AnswerAsync(world, toConfirm);
        var askedInOtherRegion = await AnswerAsync(world, elsewhere, region == "cn" ? "?region=global" : "?region=cn");
        await UseElsewhereAsync(world, world[region], late);
        var used = await AnswerAsync(world, late);

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
        var code = await world.NewCodeAsync($"?region={region}");
        world[region].Codes.Script(code.UserCode, SandboxScript.NeverPlayed, TimeSpan.Zero);
        var check = await CheckAsync(world, code);
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
        World.StartAsync(clock: null, SandboxVariants.EachAlone.Single(each => each.Name == variant).Variants, "--Polling:MinimumInterval=1s");

    private static async Task<RawAnswer> CheckAsync(World world, SimulatedCode code)
    {
        await world.PassIntervalAsync(JsonDocument.Parse(code.Body).RootElement.GetProperty("interval").GetInt32());
        return await AnswerAsync(world, code);
    }

    private static Task<RawAnswer> AnswerAsync(World world, SimulatedCode code, string query = "") => world.PostAsync("CheckQRCode", code.Body, query);

    /// <summary>Somebody else fetches the grant before the gateway asks.</summary>
    private static async Task UseElsewhereAsync(World world, SandboxUpstream upstream, SimulatedCode code)
    {
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
    }
}
