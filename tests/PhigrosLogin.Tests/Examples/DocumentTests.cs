using System.Text.RegularExpressions;
using PhigrosLogin.Tests.Documents;
using PhigrosLogin.Tests.Sessions;

namespace PhigrosLogin.Tests.Examples;

/// <summary>What the documents show of the examples is what the examples are, and what a reader copies runs.</summary>
public partial class DocumentTests
{
    [Fact]
    public void Every_excerpt_in_a_document_stands_in_its_file()
    {
        var excerpts = Document.All.SelectMany(document => document.Code).Where(block => block.IsExcerpt).ToList();

        excerpts.Select(excerpt => excerpt.From).Distinct().Order().ShouldBe(["examples/login.mjs", "examples/login.py", "examples/login.sh"]);
        foreach (var excerpt in excerpts) Unindented(Repository.Read(excerpt.From)).ShouldContain(Unindented(excerpt.Text));
    }

    [Fact]
    [Runs("README.md", "For bots")]
    public async Task The_loop_of_the_readme_signs_a_player_in()
    {
        await using var world = await BotWorld.StartAsync();
        var loop = new Document("README.md").CodeUnder("For bots", "js").ShouldHaveSingleItem().Replace("http://localhost:5015", world.Gateway.Url.ToString().TrimEnd('/'), StringComparison.Ordinal);
        loop.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBeInRange(6, 15);
        await using var bot = RunningExample.Start("node", ["--input-type=module", "--eval", loop.Replace("console.log", "console.error", StringComparison.Ordinal)], new Dictionary<string, string>());

        world.China.Codes.Confirm(await world.LookAsync(await bot.SaysAsync("/l/")));
        var (status, _, words) = await bot.EndAsync();

        status.ShouldBe(0, words);
        await world.ShouldOpenTheGameAsync(SessionToken().Match(words).Groups["token"].Value);
    }

    [Fact]
    [Runs("README.md", "Session care")]
    public async Task The_session_care_of_the_readme_tells_of_a_token_and_replaces_it()
    {
        await using var world = await World.StartAsync();
        var old = await world.SignInAsync();
        var care = new Document("README.md").CodeUnder("Session care", "bash").ShouldHaveSingleItem().Replace("http://localhost:5015", world.Url.ToString().TrimEnd('/'), StringComparison.Ordinal);
        await using var owner = RunningExample.Start("bash", ["-c", care], new Dictionary<string, string>());

        await owner.AnswerAsync(old);
        var (status, output, words) = await owner.EndAsync();

        status.ShouldBe(0, words);
        output.ShouldContain("{\"valid\":true,\"region\":\"cn\",");
        output.ShouldMatch("{\"sessionToken\":\"[0-9a-z]{25}\",\"region\":\"cn\"}");
        (await world.InspectAsync(old).GoodAsync()).ShouldContain("session_not_found");
    }

    // An excerpt may stand further to the left than in its file.
    private static string Unindented(string text) => string.Join('\n', text.TrimEnd('\n').Split('\n').Select(line => line.Trim()));

    [GeneratedRegex(@"sessionToken: '(?<token>\w+)'")]
    private static partial Regex SessionToken();
}
