using System.IO.Compression;
using PhigrosLogin.Tests.Documents;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Packages;

/// <summary>The client as a package: in a fresh program, and what the package holds.</summary>
public class ClientPackageTests
{
    // The program of the package's own readme, told where the gateway is, and without the last line's condition.
    private const string Ending = """
        if (outcome.Result is null) return 1;
        Console.WriteLine(outcome.Result.SessionToken.Reveal());
        return 0;
        """;

    [Fact]
    [Runs("src/PhigrosLogin.Client/README.md", "PhigrosLogin.Client")]
    public async Task A_fresh_program_signs_a_player_in_with_the_package_as_its_readme_shows()
    {
        await using var world = await BotWorld.StartAsync();
        var readme = new Document("src/PhigrosLogin.Client/README.md").CodeUnder("PhigrosLogin.Client", "csharp").ShouldHaveSingleItem();
        var source = readme
            .Replace("http://localhost:5015", world.Gateway.Url.ToString().TrimEnd('/'), StringComparison.Ordinal)
            .Replace("Console.WriteLine", "Console.Error.WriteLine", StringComparison.Ordinal);
        using var fresh = await FreshProgram.BuildAsync(source + Ending, "PhigrosLogin.Client");

        await using var bot = fresh.Run();
        world.China.Codes.Confirm(await world.LookAsync(await bot.SaysAsync("Send this link to the player: ")));
        await bot.SaysAsync("static-void2, is this you?");
        var (status, output, words) = await bot.EndAsync();

        status.ShouldBe(0, words);
        await world.ShouldOpenTheGameAsync(output.TrimEnd('\n'));
        await using var package = await ZipFile.OpenReadAsync(fresh.Packed.ShouldHaveSingleItem());
        foreach (var part in new[] { "README.md", "lib/net10.0/PhigrosLogin.Client.dll", "lib/net10.0/PhigrosLogin.Client.xml", "PhigrosLogin.Client.nuspec" })
            package.GetEntry(part).ShouldNotBeNull(part);
        using var facts = new StreamReader(await package.GetEntry("PhigrosLogin.Client.nuspec")!.OpenAsync());
        var text = await facts.ReadToEndAsync();
        foreach (var fact in new[] { "<license type=\"expression\">MIT</license>", "<readme>README.md</readme>", "<authors>The PhigrosLogin contributors</authors>" }) text.ShouldContain(fact);
        // Nothing of ours comes along, and one package of others.
        System.Text.RegularExpressions.Regex.Matches(text, "<dependency id=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ShouldBe(["Microsoft.Extensions.Http"]);
    }
}
