using PhigrosLogin.Tests.Documents;
using PhigrosLogin.Tests.Sessions;

namespace PhigrosLogin.Tests.Examples;

/// <summary>What the documents show of the examples is what the examples are, and what a reader copies runs.</summary>
public class DocumentTests
{
    [Fact]
    public void Every_excerpt_in_a_document_stands_in_its_file()
    {
        var excerpts = Document.All.SelectMany(document => document.Code).Where(block => block.IsExcerpt).ToList();

        excerpts.Select(excerpt => excerpt.From).Distinct().Order().ShouldBe(["examples/login.mjs", "examples/login.py", "examples/login.sh"]);
        foreach (var excerpt in excerpts) Unindented(Repository.Read(excerpt.From)).ShouldContain(Unindented(excerpt.Text));
    }

    [Fact]
    [Runs("README.md", "Login API")]
    public async Task The_bot_of_the_readme_signs_a_player_in_and_prints_no_token()
    {
        await using var world = await BotWorld.StartAsync();
        var loop = new Document("README.md").CodeUnder("Login API", "js").ShouldHaveSingleItem().Replace("http://localhost:5015", world.Gateway.Url.ToString().TrimEnd('/'), StringComparison.Ordinal);
        loop.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBeInRange(6, 15);
        await using var bot = RunningExample.Start("node", ["--input-type=module", "--eval", loop.Replace("console.log", "console.error", StringComparison.Ordinal)], new Dictionary<string, string>());

        world.China.Codes.Confirm(await world.LookAsync(await bot.SaysAsync("/l/")));
        var (status, _, words) = await bot.EndAsync();

        status.ShouldBe(0, words);
        words.ShouldEndWith("static-void2\n");
        words.ShouldNotMatch("\\b[0-9a-z]{25}\\b");
    }

    [Fact]
    [Runs("docs/bots.md", "Validate or rotate a token")]
    public async Task The_commands_of_the_guide_validate_a_token_and_rotate_it()
    {
        await using var world = await World.StartAsync();
        var old = await world.SignInAsync();
        var commands = new Document("docs/bots.md").CodeUnder("Validate or rotate a token", "bash").ShouldHaveSingleItem().Replace("http://localhost:5015", world.Url.ToString().TrimEnd('/'), StringComparison.Ordinal);
        await using var owner = RunningExample.Start("bash", ["-c", commands], new Dictionary<string, string>());

        await owner.AnswerAsync(old);
        var (status, output, words) = await owner.EndAsync();

        status.ShouldBe(0, words);
        output.ShouldContain("{\"valid\":true,\"region\":\"cn\",");
        output.ShouldMatch("{\"sessionToken\":\"[0-9a-z]{25}\",\"region\":\"cn\"}");
        (await world.InspectAsync(old).GoodAsync()).ShouldContain("session_not_found");
    }

    // An excerpt may be indented less than in its file.
    private static string Unindented(string text) => string.Join('\n', text.TrimEnd('\n').Split('\n').Select(line => line.Trim()));
}
