using System.Net;
using System.Text.Json;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Logins;

/// <summary>A login from its link to its result.</summary>
public class LoginTests
{
    [Fact]
    public async Task A_login_goes_from_pending_to_scanned_to_succeeded()
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();
        var userCode = await login.LookAsync();

        world.China.Codes.Scan(userCode);
        var scanned = login.UntilAsync("scanned");
        await world.PassIntervalAsync();
        (await scanned).GetProperty("qr").ValueKind.ShouldBe(JsonValueKind.Object);
        world.China.Codes.Confirm(userCode);
        var succeeded = login.UntilAsync("succeeded");
        await world.PassToPollAsync();
        var state = await succeeded;

        state.GetProperty("final").GetBoolean().ShouldBeTrue();
        state.GetProperty("qr").ValueKind.ShouldBe(JsonValueKind.Null);
        using var result = await login.ResultAsync();
        (await result.Content.ReadAsStringAsync()).ShouldMatch("""^\{"status":"succeeded","final":true,"message":"[^"]+","result":\{"sessionToken":"[0-9a-z]{25}","region":"cn","player":\{"objectId":"[0-9a-f]{24}","nickname":"[^"]+","shortId":"[^"]*"\},"profile":\{"openId":"[^"]+","unionId":"[^"]+","name":"[^"]+","avatar":"[^"]+"\}\}\}$""");
    }

    [Fact]
    public async Task A_code_that_was_seen_is_polled_to_its_own_end_though_nobody_is_connected()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var login = await world.OpenAsync();
        await login.LookAsync();

        for (var second = 0; second < 301; second++)
        {
            var before = world.China.CountOf(SandboxOperation.Token);
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            // A poll was due in this second exactly when the clock's timer fired: then its answer is waited for.
            if (second + 1 is 10 or 299 || (second + 1 > 10 && (second + 1) % 10 == 0 && second + 1 < 299))
            {
                await world.China.WhenCalledAsync(SandboxOperation.Token, before + 1);
                await world.SettledAsync();
            }
        }

        var polls = world.China.Calls.Where(call => call.Operation == SandboxOperation.Token).Select(call => call.When).ToArray();
        polls.Length.ShouldBe(30); // every 10 s up to 290, and once more just before the end
        (polls[^1] - polls[0]).ShouldBe(TimeSpan.FromSeconds(289));
    }

    [Fact]
    public async Task A_refused_login_is_denied()
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();
        world.China.Codes.Refuse(await login.LookAsync());

        var denied = login.UntilAsync("denied");
        await world.PassToPollAsync();
        await denied;

        using var result = await login.ResultAsync();
        var body = await result.JsonAsync();
        body.Text("status").ShouldBe("denied");
        body.TryGetProperty("result", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_login_that_nobody_scans_expires_with_its_reason()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var login = await world.OpenAsync(new { expiresInSeconds = 60 });

        world.Clock.Advance(TimeSpan.FromSeconds(60));
        var state = await login.UntilAsync("expired");

        state.Text("reason").ShouldBe("timed_out");
        world.China.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_player_who_never_played_fails_where_the_region_is_fixed()
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync(new { region = "cn" });
        world.China.Codes.Script(await login.LookAsync(), SandboxScript.NeverPlayed, TimeSpan.Zero);

        var failed = login.UntilAsync("failed");
        await world.PassToPollAsync();

        (await failed).Text("reason").ShouldBe("no_player_account");
    }

    [Fact]
    public async Task A_player_who_never_played_here_is_offered_the_other_region_where_it_is_open()
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();
        world.China.Codes.Script(await login.LookAsync(), SandboxScript.NeverPlayed, TimeSpan.Zero);
        var noticed = NoticeAsync(login);
        await world.PassToPollAsync();
        var state = await noticed;
        state.Text("status").ShouldBe("pending");
        state.GetProperty("qrNumber").GetInt32().ShouldBe(2);

        using var moved = await login.MoveAsync("global");
        moved.StatusCode.ShouldBe(HttpStatusCode.OK);
        world.International.Codes.Confirm(await login.LookAsync());
        var succeeded = login.UntilAsync("succeeded");
        await world.PassToPollAsync();
        await succeeded;

        using var result = await login.ResultAsync();
        (await result.JsonAsync()).GetProperty("result").Text("region").ShouldBe("global");
    }

    [Fact]
    public async Task A_code_shown_before_the_region_changed_still_wins()
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();
        var china = await login.LookAsync();
        using var moved = await login.MoveAsync("global");
        await login.LookAsync();

        world.China.Codes.Confirm(china);
        var succeeded = login.UntilAsync("succeeded");
        await world.PassToPollAsync();

        (await succeeded).Text("region").ShouldBe("cn");
    }

    [Fact]
    public async Task The_region_changes_at_most_five_times_and_only_where_the_caller_named_none()
    {
        await using var world = await World.StartAsync();
        var open = await world.OpenAsync();
        var named = await world.OpenAsync(new { region = "cn" });

        for (var change = 0; change < 5; change++)
        {
            using var moved = await open.MoveAsync(change % 2 == 0 ? "global" : "cn");
            moved.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        using var sixth = await open.MoveAsync("cn");
        using var locked = await named.MoveAsync("global");
        using var unknown = await open.MoveAsync("moon");

        await sixth.ShouldBeProblemAsync(409, "region_locked");
        await locked.ShouldBeProblemAsync(409, "region_locked");
        await unknown.ShouldBeProblemAsync(400, "invalid_request");
    }

    [Fact]
    public async Task Whoever_has_the_link_can_cancel_and_TapTap_is_not_asked_any_more()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var login = await world.OpenAsync();
        await login.LookAsync();

        using var cancelled = await login.CancelAsync();
        using var again = await login.CancelAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(300));

        (await cancelled.JsonAsync()).Text("status").ShouldBe("cancelled");
        await again.ShouldBeProblemAsync(409, "too_late_to_cancel");
        world.China.CountOf(SandboxOperation.Token).ShouldBe(0);
    }

    [Fact]
    public async Task A_code_is_renewed_only_when_somebody_asks_again_after_its_end()
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync(new { expiresInSeconds = 1800 });
        var first = await login.LookAsync();
        world.China.Codes.Expire(first);
        var over = NextAttemptAsync(login);
        await world.PassToPollAsync();
        (await over).GetProperty("qr").ValueKind.ShouldBe(JsonValueKind.Null);
        world.China.CountOf(SandboxOperation.DeviceCode).ShouldBe(1);

        var second = await login.LookAsync();

        second.ShouldNotBe(first);
        world.China.CountOf(SandboxOperation.DeviceCode).ShouldBe(2);
        (await login.StateAsync()).Text("status").ShouldBe("pending");
    }

    [Theory]
    [InlineData("wait=0")]
    [InlineData("wait=51")]
    [InlineData("wait=x")]
    [InlineData("after=-1")]
    [InlineData("ensureQr=maybe")]
    [InlineData("lang=fr")]
    public async Task A_question_that_makes_no_sense_is_named(string query)
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();

        using var response = await world.Http.GetAsync($"{login.Path}?{query}");

        await response.ShouldBeProblemAsync(400, "invalid_request");
        (await response.Content.ReadAsStringAsync()).ShouldContain(query.Split('=')[0]);
    }

    [Fact]
    public async Task A_long_poll_ends_after_its_time_without_a_change()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var login = await world.OpenAsync();
        var sleeping = world.Clock.Waiting;

        var polled = login.StateAsync("?wait=25&after=1");
        await world.Clock.UntilWaitingAsync(sleeping + 1);
        polled.IsCompleted.ShouldBeFalse();
        world.Clock.Advance(TimeSpan.FromSeconds(25));

        (await polled).GetProperty("version").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task A_restart_in_mid_login_loses_nothing()
    {
        using var folder = new TempFolder();
        await using var world = await World.StartAsync($"--Store={folder.Path}/logins.db");
        var login = await world.OpenAsync();
        var userCode = await login.LookAsync();

        await world.RestartGatewayAsync();
        world.China.Codes.Confirm(userCode);
        var succeeded = login.UntilAsync("succeeded");
        await world.PassToPollAsync();
        await succeeded;
        using var result = await login.ResultAsync();
        var before = await result.Content.ReadAsStringAsync();
        await world.RestartGatewayAsync();
        using var again = await login.ResultAsync();

        (await again.Content.ReadAsStringAsync()).ShouldBe(before);
    }

    private static async Task<JsonElement> NoticeAsync(OpenLogin login)
    {
        var state = await login.StateAsync();
        while (state.GetProperty("notice").ValueKind == JsonValueKind.Null) state = await login.StateAsync($"?wait=50&after={state.GetProperty("version").GetInt64()}");
        state.Text("notice").ShouldBe("no_player_account");
        return state;
    }

    private static async Task<JsonElement> NextAttemptAsync(OpenLogin login)
    {
        var state = await login.StateAsync();
        while (state.GetProperty("qrNumber").GetInt32() == 1) state = await login.StateAsync($"?wait=50&after={state.GetProperty("version").GetInt64()}");
        return state;
    }
}
