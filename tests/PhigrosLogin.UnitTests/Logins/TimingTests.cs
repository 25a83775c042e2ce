using System.Globalization;
using System.Net;
using System.Text.Json;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Logins;

/// <summary>When TapTap is asked, and when a login is over.</summary>
public class TimingTests
{
    [Fact]
    public async Task A_code_is_polled_every_interval_while_somebody_is_connected_and_once_just_before_its_end()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var login = await world.OpenAsync(new { expiresInSeconds = 1800 });
        await login.LookAsync();
        var issued = world.Clock.GetUtcNow();

        await using var watching = await EventReader.OpenAsync(login);
        await watching.NextAsync();
        await world.PassSecondsAsync(301);

        var polls = PollsAfter(world, issued);
        polls[..98].ShouldBe(Enumerable.Range(1, 98).Select(number => 3.0 * number));
        polls[98..].ShouldBe([299.0]);
    }

    [Fact]
    public async Task The_pace_follows_those_who_come_and_go()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var login = await world.OpenAsync();
        await login.LookAsync();
        var issued = world.Clock.GetUtcNow();

        await world.PassSecondsAsync(11);
        var watching = await EventReader.OpenAsync(login);
        await watching.NextAsync();
        await world.PassSecondsAsync(9);
        await watching.DisposeAsync();
        await world.Clock.UntilWakingInAsync(TimeSpan.FromSeconds(9)); // 10 s after the last poll, once nobody is there
        await world.PassSecondsAsync(20);

        PollsAfter(world, issued).ShouldBe([10, 13, 16, 19, 29, 39]);
    }

    [Fact]
    public async Task A_scan_at_the_last_moment_counts_and_has_the_rest_of_its_code_but_at_most_60_seconds()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var login = await world.OpenAsync(new { expiresInSeconds = 60 });
        var userCode = await login.LookAsync();
        await world.PassSecondsAsync(59);
        world.China.Codes.Scan(userCode);

        await world.PassSecondsAsync(4);
        (await login.StateAsync()).Text("status").ShouldBe("scanned");
        await world.PassSecondsAsync(56);
        (await login.StateAsync()).Text("status").ShouldBe("scanned");
        await world.PassSecondsAsync(4);

        var over = await login.StateAsync();
        over.Text("status").ShouldBe("expired");
        over.Text("reason").ShouldBe("timed_out");
    }

    [Fact]
    public async Task A_scan_after_the_last_moment_does_not_count_once_the_login_is_over()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var login = await world.OpenAsync(new { expiresInSeconds = 60 });
        var userCode = await login.LookAsync();

        await world.PassSecondsAsync(64);
        world.China.Codes.Confirm(userCode);
        await world.PassSecondsAsync(60);

        (await login.StateAsync()).Text("status").ShouldBe("expired");
        world.China.CountOf(SandboxOperation.Users).ShouldBe(0);
    }

    [Fact]
    public async Task A_login_that_somebody_confirmed_in_its_last_second_succeeds()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var login = await world.OpenAsync(new { expiresInSeconds = 60 });
        var userCode = await login.LookAsync();
        await world.PassSecondsAsync(59);

        world.China.Codes.Confirm(userCode);
        await world.PassSecondsAsync(4);

        await login.UntilAsync("succeeded");
    }

    [Theory]
    [InlineData(-1, "pending")]
    [InlineData(0, "expired")]
    [InlineData(1, "expired")]
    public async Task A_login_without_a_code_is_over_at_its_end_also_across_a_restart(int second, string state)
    {
        using var folder = new TempFolder();
        await using var world = await World.StartAsync(new ManualClock(), $"--Store={folder.Path}/logins.db");
        var login = await world.OpenAsync(new { expiresInSeconds = 60 });

        await world.RestartGatewayAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(60 + second));
        await world.SettledAsync();

        (await login.StateAsync()).Text("status").ShouldBe(state);
    }

    [Fact]
    public async Task A_login_that_ended_while_nobody_was_running_is_over_at_the_next_start()
    {
        using var folder = new TempFolder();
        await using var world = await World.StartAsync(new ManualClock(), $"--Store={folder.Path}/logins.db");
        var login = await world.OpenAsync(new { expiresInSeconds = 60 });
        await world.StopGatewayAsync();

        world.Clock.Advance(TimeSpan.FromSeconds(90));
        await world.StartAgainAsync();
        await world.SettledAsync();

        (await login.StateAsync()).Text("reason").ShouldBe("timed_out");
    }

    [Fact]
    public async Task A_login_that_ends_while_TapTap_is_down_and_never_gave_a_code_says_so()
    {
        await using var silent = FaultyUpstream.FaultyServer.Start(FaultyUpstream.Faults.Answer(503, "busy", "text/plain"));
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), silent.Url);
        var login = await gateway.OpenAsync(new { expiresInSeconds = 60 });
        gateway.Clock.Advance(TimeSpan.FromSeconds(40));
        for (var look = 0; look < 9; look++) await login.StateAsync("?ensureQr=true");

        gateway.Clock.Advance(TimeSpan.FromSeconds(20));
        await gateway.SettledAsync();

        var state = await login.StateAsync();
        state.Text("upstreamStatus").ShouldBe("down");
        state.Text("status").ShouldBe("expired");
        state.Text("reason").ShouldBe("upstream_unavailable");
    }

    [Fact]
    public async Task A_wall_clock_that_jumps_changes_nothing()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var login = await world.OpenAsync();
        await login.LookAsync();

        foreach (var jump in (int[])[1, -2, 1])
        {
            world.Clock.JumpWall(TimeSpan.FromHours(jump));
            await world.PassSecondsAsync(10);
        }

        (await login.StateAsync()).Text("status").ShouldBe("pending");
        world.Polls.ShouldBe(3);
    }

    [Fact]
    public async Task Version_and_attempt_tell_what_happened()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var login = await world.OpenAsync();
        var seen = new List<string> { await TellAsync() };

        var first = await login.LookAsync();
        seen.Add(await TellAsync());
        using var moved = await login.MoveAsync("global");
        seen.Add(await TellAsync());
        var second = await login.LookAsync();
        seen.Add(await TellAsync());
        world.International.Codes.Scan(second);
        await world.PassSecondsAsync(10);
        seen.Add(await TellAsync());
        world.China.Codes.Confirm(first);
        await world.PassSecondsAsync(10);
        seen.Add(await TellAsync());

        seen.ShouldBe([
            "1 cn pending attempt 1 no code",
            "2 cn pending attempt 1 code",
            "3 global pending attempt 2 no code",
            "4 global pending attempt 2 code",
            "5 global scanned attempt 2 code",
            "7 cn succeeded attempt 2 no code", // completing was 6
        ]);

        async Task<string> TellAsync()
        {
            var state = await login.StateAsync();
            var code = state.GetProperty("qr").ValueKind == JsonValueKind.Null ? "no code" : "code";
            return string.Create(CultureInfo.InvariantCulture, $"{state.GetProperty("version").GetInt64()} {state.Text("region")} {state.Text("status")} attempt {state.GetProperty("qrNumber").GetInt32()} {code}");
        }
    }

    [Fact]
    public async Task Region_and_end_are_decided_while_it_is_pending_or_scanned_and_not_later()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var login = await world.OpenAsync();
        var userCode = await login.LookAsync();
        world.China.Codes.Scan(userCode);
        await world.PassToPollAsync();

        using var movedWhileScanned = await login.MoveAsync("global");
        using var cancelledWhileScanned = await login.CancelAsync();
        using var movedAfterwards = await login.MoveAsync("global");
        world.China.Codes.Confirm(userCode);
        await world.PassSecondsAsync(20);

        await movedWhileScanned.ShouldBeProblemAsync(409, "region_locked");
        cancelledWhileScanned.StatusCode.ShouldBe(HttpStatusCode.OK);
        await movedAfterwards.ShouldBeProblemAsync(409, "region_locked");
        (await login.StateAsync()).Text("status").ShouldBe("cancelled");
        world.China.CountOf(SandboxOperation.Users).ShouldBe(0);
    }

    [Fact]
    public async Task A_login_that_has_succeeded_cannot_be_cancelled()
    {
        await using var world = await World.StartAsync();
        var login = await world.SucceedAsync();

        using var cancelled = await login.CancelAsync();

        await cancelled.ShouldBeProblemAsync(409, "too_late_to_cancel");
    }

    [Fact]
    public async Task A_code_shown_before_the_region_changed_wins_after_a_restart_too()
    {
        using var folder = new TempFolder();
        await using var world = await World.StartAsync(new ManualClock(), $"--Store={folder.Path}/logins.db");
        var login = await world.OpenAsync();
        var china = await login.LookAsync();
        using var moved = await login.MoveAsync("global");
        await login.LookAsync();

        await world.RestartGatewayAsync();
        world.China.Codes.Confirm(china);
        await world.PassSecondsAsync(10);

        (await login.UntilAsync("succeeded")).Text("region").ShouldBe("cn");
    }

    [Fact]
    public async Task An_earlier_code_still_wins_after_a_later_one_was_sent_back()
    {
        using var folder = new TempFolder();
        await using var world = await World.StartAsync(new ManualClock(), $"--Store={folder.Path}/logins.db");
        var login = await world.OpenAsync();
        var china = await login.LookAsync();
        using var moved = await login.MoveAsync("global");
        world.International.Codes.Script(await login.LookAsync(), SandboxScript.NeverPlayed, TimeSpan.Zero);
        await world.PassSecondsAsync(10);
        (await login.StateAsync()).Text("notice").ShouldBe("no_player_account");

        world.China.Codes.Confirm(china);
        await world.PassSecondsAsync(10);

        (await login.UntilAsync("succeeded")).Text("region").ShouldBe("cn");
    }

    private static double[] PollsAfter(World world, DateTimeOffset start) =>
        [.. world.China.Calls.Where(call => call.Operation == SandboxOperation.Token).Select(call => (call.When - start).TotalSeconds)];
}
