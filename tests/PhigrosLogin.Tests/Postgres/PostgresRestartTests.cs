using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Postgres;

/// <summary>PostgreSQL itself goes away in mid-login and comes back.</summary>
public sealed class PostgresRestartTests
{
    [Fact]
    public async Task P39_A_crash_of_PostgreSQL_in_mid_login_loses_nothing_committed()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var world = await TwoInstances.StartAsync(server);
        var shown = await world.A.OpenAsync();
        var userCode = await shown.LookAsync();
        var unread = await SucceedAsync(world);
        var code = await world.NewCodeAsync(world.A);

        await server.CrashAsync();
        await server.ContinueAsync();
        world.Sandbox.Codes.Confirm(userCode);
        world.Sandbox.Codes.Confirm(code.UserCode);

        await world.AtB(shown).UntilAsync("succeeded");
        using var result = await world.AtB(unread).ResultAsync();
        ((int)result.StatusCode).ShouldBe(200);
        var (here, there) = (await UntilGrantedAsync(world.A, code), await UntilGrantedAsync(world.B, code));
        here.ShouldBe(there);
    }

    [Fact]
    public async Task A_grant_that_comes_while_PostgreSQL_is_away_waits_for_it()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var world = await TwoInstances.StartAsync(server);
        var login = await world.A.OpenAsync();
        var userCode = await login.LookAsync();
        var held = world.Relay.Hold(TapTapRelay.Token, "mac_key");
        world.Sandbox.Codes.Confirm(userCode);
        await held.Given;

        await server.CrashAsync();
        held.Release();
        await server.ContinueAsync();

        (await world.AtB(login).UntilAsync("succeeded")).Text("status").ShouldBe("succeeded");
        world.PollsOf(userCode).Count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task While_PostgreSQL_is_away_a_caller_is_told_to_come_back()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var world = await TwoInstances.StartAsync(server);
        var login = await world.A.OpenAsync();

        await server.CrashAsync();
        using var answer = await login.Http.GetAsync(login.Path);

        await answer.ShouldBeProblemAsync(503, "store_unavailable");
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(2));
        await server.ContinueAsync();
        await world.AtB(login).UntilAsync("pending");
    }

    [Fact]
    public async Task P40_While_PostgreSQL_is_away_a_gateway_is_degraded_and_neither_dead_nor_asking()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var world = await TwoInstances.StartAsync(server);
        (await HealthAsync(world.A)).ShouldBe("alive ready");

        await server.CrashAsync();
        while (await HealthAsync(world.A) != "alive degraded")
        {
            // until the gateway has noticed
        }
        await server.ContinueAsync();

        while (await HealthAsync(world.A) != "alive ready")
        {
            // until it has a connection again
        }
    }

    private static async Task<string> HealthAsync(TestGateway gateway) =>
        $"{await gateway.Http.GetStringAsync("/health/live")} {await gateway.Http.GetStringAsync("/health/ready")}";

    private static async Task<OpenLogin> SucceedAsync(TwoInstances world)
    {
        var login = await world.A.OpenAsync();
        world.Sandbox.Codes.Confirm(await login.LookAsync());
        await login.UntilAsync("succeeded");
        return login;
    }

    private static async Task<string> UntilGrantedAsync(TestGateway gateway, SimulatedCode code)
    {
        while (true)
        {
            var answer = await gateway.PostAsync("CheckQRCode", code.Body);
            if (answer.Status == 200 && answer.Body.Contains("macKey", StringComparison.Ordinal)) return answer.Body;
            if (answer.Status != 503) answer.Body.ShouldContain("LoginProcessNotDone");
        }
    }
}
