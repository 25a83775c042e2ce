using System.Text.Json;
using PhigrosLogin.Tests.Cli;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.PlayerLogins;

/// <summary>
/// Library, gateway and tool call every end of a login the same. Each plays each row against an upstream of its own, on the
/// real clock where waiting is a matter of seconds.
/// </summary>
public class OutcomeTests
{
    public static TheoryData<string> Rows => [.. OutcomeRow.All.Keys];

    // Of a code that ended the gateway shows another, and its shortest login takes a minute.
    public static TheoryData<string> ShortRows => [.. OutcomeRow.All.Where(row => !row.Value.EndsWithTime).Select(row => row.Key)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Library_gateway_and_tool_agree(string name)
    {
        var row = OutcomeRow.All[name];

        var library = LibraryAsync(row);
        var gateway = GatewayAsync(row);
        var tool = ToolAsync(row);

        (await library).ShouldBe(row.Library);
        (await gateway).ShouldBe(row.Gateway);
        var end = await tool;
        end.Status.ShouldBe(row.ExitCode, end.Words);
        end.Output.ShouldBe(row.ExitCode == 0 ? "f5knk52e8oa1b2c3d4e5fs7zx\n" : "", end.Words);
        ShouldHoldNothingOfTapTaps(end);
    }

    [Theory]
    [MemberData(nameof(ShortRows))]
    public async Task Through_the_gateway_the_tool_ends_the_same(string name)
    {
        var row = OutcomeRow.All[name];
        await using var upstream = row.Play();
        await using var gateway = await TestGateway.StartInRealTimeAsync(upstream.Url, "--Polling:MinimumInterval=50ms");

        var end = await ToolProcess.RunAsync(ToolProcess.PointAt(upstream.Url), "", "login", "--region", "cn", "--gateway", $"{gateway.Url}");

        end.Status.ShouldBe(row.ExitCode, end.Words);
        end.Output.ShouldBe(row.ExitCode == 0 ? "f5knk52e8oa1b2c3d4e5fs7zx\n" : "", end.Words);
        ShouldHoldNothingOfTapTaps(end);
    }

    private static async Task<string> LibraryAsync(OutcomeRow row)
    {
        await using var upstream = row.Play();
        using var login = await PlayerLogin.StartAsync(TestRegion.At(upstream.Url), new PlayerLoginOptions { MinimumInterval = TimeSpan.FromMilliseconds(50) });
        try
        {
            return (await login.WaitAsync()).GetType().Name;
        }
        catch (UpstreamException trouble)
        {
            return trouble.Trouble.ToString();
        }
    }

    private static async Task<string> GatewayAsync(OutcomeRow row)
    {
        await using var upstream = row.Play();
        await using var gateway = row.EndsWithTime
            ? await TestGateway.StartAsync(new ManualClock(), upstream.Url)
            : await TestGateway.StartInRealTimeAsync(upstream.Url, "--Polling:MinimumInterval=50ms");
        var login = await gateway.OpenAsync(new { region = "cn" });
        await login.LookAsync();

        var state = row.EndsWithTime ? await AfterAllItsTimeAsync(gateway, login) : await WhenFinalAsync(login);
        return $"{state.Text("status")} {state.GetProperty("reason").GetString()}".TrimEnd();
    }

    private static async Task<JsonElement> WhenFinalAsync(OpenLogin login)
    {
        var state = await login.StateAsync();
        while (!state.GetProperty("final").GetBoolean()) state = await login.StateAsync($"?wait=50&after={state.GetProperty("version").GetInt64()}");
        return state;
    }

    private static async Task<JsonElement> AfterAllItsTimeAsync(TestGateway gateway, OpenLogin login)
    {
        for (var second = 0; second < 5; second++)
        {
            gateway.Clock.Advance(TimeSpan.FromSeconds(1));
            await gateway.SettledAsync();
        }
        gateway.Clock.Advance(TimeSpan.FromMinutes(10));
        await gateway.SettledAsync();
        return await login.StateAsync();
    }

    private static async Task<ToolEnd> ToolAsync(OutcomeRow row)
    {
        await using var upstream = row.Play();
        return await ToolProcess.RunAsync(ToolProcess.PointAt(upstream.Url), "", "login");
    }

    private static void ShouldHoldNothingOfTapTaps(ToolEnd end)
    {
        foreach (var secret in new[] { ScriptedUpstream.Kid, ScriptedUpstream.MacKey, Upstreams.WireBody.Code })
        {
            end.Output.ShouldNotContain(secret);
            end.Words.ShouldNotContain(secret);
        }
        end.Words.ShouldNotContain("f5knk52e8oa1b2c3d4e5fs7zx");
    }
}
