using System.Text.RegularExpressions;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Packages;

/// <summary>What GitHub runs is what people run, and nobody else's tag decides what that is.</summary>
public partial class WorkflowTests
{
    [Theory]
    [InlineData("test.yml", "./test.sh")]
    [InlineData("release.yml", "./publish.sh")]
    public void A_workflow_calls_our_script_and_pins_what_it_uses(string file, string script)
    {
        var workflow = Repository.Read($".github/workflows/{file}");

        var uses = Uses().Matches(workflow).Select(match => match.Groups["what"].Value).ToList();

        workflow.ShouldContain($"run: {script}");
        uses.ShouldNotBeEmpty();
        uses.ShouldAllBe(what => Pinned().IsMatch(what));
        workflow.ShouldContain("\npermissions:\n  contents: read\n");
    }

    [GeneratedRegex(@"uses: *(?<what>.*)")]
    private static partial Regex Uses();

    [GeneratedRegex(@"^[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();
}
