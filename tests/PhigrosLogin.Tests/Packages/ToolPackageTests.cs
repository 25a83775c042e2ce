using PhigrosLogin.Tests.Cli;
using PhigrosLogin.Tests.Documents;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Packages;

/// <summary>The tool as a package: packed, installed, and run by its name, as the documents say.</summary>
public sealed class ToolPackageTests : IDisposable
{
    private const string Pack = "dotnet pack src/PhigrosLogin.Cli --output feed\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Runs("src/PhigrosLogin.Cli/README.md", "phigros-login")]
    public async Task It_installs_a_command_that_signs_a_player_in_inspects_the_token_and_replaces_it()
    {
        var commands = new Document("src/PhigrosLogin.Cli/README.md").CodeUnder("phigros-login", "sh").ShouldHaveSingleItem();
        commands.ShouldStartWith(Pack);
        await File.WriteAllTextAsync(
            Path.Combine(_folder.Path, "nuget.config"), "<configuration><packageSources><clear /></packageSources></configuration>", TestContext.Current.CancellationToken);
        await using var world = await ToolWorld.StartAsync();

        await using var owner = ToolProcess.StartProgram("bash", Environment(world), "-c", $"set -e; cd {_folder.Path}; {Adapted(commands)} echo \"$TOKEN\"");
        world.China.Codes.Confirm((await owner.SaysAsync("https://"))[^5..]);
        var end = await owner.EndAsync();

        end.Status.ShouldBe(0, end.Words);
        end.Output.ShouldContain("static-void2");
        end.Output.ShouldMatch("\n[0-9a-z]{25}\n$");
    }

    // As it was built for the tests: bin/Release/net10.0.
    private static string Adapted(string commands) => commands.Replace(
        Pack, $"dotnet pack {Repository.File("src/PhigrosLogin.Cli")} --no-build --configuration {new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name} --output feed -nodeReuse:false\n", StringComparison.Ordinal);

    // Folders of its own, or the first version that was ever tried would be used for ever.
    private Dictionary<string, string> Environment(ToolWorld world) => new(world.Environment)
    {
        ["DOTNET_CLI_HOME"] = _folder.Path,
        ["NUGET_PACKAGES"] = Path.Combine(_folder.Path, "unpacked"),
        ["DOTNET_NOLOGO"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["PATH"] = $"{Path.Combine(_folder.Path, ".dotnet", "tools")}:{System.Environment.GetEnvironmentVariable("PATH")}",
    };
}
