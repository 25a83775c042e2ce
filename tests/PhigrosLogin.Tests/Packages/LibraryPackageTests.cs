using System.IO.Compression;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Documents;

namespace PhigrosLogin.Tests.Packages;

/// <summary>The library as a package: in a fresh program, and what the package holds.</summary>
public class LibraryPackageTests
{
    // Where the readme names the real region, the program is told of a simulated one.
    private const string Simulated = """

        internal static class Simulated
        {
            private static readonly Uri Url = new(Environment.GetCommandLineArgs()[1]);

            public static Region Region { get; } = new()
            {
                Name = "cn", AccountsUrl = Url, ApiUrl = Url, CloudUrl = Url,
                ClientId = Region.China.ClientId, AppKey = Region.China.AppKey, LinkHosts = Region.China.LinkHosts,
            };
        }
        """;

    [Fact]
    [Runs("src/PhigrosLogin/README.md", "PhigrosLogin")]
    public async Task A_fresh_program_signs_a_player_in_with_the_package_as_its_readme_shows()
    {
        await using var sandbox = await SandboxUpstream.StartAsync(
            new SandboxOptions { Region = SandboxRegion.China, LinkBase = SandboxRegion.China.PublicLinkBase, DefaultScript = null }, TimeProvider.System);
        var shown = new Document("src/PhigrosLogin/README.md").CodeUnder("PhigrosLogin", "csharp").ShouldHaveSingleItem();
        var example = shown
            .Replace("StartAsync(Region.China)", "StartAsync(Simulated.Region)", StringComparison.Ordinal)
            .Replace("Console.WriteLine", "Console.Error.WriteLine", StringComparison.Ordinal);
        using var fresh = await FreshProgram.BuildAsync(example + Simulated, "PhigrosLogin");

        await using var bot = fresh.Run($"{sandbox.Url}");
        sandbox.Codes.Confirm((await bot.SaysAsync("Open this on your phone: "))[^5..]);
        await bot.SaysAsync("Hello static-void2");
        var (status, _, words) = await bot.EndAsync();

        status.ShouldBe(0, words);
        await ShouldExplainItselfAsync(fresh.Packed.ShouldHaveSingleItem());
    }

    private static async Task ShouldExplainItselfAsync(string file)
    {
        await using var package = await ZipFile.OpenReadAsync(file, TestContext.Current.CancellationToken);
        foreach (var part in new[] { "README.md", "lib/net10.0/PhigrosLogin.dll", "lib/net10.0/PhigrosLogin.xml" }) package.GetEntry(part).ShouldNotBeNull(part);
        using var reader = new StreamReader(await package.GetEntry("PhigrosLogin.nuspec")!.OpenAsync());
        var facts = await reader.ReadToEndAsync();
        facts.ShouldContain("<license type=\"expression\">MIT</license>");
        facts.ShouldContain("<readme>README.md</readme>");
        facts.ShouldNotContain("<dependency ", Case.Sensitive, "it needs nothing but .NET");
    }
}
