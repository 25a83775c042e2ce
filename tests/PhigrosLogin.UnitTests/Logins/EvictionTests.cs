using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using PhigrosLogin.Server.Logins;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Tests.Logins;

/// <summary>Promise 30: what leaves memory when it is full, what never does, and that nothing confirmed is lost by it.</summary>
public sealed class EvictionTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task P30_A_login_that_a_caller_waits_for_is_not_evicted()
    {
        await using var world = await World.StartAsync(_clock, "--Limits:MaxLogins=2", "--Limits:LoginsPerMinute=0");
        var login = await world.OpenAsync();
        var waiting = login.ResultAsync("?wait=50");
        await world.UntilWatchedAsync(login, 1);

        for (var more = 0; more < 3; more++) await world.OpenAsync();
        await login.CancelAsync();

        using var ended = await waiting;
        (await ended.Content.ReadAsStringAsync()).ShouldContain("\"status\":\"cancelled\"");
    }

    [Fact]
    public async Task P30_A_scanned_login_is_not_evicted_and_its_confirmation_counts()
    {
        await using var world = await World.StartAsync(_clock, "--Limits:MaxLogins=1", "--Limits:LoginsPerMinute=0");
        var login = await world.OpenAsync(new { expiresInSeconds = 60 });
        var userCode = await login.LookAsync();
        await world.PassSecondsAsync(40);
        world.China.Codes.Scan(userCode);
        await world.PassSecondsAsync(21);
        (await login.StateAsync()).Text("status").ShouldBe("scanned");

        using var refused = await world.Http.PostAsJsonAsync("/api/v1/logins", new { });
        await refused.ShouldBeProblemAsync(503, "overloaded");
        world.China.Codes.Confirm(userCode);
        await world.PassSecondsAsync(11);

        (await login.StateAsync()).Text("status").ShouldBe("succeeded");
    }

    [Fact]
    public async Task P30_An_evicted_login_comes_back_from_the_store_with_its_whole_time()
    {
        await using var world = await World.StartAsync(_clock, "--Limits:MaxLogins=1", "--Limits:LoginsPerMinute=0");
        var evicted = await world.OpenAsync(new { requestedBy = "a bot" });
        await world.PassSecondsAsync(30);
        await world.OpenAsync();

        world.China.Codes.Confirm(await evicted.LookAsync());
        await world.PassToPollAsync();

        (await evicted.UntilAsync("succeeded")).Text("requestedBy").ShouldBe("a bot");
        (await evicted.ResultAsync()).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task P30_There_is_never_a_second_object_for_one_login()
    {
        await using var world = await World.StartAsync(_clock, "--Limits:MaxLogins=1", "--Limits:LoginsPerMinute=0");
        var flow = world.Gateway.Services.GetRequiredService<LoginFlow>();
        var first = await world.OpenAsync();
        var held = await flow.FindAsync(first.Id);
        await world.OpenAsync();

        var found = await flow.FindAsync(first.Id);

        found.ShouldBeSameAs(held);
    }

    [Fact]
    public async Task P30_What_is_evicted_is_not_kept_alive()
    {
        const int Most = 10;
        await using var world = await World.StartAsync(_clock, $"--Limits:MaxLogins={Most}", "--Limits:LoginsPerMinute=0");
        var logins = new List<WeakReference>();
        for (var number = 0; number < 10 * Most; number++) logins.Add(await OpenAsync(world));

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        // One more, because the last one may still be in a local variable of the gateway.
        logins.Count(login => login.IsAlive).ShouldBeInRange(1, Most + 1);
    }

    [Fact]
    public async Task P30_The_rows_of_evicted_logins_are_bounded()
    {
        const int Most = 10;
        await using var world = await World.StartAsync(_clock, $"--Limits:MaxLogins={Most}", "--Limits:LoginsPerMinute=0");
        var store = world.Gateway.Services.GetRequiredService<ILoginStore>();
        var ids = new List<string>();
        for (var number = 0; number < 5 * Most; number++) ids.Add((await world.OpenAsync()).Id);

        var rows = await Task.WhenAll(ids.Select(store.FindLoginAsync));

        rows.Count(row => row is not null).ShouldBe(2 * Most);
        rows[^(2 * Most)..].ShouldAllBe(row => row != null);
    }

    [Fact]
    public async Task A_wait_never_fails_because_of_a_change_beside_it()
    {
        var login = new Login(
            new LoginFacts("x", [], true, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, null, null),
            new LoginState { Region = "cn" }, long.MaxValue);
        using var stop = new CancellationTokenSource();

        var changing = Task.Run(async () =>
        {
            for (var change = 0; change < 200_000; change++)
                await login.ChangeAsync(state => state with { Version = state.Version + 1 }, state => Task.FromResult((true, state)));
            await stop.CancelAsync();
        }, TestContext.Current.CancellationToken);
        var waiting = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await login.WaitAsync(login.State.Version, TimeSpan.FromSeconds(10), TimeProvider.System, stop.Token);
        }, TestContext.Current.CancellationToken));

        await Task.WhenAll([changing, .. waiting]);
    }

    // Apart, so that no variable of the test keeps it alive.
    private static async Task<WeakReference> OpenAsync(World world)
    {
        var flow = world.Gateway.Services.GetRequiredService<LoginFlow>();
        return new WeakReference(await flow.FindAsync((await world.OpenAsync()).Id));
    }
}
