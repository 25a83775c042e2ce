using System.Text.RegularExpressions;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Packages;

/// <summary>What GitHub runs is what people run, and nobody else's tag decides what that is.</summary>
public partial class WorkflowTests
{
    [Theory]
    [InlineData("test.yml", "./test.sh")]
    [InlineData("release.yml", "./publish.sh")]
    public void A_workflow_calls_our_script(string file, string script) =>
        Repository.Read($".github/workflows/{file}").ShouldContain($"run: {script}");

    [Theory]
    [InlineData("codeql.yml")]
    [InlineData("release.yml")]
    [InlineData("test.yml")]
    public void A_workflow_pins_what_it_uses_and_may_only_read(string file)
    {
        var workflow = Repository.Read($".github/workflows/{file}");

        var uses = Uses().Matches(workflow).Select(match => match.Groups["what"].Value).ToList();

        uses.ShouldNotBeEmpty();
        uses.ShouldAllBe(what => Pinned().IsMatch(what));
        workflow.ShouldContain("\npermissions:\n  contents: read\n");
    }

    [Fact]
    public void No_workflow_is_left_out_above() =>
        Directory.GetFiles(Repository.File(".github/workflows")).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(["codeql.yml", "release.yml", "test.yml"]);

    [GeneratedRegex(@"uses: *(?<what>.*)")]
    private static partial Regex Uses();

    [GeneratedRegex(@"^[\w-]+/[\w-]+(/[\w-]+)?@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();
}
