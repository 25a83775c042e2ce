using System.IO.Compression;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Cli;

namespace PhigrosLogin.Tests.Packages;

/// <summary>The packages as their users get them: from a feed, in a program that has nothing to do with this repository.</summary>
public class PackageTests
{
    private const string Program = """
        using PhigrosLogin;

        var practice = new Uri(args[0]);
        var region = new Region
        {
            Name = "cn", AccountsUrl = practice, ApiUrl = practice, CloudUrl = practice,
            ClientId = Region.China.ClientId, AppKey = Region.China.AppKey, LinkHosts = Region.China.LinkHosts,
        };
        using var login = await PlayerLogin.StartAsync(region);
        Console.Error.WriteLine($"Open this on your phone: {login.Link}");
        var outcome = await login.WaitAsync();
        if (outcome is LoginOutcome.Succeeded done) Console.WriteLine($"Hello {done.Player.Nickname}");
        """;

    [Fact]
    public async Task A_fresh_program_signs_a_player_in_with_the_library_s_package()
    {
        using var feed = await PackageFeed.PackAsync("PhigrosLogin");
        await using var sandbox = await SandboxUpstream.StartAsync(
            new SandboxOptions { Region = SandboxRegion.China, LinkBase = SandboxRegion.China.PublicLinkBase, DefaultScript = new(SandboxScript.Confirm, TimeSpan.Zero) }, TimeProvider.System);

        var program = await feed.BuildProgramAsync("PhigrosLogin", Program);
        await using var outside = ToolProcess.StartProgram(program, new Dictionary<string, string>(), $"{sandbox.Url}");
        var end = await outside.EndAsync();

        end.Status.ShouldBe(0, end.Words);
        end.Output.ShouldBe("Hello static-void2\n");
    }

    [Fact]
    public async Task The_tool_s_package_installs_a_command_that_signs_a_player_in()
    {
        using var feed = await PackageFeed.PackAsync("PhigrosLogin.Cli");
        await using var world = await ToolWorld.StartAsync();

        var command = Path.Combine(await feed.InstallToolAsync("PhigrosLogin.Cli"), "phigros-login");
        await using var tool = ToolProcess.StartProgram(command, world.Environment, "login");
        world.China.Codes.Confirm((await tool.SaysAsync("https://"))[^5..]);
        var end = await tool.EndAsync();

        end.Status.ShouldBe(0, end.Words);
        end.Output.ShouldMatch("^[0-9a-z]{25}\n$");
    }

    [Fact]
    public async Task The_library_s_package_needs_no_other_and_explains_itself()
    {
        using var feed = await PackageFeed.PackAsync("PhigrosLogin");

        await using var package = await ZipFile.OpenReadAsync(feed.Package("PhigrosLogin"), TestContext.Current.CancellationToken);

        using var reader = new StreamReader(await package.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).OpenAsync());
        var description = await reader.ReadToEndAsync();
        description.ShouldNotContain("<dependency ");
        description.ShouldContain("<license type=\"expression\">MIT</license>");
        description.ShouldContain("<readme>README.md</readme>");
        package.Entries.Select(entry => entry.FullName).ShouldContain("lib/net10.0/PhigrosLogin.xml");
    }
}
