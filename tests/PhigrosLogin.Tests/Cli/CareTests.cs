using System.Text.Json;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Cli;

/// <summary>phigros-login inspect and rotate as a built program.</summary>
public sealed class CareTests : IDisposable
{
    private const string NobodysToken = "aaaaabbbbbcccccdddddeeeee";

    private readonly TempFolder _folder = new();

    public static TheoryData<string> Ways => ["direct", "gateway"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_good_token_is_told_of_and_a_new_one_takes_its_place(string way)
    {
        await using var world = await ToolWorld.StartAsync();
        var token = await world.TokenAsync();

        var inspected = await ToolProcess.RunAsync(world.Environment, token + "\n", ["inspect", "--region", "cn", .. world.Way(way)]);
        var rotated = await ToolProcess.RunAsync(world.Environment, token, ["rotate", "--region", "cn", .. world.Way(way)]);
        var dead = await ToolProcess.RunAsync(world.Environment, token, ["inspect", "--region", "cn", .. world.Way(way)]);

        inspected.Status.ShouldBe(0, inspected.Words);
        inspected.Output.ShouldStartWith("valid: true\nregion: cn\nnickname: static-void2\n");
        inspected.Output.ShouldContain("\nrks: ");
        rotated.Status.ShouldBe(0, rotated.Words);
        rotated.Output.ShouldMatch("^[0-9a-z]{25}\n$");
        rotated.Output.Trim().ShouldNotBe(token);
        rotated.Words.ShouldNotContain(rotated.Output.Trim());
        dead.Status.ShouldBe(3, dead.Words);
        dead.Output.ShouldBeEmpty();
        foreach (var end in new[] { inspected, rotated, dead }) (end.Words + inspected.Output).ShouldNotContain(token);
    }

    [Fact]
    public async Task As_JSON_tool_and_gateway_write_the_same()
    {
        await using var world = await ToolWorld.StartAsync();
        var token = await world.TokenAsync();
        var file = Path.Combine(_folder.Path, "token");
        await File.WriteAllTextAsync(file, token + "\n", TestContext.Current.CancellationToken);

        var direct = await ToolProcess.RunAsync(world.Environment, "", "inspect", "--json", "--region", "cn", "--token-file", file);
        var through = await ToolProcess.RunAsync(world.Environment, "", ["inspect", "--json", "--region", "cn", "--token-file", file, .. world.Way("gateway")]);

        direct.Status.ShouldBe(0, direct.Words);
        through.Output.ShouldBe(direct.Output);
        using var answer = await Sessions.SessionCaller.InspectAsync(world.Gateway, token, "cn");
        JsonDocument.Parse(direct.Output).RootElement.ToString().ShouldBe(await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Without_a_region_both_are_asked_and_an_unknown_token_is_unknown_to_both()
    {
        await using var world = await ToolWorld.StartAsync();
        await using var other = await SandboxUpstream.StartAsync(new SandboxOptions { Region = SandboxRegion.International }, TimeProvider.System);
        var environment = new Dictionary<string, string>(world.Environment);
        foreach (var role in new[] { "AccountsUrl", "ApiUrl", "CloudUrl" }) environment[$"Regions__global__{role}"] = $"{other.Url}";

        var end = await ToolProcess.RunAsync(environment, NobodysToken, "inspect", "--json");

        end.Status.ShouldBe(3, end.Words);
        end.Output.ShouldBe("{\"valid\":false,\"reason\":\"session_not_found\"}\n");
        world.China.CountOf(SandboxOperation.Me).ShouldBe(1);
        other.CountOf(SandboxOperation.Me).ShouldBe(1);
    }

    [Fact]
    public async Task A_replacement_whose_answer_is_lost_is_asked_for_once_and_told()
    {
        var asked = 0;
        await using var upstream = FaultyServer.Start(call =>
        {
            if (call.Path == "/1.1/users/me") return Faults.Answer(200, WireBody.Player);
            Interlocked.Increment(ref asked);
            return Faults.Reset;
        });

        var end = await ToolProcess.RunAsync(ToolProcess.PointAt(upstream.Url), NobodysToken, "rotate", "--region", "cn");

        end.Status.ShouldBe(5, end.Words);
        end.Output.ShouldBeEmpty();
        end.Words.ShouldContain("Sign in again.");
        asked.ShouldBe(1);
    }
}
