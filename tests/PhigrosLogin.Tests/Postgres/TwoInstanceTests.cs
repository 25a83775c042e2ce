using System.Diagnostics;
using Npgsql;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Postgres;

/// <summary>A login is one login, whichever instance it is asked for at.</summary>
public sealed class TwoInstanceTests
{
    // The sandbox announces 1 s. Two clocks take part in measuring it, each to the millisecond.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(998);

    [Fact]
    public async Task P39_P1_TapTap_is_asked_once_at_a_time_and_no_sooner_than_the_interval_however_many_watch_on_both()
    {
        await using var world = await TwoInstances.StartAsync();
        var login = await world.A.OpenAsync();
        var userCode = await login.LookAsync();
        var callers = Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? login : world.AtB(login)).UntilAsync("cancelled")).ToList();

        await world.UntilPollAsync(4);
        await world.AtB(login).CancelAsync();
        await Task.WhenAll(callers);

        ShouldKeepThePace(world, userCode);
    }

    [Fact]
    public async Task P39_P1_The_LoginQrCode_API_keeps_one_pace_on_both()
    {
        await using var world = await TwoInstances.StartAsync();
        var code = await world.NewCodeAsync(world.A);
        var enough = world.UntilPollAsync(4);

        while (!enough.IsCompleted)
            foreach (var answer in await Task.WhenAll(world.A.PostAsync("CheckQRCode", code.Body), world.B.PostAsync("CheckQRCode", code.Body)))
                answer.Body.ShouldContain("LoginProcessNotDone");

        ShouldKeepThePace(world, code.UserCode);
    }

    [Fact]
    public async Task A_caller_who_comes_to_the_other_instance_in_mid_poll_hears_how_it_ends()
    {
        await using var world = await TwoInstances.StartAsync();
        var code = await world.NewCodeAsync(world.A);
        world.Sandbox.Codes.Confirm(code.UserCode);
        var held = world.Relay.Hold(TapTapRelay.Token, "mac_key");
        var first = UntilDecidedAsync(world.A, code);
        await held.Given;

        var second = UntilDecidedAsync(world.B, code);
        held.Release();

        (await first).Status.ShouldBe(200);
        (await second).Body.ShouldBe((await first).Body);
        world.PollsOf(code.UserCode).Count.ShouldBe(1);
    }

    [Fact]
    public async Task P39_A_reader_on_the_other_instance_hears_of_a_change_within_a_second()
    {
        await using var world = await TwoInstances.StartAsync();
        var login = await world.A.OpenAsync();
        await using var events = await EventReader.OpenAsync(world.AtB(login));
        (await events.NextAsync())!.State.ShouldBe("pending");

        var start = Stopwatch.GetTimestamp();
        await login.CancelAsync();
        var next = await events.NextAsync();

        next!.State.ShouldBe("cancelled");
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task P39_Who_hears_nothing_learns_of_it_from_the_sweep()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var world = await TwoInstances.StartAsync(server);
        var login = await world.A.OpenAsync();
        await using var events = await EventReader.OpenAsync(world.AtB(login));
        await events.NextAsync();
        using var enough = new CancellationTokenSource();
        var cutting = CutListenersAsync(server, enough.Token);

        var start = Stopwatch.GetTimestamp();
        await login.CancelAsync();
        var next = await events.NextAsync();
        await enough.CancelAsync();
        await cutting;

        next!.State.ShouldBe("cancelled");
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task A_login_opened_and_shown_here_is_confirmed_read_and_acknowledged_there()
    {
        await using var world = await TwoInstances.StartAsync();
        var login = await world.A.OpenAsync();
        world.Sandbox.Codes.Confirm(await login.LookAsync());

        await world.AtB(login).UntilAsync("succeeded");
        using var there = await world.AtB(login).ResultAsync();
        using var here = await login.ResultAsync();
        using var acknowledged = await world.AtB(login).AcknowledgeAsync();
        using var gone = await login.ResultAsync();

        (await here.Content.ReadAsStringAsync()).ShouldBe(await there.Content.ReadAsStringAsync());
        ((int)acknowledged.StatusCode).ShouldBe(204);
        await gone.ShouldBeProblemAsync(410, "already_acknowledged");
        world.Sandbox.CountOf(SandboxOperation.Users).ShouldBe(1);
    }

    [Fact]
    public async Task A_region_chosen_there_is_the_region_here()
    {
        await using var world = await TwoInstances.StartAsync();
        var login = await world.A.OpenAsync();

        using var moved = await world.AtB(login).MoveAsync("global");

        ((int)moved.StatusCode).ShouldBe(200);
        (await login.StateAsync()).Text("region").ShouldBe("global");
    }

    [Fact]
    public async Task P39_A_cancel_there_beats_a_grant_that_is_on_its_way_here_or_loses_to_it_but_never_both()
    {
        await using var world = await TwoInstances.StartAsync();
        for (var round = 0; round < 5; round++)
        {
            var login = await world.A.OpenAsync();
            var userCode = await login.LookAsync();
            await using var watching = await EventReader.OpenAsync(login);
            var held = world.Relay.Hold(TapTapRelay.Token, "mac_key");
            world.Sandbox.Codes.Confirm(userCode);
            await held.Given;

            var cancelling = world.AtB(login).CancelAsync();
            held.Release();
            using var cancelled = await cancelling;
            var end = cancelled.IsSuccessStatusCode ? "cancelled" : "succeeded";

            (await login.UntilAsync(end)).GetProperty("version").GetInt64().ShouldBe((await world.AtB(login).UntilAsync(end)).GetProperty("version").GetInt64());
        }
    }

    [Fact]
    public async Task Two_who_look_at_both_at_once_see_the_same_code()
    {
        await using var world = await TwoInstances.StartAsync();
        var login = await world.A.OpenAsync();

        var seen = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? login : world.AtB(login)).LookAsync()));

        seen.Distinct().Count().ShouldBe(1);
    }

    private static void ShouldKeepThePace(TwoInstances world, string userCode)
    {
        var polls = world.PollsOf(userCode);
        polls.Count.ShouldBeGreaterThanOrEqualTo(4);
        polls.Zip(polls.Skip(1), (one, next) => next - one).ShouldAllBe(gap => gap >= Interval);
        world.Relay.MostInFlight.ShouldBe(1);
    }

    private static async Task<RawAnswer> UntilDecidedAsync(TestGateway gateway, SimulatedCode code)
    {
        while (true)
        {
            var answer = await gateway.PostAsync("CheckQRCode", code.Body);
            if (!answer.Body.Contains("LoginProcessNotDone", StringComparison.Ordinal)) return answer;
        }
    }

    // Cuts them again as soon as they are back.
    private static async Task CutListenersAsync(PostgresServer server, CancellationToken enough)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(CancellationToken.None);
        while (!enough.IsCancellationRequested)
        {
            await using var cut = new NpgsqlCommand("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'PhigrosLogin listener'", connection);
            await cut.ExecuteScalarAsync(CancellationToken.None);
        }
    }
}
