using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Sandbox;

public class CloudStrictnessTests
{
    [Fact]
    public async Task A_player_gets_the_same_session_every_time()
    {
        await using var world = await SandboxWorld.StartAsync();

        var first = await world.LoginAsync(await world.GrantAsync());
        var second = await world.LoginAsync(await world.GrantAsync());

        second.Member("sessionToken").ShouldBe(first.Member("sessionToken"));
    }

    [Fact]
    public async Task A_newcomer_is_created_once_and_known_from_then_on()
    {
        await using var world = await SandboxWorld.StartAsync();
        var grant = await world.GrantAsync(SandboxPlayer.Newcomer());

        var asked = await world.LoginAsync(grant);
        var created = await world.LoginAsync(grant, failOnNotExist: false);
        var known = await world.LoginAsync(grant);

        asked.Status.ShouldBe(400);
        created.Status.ShouldBe(201);
        created.Location.ShouldBe($"/1.1/classes/_User/{created.Member("objectId")}");
        known.Status.ShouldBe(200);
        known.Member("sessionToken").ShouldBe(created.Member("sessionToken"));
    }

    [Fact]
    public async Task A_login_moves_the_time_of_the_last_change_and_no_other()
    {
        await using var world = await SandboxWorld.StartAsync();
        world.Clock.Advance(TimeSpan.FromHours(1));

        var login = await world.LoginAsync(await world.GrantAsync());

        login.Member("createdAt").ShouldBe("2023-05-10T12:27:09.338Z");
        login.Root.GetProperty("updatedAt").GetDateTimeOffset().ShouldBe(world.Clock.GetUtcNow());
    }

    [Theory]
    [InlineData("limit=1", "6a2661008e1c3d00019b7f43", "Pointer")]
    [InlineData("order=-updatedAt&include=cover,gameFile", "6a2661008e1c3d00019b7f43 645b8a2e5f3e7c00010a4ba1", "File")]
    [InlineData("where={own}&include=gameFile", "645b8a2e5f3e7c00010a4ba1", "File")]
    [InlineData("where={own}", "645b8a2e5f3e7c00010a4ba1", "Pointer")]
    [InlineData("where={other}", "", null)]
    public async Task A_list_of_saves_holds_what_the_query_asks_for(string query, string ids, string? file)
    {
        await using var world = await SandboxWorld.StartAsync();
        var login = await world.LoginAsync(await world.GrantAsync());
        var filled = query
            .Replace("{own}", SandboxWorld.Where(login.Member("objectId")), StringComparison.Ordinal)
            .Replace("{other}", SandboxWorld.Where("000000000000000000000000"), StringComparison.Ordinal);

        var answer = await world.CloudAsync(HttpMethod.Get, $"/1.1/classes/_GameSave?{filled}", login.Member("sessionToken"));

        var rows = answer.Root.GetProperty("results").EnumerateArray().ToList();
        string.Join(' ', rows.Select(row => row.GetProperty("objectId").GetString())).ShouldBe(ids);
        rows.Select(row => row.GetProperty("gameFile").GetProperty("__type").GetString()).Distinct().SingleOrDefault().ShouldBe(file);
    }

    [Theory]
    [InlineData("where=x")]
    [InlineData("where=%7B%7D")]
    [InlineData("where=%7B%22user%22%3A%7B%22__type%22%3A5%7D%7D")]
    [InlineData("limit=many")]
    public async Task A_query_that_the_game_does_not_use_is_refused(string query)
    {
        await using var world = await SandboxWorld.StartAsync();
        var login = await world.LoginAsync(await world.GrantAsync());

        var answer = await world.CloudAsync(HttpMethod.Get, $"/1.1/classes/_GameSave?{query}", login.Member("sessionToken"));

        (answer.Status, answer.Root.GetProperty("code").GetInt32()).ShouldBe((400, 102));
    }

