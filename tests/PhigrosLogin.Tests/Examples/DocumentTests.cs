using System.Text.RegularExpressions;

namespace PhigrosLogin.Tests.Examples;

/// <summary>What the documents show of the examples is what the examples are, and what a reader copies runs.</summary>
public partial class DocumentTests
{
    [Fact]
    public void Every_excerpt_in_the_guide_for_bots_stands_in_its_file()
    {
        var excerpts = Excerpt().Matches(Repository.Read("docs/bots.md"));

        excerpts.Select(excerpt => excerpt.Groups["file"].Value).Distinct().Order().ShouldBe(["examples/login.mjs", "examples/login.py", "examples/login.sh"]);
        foreach (Match excerpt in excerpts)
            Unindented(Repository.Read(excerpt.Groups["file"].Value)).ShouldContain(Unindented(excerpt.Groups["text"].Value));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    public async Task The_loop_of_the_readme_signs_a_player_in(string readme)
    {
        await using var world = await BotWorld.StartAsync();
        var loop = Loop().Match(Repository.Read(readme)).Groups["text"].Value.Replace("http://localhost:5015", world.Gateway.Url.ToString().TrimEnd('/'), StringComparison.Ordinal);
        loop.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBeInRange(6, 15);
        await using var bot = RunningExample.Start("node", ["--input-type=module", "--eval", loop.Replace("console.log", "console.error", StringComparison.Ordinal)], new Dictionary<string, string>());

        world.China.Codes.Confirm(await world.LookAsync(await bot.SaysAsync("/l/")));
        var (status, _, words) = await bot.EndAsync();

        status.ShouldBe(0, words);
        await world.ShouldOpenTheGameAsync(SessionToken().Match(words).Groups["token"].Value);
    }

    // An excerpt may stand further to the left than in its file.
    private static string Unindented(string text) => string.Join('\n', text.TrimEnd('\n').Split('\n').Select(line => line.Trim()));

    [GeneratedRegex(@"^``` *[a-z]+ (?<file>examples/\S+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Excerpt();

    [GeneratedRegex(@"^```js\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Loop();

    [GeneratedRegex(@"sessionToken: '(?<token>\w+)'")]
    private static partial Regex SessionToken();
}
