using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Cli;

/// <summary>
/// The tool where its outputs cannot be written and where its input is not plain: a sentence, an exit code, and no lost token.
/// </summary>
public class OutputTests
{
    private const int Output = 7;

    [Theory]
    [InlineData("rotate --region cn >/dev/full")]
    [InlineData("rotate --region cn >&-")]
    [InlineData("rotate --region cn --json >/dev/full 2>&1")]
    public async Task A_token_is_not_replaced_where_the_new_one_cannot_be_written(string line)
    {
        await using var world = await ToolWorld.StartAsync();
        var token = await world.TokenAsync();

        var end = await RunAsync(world, token, line);

        end.Status.ShouldBe(Output, end.Words);
        end.Words.ShouldNotContain("   at ");
        if (!line.EndsWith("2>&1", StringComparison.Ordinal)) end.Words.ShouldStartWith("Cannot write: ");
        world.China.CountOf(SandboxOperation.Refresh).ShouldBe(0);
    }

    [Fact]
    public async Task A_new_token_whose_reader_has_left_is_shown()
    {
        ToolProcess? tool = null;
        await using var upstream = FaultyServer.Start(call =>
        {
            if (call.Path == "/1.1/users/me") return Faults.Answer(200, WireBody.Player);
            tool!.StopReading();
            return Faults.Answer(200, WireBody.Refreshed);
        });
        await using (tool = ToolProcess.Start(ToolProcess.PointAt(upstream.Url), "rotate", "--region", "cn"))
        {
            await tool.TypeAsync(WireBody.SessionToken);
            var end = await tool.EndAsync();

            end.Status.ShouldBe(Output, end.Words);
            end.Words.ShouldStartWith(WireBody.NewSessionToken + "\n");
            end.Words.ShouldContain("the token is shown above");
        }
    }

    [Theory]
    [InlineData("login >/dev/full", Output)]
    [InlineData("login 2>/dev/full", Output)]
    [InlineData("login >/dev/full 2>&1", Output)]
    [InlineData("inspect --region cn >/dev/full", Output)]
    [InlineData("inspect --region cn 2>/dev/full", 0)]
    [InlineData("rotate --region cn 2>/dev/full", 0)]
    [InlineData("--help >/dev/full", Output)]
    [InlineData("sing-in >/dev/full 2>&1", 2)]
    public async Task An_output_that_cannot_be_written_is_no_crash(string line, int status)
    {
        await using var world = await ToolWorld.StartAsync();
        var token = await world.TokenAsync();

        var end = await RunAsync(world, token, line);

        end.Status.ShouldBe(status, end.Words);
        end.Words.ShouldNotContain("   at ");
        (end.Output.Length > 0).ShouldBe(status == 0);
    }

    [Theory]
    [InlineData("\\357\\273\\277%s\\r\\n")]
    [InlineData("%s\\r\\n")]
    [InlineData("  %s")]
    public async Task A_pipe_and_a_file_are_read_alike(string format)
    {
        await using var world = await ToolWorld.StartAsync();
        var token = await world.TokenAsync();
        using var folder = new TempFolder();
        var environment = EnvironmentOf(world, token);
        var file = Path.Combine(folder.Path, "token");
        async Task<ToolEnd> ShellAsync(string script)
        {
            await using var shell = ToolProcess.StartProgram("sh", environment, "-c", script);
            return await shell.EndAsync();
        }

        var piped = await ShellAsync($"printf '{format}' \"$TOKEN\" | \"$TOOL\" inspect --region cn");
        var read = await ShellAsync(
            $"printf '{format}' \"$TOKEN\" > {file}; \"$TOOL\" inspect --region cn --token-file {file}");

        piped.Status.ShouldBe(0, piped.Words);
        read.ShouldBe(piped);
    }

    [Fact]
    public async Task A_proxy_that_wants_a_password_is_named()
    {
        await using var proxy = FaultyServer.Start(Faults.Answer(407, "<html>"));
        var environment = ToolProcess.PointAt(
            new Uri("http://127.0.0.1:9"), ("Regions__cn__Proxy", $"http://user:hunter2@127.0.0.1:{proxy.Url.Port}"));

        var end = await ToolProcess.RunAsync(environment, WireBody.SessionToken, "inspect", "--region", "cn");

        end.Status.ShouldBe(5, end.Words);
        end.Words.ShouldContain(
            $"The proxy http://127.0.0.1:{proxy.Url.Port} wants a user name and password that it accepts (HTTP 407).");
        end.Words.ShouldNotContain("hunter2");
    }

    private static async Task<ToolEnd> RunAsync(ToolWorld world, string token, string line)
    {
        await using var shell = ToolProcess.StartProgram(
            "sh", EnvironmentOf(world, token), "-c", $"printf %s \"$TOKEN\" | \"$TOOL\" {line}");
        return await shell.EndAsync();
    }

    private static Dictionary<string, string> EnvironmentOf(ToolWorld world, string token) =>
        new(world.Environment) { ["TOOL"] = ToolProcess.Program, ["TOKEN"] = token };
}