    [Fact]
    public async Task A_refreshed_session_is_another_and_the_old_one_is_dead()
    {
        await using var world = await SandboxWorld.StartAsync();
        var login = await world.LoginAsync(await world.GrantAsync());
        var (old, path) = (login.Member("sessionToken"), $"/1.1/users/{login.Member("objectId")}/refreshSessionToken");

        var refreshed = await world.CloudAsync(HttpMethod.Put, path, old);
        var withOld = await world.CloudAsync(HttpMethod.Get, "/1.1/users/me", old);
        var withNew = await world.CloudAsync(HttpMethod.Get, "/1.1/users/me", refreshed.Member("sessionToken"));
        var again = await world.LoginAsync(await world.GrantAsync());

        withOld.Status.ShouldBe(400);
        withNew.Status.ShouldBe(200);
        again.Member("sessionToken").ShouldBe(refreshed.Member("sessionToken"));
    }

    [Theory]
    [InlineData(SignUnit.Both, false, 200)]
    [InlineData(SignUnit.Both, true, 200)]
    [InlineData(SignUnit.Milliseconds, false, 200)]
    [InlineData(SignUnit.Milliseconds, true, 401)]
    [InlineData(SignUnit.Seconds, false, 401)]
    [InlineData(SignUnit.Seconds, true, 200)]
    public async Task The_signature_has_a_timestamp_in_the_unit_that_is_accepted(SignUnit unit, bool inSeconds, int status)
    {
        await using var world = await SandboxWorld.StartAsync();
        world.Sandbox.Variants = new SandboxVariants { SignUnit = unit };
        var grant = await world.GrantAsync();

        var answer = await world.LoginAsync(grant, sign: world.Sign(inSeconds: inSeconds));

        answer.Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_signature_is_lower_case_and_has_two_parts()
    {
        await using var world = await SandboxWorld.StartAsync();
        var grant = await world.GrantAsync();
        var sign = world.Sign();

        var upper = await world.LoginAsync(grant, sign: sign.ToUpperInvariant());
        var master = await world.LoginAsync(grant, sign: sign + ",master");

        upper.Status.ShouldBe(401);
        master.Status.ShouldBe(401);
    }

    [Theory]
    [InlineData("PracticeAppKeyOfNoRealGame0000000000Cafe", 400)]
    [InlineData("PracticeAppKeyOfNoRealGame0000000000Cafe,master", 401)]
    [InlineData("wrong", 401)]
    public async Task The_app_key_itself_will_do_instead_of_a_signature(string key, int status)
    {
        await using var world = await SandboxWorld.StartAsync();

        var answer = await world.SendAsync(HttpMethod.Get, "/1.1/users/me", null,
            ("X-LC-Id", SandboxRegion.Sandbox.ClientId), ("X-LC-Key", key), ("X-LC-Session", "nobodysSession"));

        answer.Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("kid")]
    [InlineData("key")]
    [InlineData("openid")]
    [InlineData("algorithm")]
    public async Task Auth_data_has_to_be_what_was_granted(string wrong)
    {
        await using var world = await SandboxWorld.StartAsync();
        var grant = await world.GrantAsync();

        var answer = await world.LoginAsync(wrong switch
        {
            "kid" => grant with { Kid = "1/other" },
            "key" => grant with { MacKey = "other" },
            "openid" => grant with { Player = grant.Player with { OpenId = "other" } },
            _ => grant with { Algorithm = "hmac-sha-256" },
        });

        answer.Member("error").ShouldBe("invalid authData");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"authData":{"taptap":"text"}}""")]
    [InlineData("""{"authData":{"taptap":{}},"authData":{"taptap":{}}}""")]
    public async Task A_body_of_another_shape_is_an_error_and_no_crash(string json)
    {
        await using var world = await SandboxWorld.StartAsync();

        var answer = await world.CloudAsync(HttpMethod.Post, "/1.1/users", json: json);

        answer.Status.ShouldBe(400);
    }
}
