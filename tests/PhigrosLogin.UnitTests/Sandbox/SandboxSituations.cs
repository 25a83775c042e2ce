using PhigrosLogin.Cli.LiveCheck;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Sandbox;

/// <summary>Brings a sandbox into each situation that tests/fixtures/README.md names, and gives the answer that it had then.</summary>
internal static class SandboxSituations
{
    public static SandboxOptions OptionsFor(WireFixture fixture)
    {
        var region = fixture.Region == "cn" ? SandboxRegion.China : SandboxRegion.International;
        return new SandboxOptions
        {
            Region = region,
            LinkBase = region.PublicLinkBase,
            Interval = fixture.Interval,
            DefaultScript = null,
            Variants = SandboxVariants.Parse(fixture.Variant),
        };
    }

    public static Task<WireAnswer> AnswerAsync(SandboxWorld world, WireFixture fixture) => fixture.Endpoint switch
    {
        "device-code" => DeviceCodeAsync(world, fixture.Situation!),
        "token" => TokenAsync(world, fixture.Situation!),
        "profile" => SignedAsync(world, fixture.Situation!, world.ProfileTarget, "public_profile"),
        "basic-info" => SignedAsync(world, fixture.Situation!, world.IdsTarget, "basic_info"),
        "users" => UsersAsync(world, fixture.Situation!),
        _ => SessionAsync(world, fixture.Endpoint, fixture.Situation!),
    };

    private static Task<WireAnswer> DeviceCodeAsync(SandboxWorld world, string situation) => situation switch
    {
        "code" => world.AskForCodeAsync(),
        "wrong_client" => world.AskForCodeAsync(clientId: "nobodysClientId000"),
        "missing_parameter" => world.PostAsync("/oauth2/v1/device/code", ("response_type", "device_code")),
        "wrong_response_type" => world.AskForCodeAsync(responseType: "code"),
        "json_body" => world.SendAsync(HttpMethod.Post, "/oauth2/v1/device/code", SandboxWorld.Json("""{"response_type":"device_code"}""")),
        _ => throw Unknown(situation),
    };

    private static async Task<WireAnswer> TokenAsync(SandboxWorld world, string situation)
    {
        var scope = situation switch { "granted_two_scopes" => "public_profile,compliance", "granted_ids_only" => "basic_info", _ => "public_profile" };
        var code = await world.IssueAsync(scope);
        var codes = world.Sandbox.Codes;
        switch (situation)
        {
            case "waiting":
                codes.Scan(code.UserCode);
                break;
            case "slow_down":
                codes.Script(code.UserCode, SandboxScript.SlowDown, TimeSpan.FromSeconds(3));
                break;
            case "granted" or "granted_two_scopes" or "granted_ids_only":
                codes.Confirm(code.UserCode);
                break;
            case "used":
                codes.Confirm(code.UserCode);
                await world.PollAsync(code.DeviceCode);
                break;
            case "refused":
                codes.Refuse(code.UserCode);
                break;
            case "refused_again":
                codes.Refuse(code.UserCode);
                await world.PollAsync(code.DeviceCode);
                break;
            case "expired":
                world.Clock.Advance(TimeSpan.FromSeconds(300));
                break;
        }
        return await (situation switch
        {
            "unknown_code" => world.PollAsync(new string('x', 40)),
            "wrong_region" => world.PollAsync(code.DeviceCode, SandboxRegion.China.ClientId),
            "wrong_client" => world.PollAsync(code.DeviceCode, "nobodysClientId000"),
            "wrong_grant_type" => world.PollAsync(code.DeviceCode, grantType: "password"),
            "wrong_secret_type" => world.PollAsync(code.DeviceCode, secretType: "md5"),
            "missing_parameter" => world.PollAsync(null),
            "json_body" => world.SendAsync(HttpMethod.Post, "/oauth2/v1/token", SandboxWorld.Json("""{"grant_type":"device_token"}""")),
            _ => world.PollAsync(code.DeviceCode),
        });
    }

    private static async Task<WireAnswer> SignedAsync(SandboxWorld world, string situation, string target, string scope)
    {
        var grant = await world.GrantAsync(scope: situation == "ids_only_token" ? "basic_info" : scope);
        var path = target[..target.IndexOf('?', StringComparison.Ordinal)];
        if (situation == "wrong_client") target = $"{path}?client_id=nobodysClientId000";
        if (situation == "missing_parameter") target = path;
        var signature = situation switch
        {
            "stale_time" => world.Signature(grant, target, clockOffset: TimeSpan.FromHours(-1)),
            "unknown_token" => world.Signature(grant with { Kid = new string('x', 344) }, target),
            "wrong_mac" => world.Signature(grant with { MacKey = new string('x', 40) }, target),
            _ => world.Signature(grant, target),
        };
        if (situation == "no_signature") return await world.GetAsync(target);
        if (situation == "reused_nonce") await world.SignedAsync(target, signature);
        return await world.SignedAsync(target, signature);
    }

    private static async Task<WireAnswer> UsersAsync(SandboxWorld world, string situation)
    {
        var isNew = situation is "new_player" or "no_player";
        var grant = await world.GrantAsync(isNew ? SandboxPlayer.Newcomer() : null);
        return await (situation switch
        {
            "player" or "no_player" => world.LoginAsync(grant),
            "new_player" => world.LoginAsync(grant, failOnNotExist: false),
            "unknown_token" => world.LoginAsync(grant with { Kid = new string('x', 344) }),
            "wrong_sign" => world.LoginAsync(grant, sign: world.Sign("somebodyElsesKey")),
            _ => throw Unknown(situation),
        });
    }

    private static async Task<WireAnswer> SessionAsync(SandboxWorld world, string endpoint, string situation)
    {
        var player = situation is "no_save" or "no_save_unfiltered" ? SandboxPlayer.Newcomer() : null;
        var login = await world.LoginAsync(await world.GrantAsync(player), failOnNotExist: false);
        var other = situation == "other_player" ? await world.LoginAsync(await world.GrantAsync(SandboxPlayer.Newcomer()), failOnNotExist: false) : login;
        var session = situation switch
        {
            "session_not_found" => new string('x', 25),
            "no_session" => null,
            _ => other.Member("sessionToken"),
        };
        var (method, path) = endpoint switch
        {
            "me" => (HttpMethod.Get, "/1.1/users/me"),
            "refresh" => (HttpMethod.Put, $"/1.1/users/{login.Member("objectId")}/refreshSessionToken"),
            _ when situation.EndsWith("_unfiltered", StringComparison.Ordinal) => (HttpMethod.Get, "/1.1/classes/_GameSave?include=gameFile&limit=100"),
            _ => (HttpMethod.Get, SandboxWorld.SavesOf(login.Member("objectId"))),
        };
        if (situation == "dead_session") await world.CloudAsync(method, path, session);
        return await world.CloudAsync(method, path, session, sign: situation == "wrong_sign" ? world.Sign("somebodyElsesKey") : null);
    }

    private static ArgumentException Unknown(string situation) => new($"There is no situation {situation}.", nameof(situation));
}
