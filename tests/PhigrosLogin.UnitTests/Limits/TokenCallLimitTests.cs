using Microsoft.Extensions.DependencyInjection;
using PhigrosLogin.Server.Logins;

namespace PhigrosLogin.Tests.Limits;

/// <summary>Guarantee 25: calls with tokens of elsewhere are limited, and the end of a login that a player confirmed is not.</summary>
public class TokenCallLimitTests
{
    private const string Default = "--Limits:TokenCallsPerMinute=";
    private static readonly string[] Routes = ["/api/LoginQrCode/GetTapTapProfile", "/api/LoginQrCode/GetPhigrosToken", "/LoginQrCode/GetPhigrosToken"];

    [Fact]
    public async Task An_address_may_bring_30_tokens_of_elsewhere_a_minute_to_all_routes_together()
    {
        await using var world = await World.StartAsync(new ManualClock(), Default);

        var statuses = new List<int>();
        for (var call = 0; call < 30; call++) statuses.Add((await CallAsync(world, Routes[call % 3], $"kid{call}")).Status);
        var refused = await CallAsync(world, Routes[0], "kid");
        var elsewhere = await CallAsync(world, Routes[1], "kid", "X-Forwarded-For: 192.0.2.7\r\n");
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        var later = await CallAsync(world, Routes[1], "kid");

        statuses.ShouldAllBe(status => status == 500);
        Shape.Of(Routes[0]).ShouldFit(refused, 429, "rate_limited");
        refused.Headers["Retry-After"].ShouldBe("2");
        elsewhere.Status.ShouldBe(500);
        later.Status.ShouldBe(500);
    }

    [Fact]
    public async Task A_token_that_CheckQRCode_returned_is_not_limited_for_10_minutes_also_after_a_restart()
    {
        using var folder = new TempFolder();
        await using var world = await World.StartAsync(
            new ManualClock(), "--Limits:TokenCallsPerMinute=1", $"--Store={folder.Path}/logins.db");
        var code = await world.NewCodeAsync();
        world.China.Codes.Confirm(code.UserCode);
        await world.PassIntervalAsync();
        var before = await world.PostAsync("CheckQRCode", code.Body);
        await world.RestartGatewayAsync();
        var granted = await world.PostAsync("CheckQRCode", code.Body);

        var first = new List<int>();
        while (first.Count < 20) first.Add((await world.PostAsync("GetTapTapProfile", granted.Body)).Status);
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        var afterwards = new List<int>();
        while (afterwards.Count < 2) afterwards.Add((await world.PostAsync("GetTapTapProfile", granted.Body)).Status);

        granted.Body.ShouldBe(before.Body);
        first.ShouldAllBe(status => status == 200);
        afterwards.ShouldBe([200, 429]);
    }

    [Fact]
    public async Task Sixty_logins_from_one_address_get_sixty_tokens_in_a_minute()
    {
        await using var world = await World.StartAsync("--Limits:LoginsPerMinute=60", Default, "--Upstream:CallsPerSecond=0");
        var tokens = new HashSet<string>();

        for (var login = 0; login < 60; login++)
        {
            var check = await world.FinishedCheckAsync(world.China);
            (await world.PostAsync("GetTapTapProfile", check)).Status.ShouldBe(200);
            var token = await world.PostAsync("GetPhigrosToken", check);
            token.Status.ShouldBe(200, token.Body);
            tokens.Add(token.Body);
        }

        tokens.ShouldAllBe(token => token.Length == 25);
    }

    [Fact]
    public async Task Zero_is_no_limit()
    {
        await using var world = await World.StartAsync("--Limits:TokenCallsPerMinute=0");

        for (var call = 0; call < 40; call++) (await CallAsync(world, Routes[0], "kid")).Status.ShouldBe(500);
    }

    [Fact]
    public async Task Granted_tokens_are_kept_up_to_Limits_MaxLogins_and_for_10_minutes()
    {
        await using var world = await World.StartAsync(new ManualClock(), "--Limits:MaxLogins=3");
        var granted = world.Gateway.Services.GetRequiredService<GrantedTokens>();

        foreach (var kid in (string[])["a", "b", "c", "a", "d"]) granted.Add(new Secret(kid));
        var full = Known("a", "b", "c", "d");
        world.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        var last = Known("b", "c", "d");
        world.Clock.Advance(TimeSpan.FromTicks(1));
        var over = Known("b", "c", "d");
        granted.Add(new Secret("e"));

        full.ShouldBe([false, true, true, true]);
        last.ShouldBe([true, true, true]);
        over.ShouldBe([false, false, false]);
        granted.Count.ShouldBe(1);

        bool[] Known(params string[] kids) => [.. kids.Select(kid => granted.Contains(new Secret(kid)))];
    }

    private static Task<RawAnswer> CallAsync(World world, string path, string kid, string more = "") =>
        world.AskAsync("POST", path, $$$"""{"data":{"kid":"{{{kid}}}","macKey":"b"}}""", more: more);
}
