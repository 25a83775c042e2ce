using System.Net;
using System.Net.Sockets;
using PhigrosLogin.Tests.Cli;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Documents;

/// <summary>From nothing to a session token in the sandbox, by what the README and the guide for bots tell to type.</summary>
public class WalkThroughTests
{
    [Fact]
    [Runs("README.md", "Quick start")]
    [Runs("README.md", "LoginQrCode API", Language = "sh")]
    [Runs("README.md", "Login API")]
    [Runs("docs/bots.md", "Bot integration guide", Language = "sh")]
    public async Task A_reader_gets_a_session_token_from_the_simulator_and_so_do_two_bots_without_a_browser()
    {
        using var folder = new TempFolder();
        var url = $"http://localhost:{FreePort()}";
        var readme = new Document("README.md");
        var start = readme.CodeUnder("Quick start", "sh").ShouldHaveSingleItem();
        var curl = readme.CodeUnder("LoginQrCode API", "sh").ShouldHaveSingleItem();
        var program = readme.CodeUnder("Login API", "js").ShouldHaveSingleItem();
        var guide = new Document("docs/bots.md").CodeUnder("Bot integration guide", "sh");
        guide[0].ShouldBe(start);

        // It has been built already, as it is under test.
        await using var server = Type($"cd {Repository.File(".")}; {start.Replace("dotnet run ", $"dotnet run --no-build --configuration {Configuration} ", StringComparison.Ordinal).TrimEnd()} --Urls={url}");
        await server.ReadUntilAsync("PhigrosLogin listens on ");
        await server.ReadUntilAsync("Ctrl-C");
        await using var bot = RunningExample.Start("sh", ["-c", $"cd {Repository.File(".")}; {guide[1]}"], new Dictionary<string, string> { ["PHIGROS_GATEWAY"] = url, ["PHIGROS_TOKEN_FILE"] = "-" });
        await bot.SaysAsync("Sign in here: ");
        await using var second = RunningExample.Start(
            "node", ["--input-type=module", "--eval", program.Replace("http://localhost:5015", url, StringComparison.Ordinal)], new Dictionary<string, string>());
        await using var reader = Type($"cd {folder.Path}; {curl.Replace("http://localhost:5015", url, StringComparison.Ordinal)}");
        var walk = await reader.EndAsync();
        await bot.SaysAsync("Is this you?");
        await bot.AnswerAsync("y");
        var (status, token, words) = await bot.EndAsync();
        var end = await second.EndAsync();

        walk.Status.ShouldBe(0, walk.Words);
        walk.Output.ShouldMatch("""(?s)^\{"deviceID":.*\{"data":\{"kid":.*\{"data":\{"openId":.*\n[0-9a-z]{25}\n$""");
        status.ShouldBe(0, words);
        token.ShouldMatch("^[0-9a-z]{25}\n$");
        end.Status.ShouldBe(0, end.Words);
        end.Output.ShouldMatch("^Send this link to the player: .*\nstatic-void2\n$");
        end.Output.ShouldNotMatch("\\b[0-9a-z]{25}\\b");
    }

    private static ToolProcess Type(string commands) => ToolProcess.StartProgram("bash", new Dictionary<string, string> { ["NO_PROXY"] = "*" }, "-c", commands);

    // The tests' own: bin/Release/net10.0.
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
