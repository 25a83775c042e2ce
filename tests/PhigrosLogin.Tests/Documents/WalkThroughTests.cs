using System.Net;
using System.Net.Sockets;
using PhigrosLogin.Tests.Cli;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Documents;

/// <summary>From nothing to a session token in the sandbox, by what the README and the guide for bots tell to type.</summary>
public class WalkThroughTests
{
    [Fact]
    [Runs("README.md", "A minute to see it work", Language = "sh")]
    [Runs("docs/bots.md", "For bot authors", Language = "sh")]
    public async Task A_reader_gets_a_session_token_in_the_sandbox_and_so_does_a_bot()
    {
        using var folder = new TempFolder();
        var url = $"http://localhost:{FreePort()}";
        var readme = new Document("README.md").CodeUnder("A minute to see it work", "sh");
        var guide = new Document("docs/bots.md").CodeUnder("For bot authors", "sh");
        guide[0].ShouldBe(readme[0]);

        // It has been built already, as it is under test.
        await using var server = Type($"cd {Repository.File(".")}; {readme[0].Replace("dotnet run ", $"dotnet run --no-build --configuration {Configuration} ", StringComparison.Ordinal).TrimEnd()} --Urls={url}");
        await server.ReadUntilAsync("PhigrosLogin listens on ");
        await server.ReadUntilAsync("Ctrl-C");
        await using var bot = RunningExample.Start("sh", ["-c", $"cd {Repository.File(".")}; {guide[1]}"], new Dictionary<string, string> { ["PHIGROS_GATEWAY"] = url });
        var link = await bot.SaysAsync("Sign in here: ");
        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri($"{url}/api/v1/logins/{link[^22..]}?ensureQr=true"))).ShouldContain("\"qr\"");
        await using var reader = Type($"cd {folder.Path}; {readme[1].Replace("http://localhost:5015", url, StringComparison.Ordinal)}");
        var walk = await reader.EndAsync();
        await bot.SaysAsync("Is this you?");
        await bot.AnswerAsync("y");
        var (status, token, words) = await bot.EndAsync();

        walk.Status.ShouldBe(0, walk.Words);
        walk.Output.ShouldMatch("""(?s)^\{"deviceID":.*\{"data":\{"kid":.*\{"data":\{"openId":.*\n[0-9a-z]{25}\n$""");
        status.ShouldBe(0, words);
        token.ShouldMatch("^[0-9a-z]{25}\n$");
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
