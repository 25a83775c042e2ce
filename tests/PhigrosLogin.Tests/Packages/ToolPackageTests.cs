using PhigrosLogin.Tests.Cli;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Packages;

/// <summary>The tool as a package: packed, installed, and run by its name.</summary>
public sealed class ToolPackageTests : IDisposable
{
    private static readonly DebianProgram DotNet = new("dotnet", "dotnet-sdk-10.0");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_installs_a_command_that_signs_a_player_in()
    {
        var command = await InstallAsync();
        await using var world = await ToolWorld.StartAsync();

        await using var tool = ToolProcess.StartProgram(command, world.Environment, "login");
        world.China.Codes.Confirm((await tool.SaysAsync("https://"))[^5..]);
        var end = await tool.EndAsync();

        end.Status.ShouldBe(0, end.Words);
        end.Output.ShouldMatch("^[0-9a-z]{25}\n$");
    }

    private async Task<string> InstallAsync()
    {
        var (feed, tools, config) = (Path.Combine(_folder.Path, "feed"), Path.Combine(_folder.Path, "tools"), Path.Combine(_folder.Path, "nuget.config"));
        // As it was built for the tests: bin/Release/net10.0.
        await DotNet.RunAsync(
            "pack", Repository.File("src/PhigrosLogin.Cli"), "--no-build", "--configuration", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "--output", feed, "-nodeReuse:false");
        await File.WriteAllTextAsync(
            config, $"""<configuration><packageSources><clear /><add key="packed" value="{feed}" /></packageSources></configuration>""", TestContext.Current.CancellationToken);
        // A folder of its own for what is unpacked, or the first version that was ever tried would be used for ever.
        var environment = new Dictionary<string, string> { ["NUGET_PACKAGES"] = Path.Combine(_folder.Path, "unpacked"), ["DOTNET_NOLOGO"] = "1", ["MSBUILDDISABLENODEREUSE"] = "1" };
        await DotNet.RunAsync(environment, "tool", "install", "PhigrosLogin.Cli", "--tool-path", tools, "--configfile", config);
        return Path.Combine(tools, "phigros-login");
    }
}
