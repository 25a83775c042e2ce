using System.Diagnostics;
using System.Text.RegularExpressions;
using PhigrosLogin.Tests.Documents;

namespace PhigrosLogin.Tests.Bench;

/// <summary>The load harness is run by people, seldom; this keeps it alive.</summary>
public sealed partial class SmokeTests
{
    [Fact]
    public async Task Every_figure_of_the_bench_still_comes_out()
    {
        using var bench = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "PhigrosLogin.Bench"), ["--smoke"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (table, complaints) = (bench.StandardOutput.ReadToEndAsync(), bench.StandardError.ReadToEndAsync());

        await bench.WaitForExitAsync();

        bench.ExitCode.ShouldBe(0, await complaints);
        foreach (var what in new[] { "one waiting code", "spread over", "GetNewQrCode", "GetPhigrosToken", "state read", "idle memory", "first answer" })
        {
            (await table).ShouldContain(what);
        }
        var goals = Goal().Matches(await table).Select(goal => goal.Groups["goal"].Value);
        goals.ShouldBe(new Document("docs/reports/bench.md").Tables[0].Select(row => row[1]), ignoreOrder: true, "those of the committed report");
    }

    [GeneratedRegex(@"\(goal (?<goal>[^,;]+)[,;]")]
    private static partial Regex Goal();
}
