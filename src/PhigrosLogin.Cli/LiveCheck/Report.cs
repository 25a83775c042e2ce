using System.Globalization;
using System.Text;

namespace PhigrosLogin.Cli.LiveCheck;

/// <summary>The folder that is left behind: report.md, and the answers as fixtures. Nothing in it opens an account.</summary>
internal sealed class Report(IReadOnlyList<RegionResult> results, Mask mask, DateTimeOffset when)
{
    public async Task WriteAsync(string folder)
    {
        var wire = Directory.CreateDirectory(Path.Combine(folder, "wire"));
        foreach (var old in wire.EnumerateFiles("*-live-*.json")) old.Delete();
        var files = new Dictionary<Observation, string>(ReferenceEqualityComparer.Instance);
        foreach (var one in results.SelectMany(result => result.Observations))
        {
            if (new CapturedFixture(one, mask, when).Write() is { } text) files[one] = await KeepAsync(wire.FullName, one, text);
        }
        await File.WriteAllTextAsync(Path.Combine(folder, "report.md"), Text(files));
    }

    // An answer that an earlier file already holds needs no file of its own.
    private static async Task<string> KeepAsync(string folder, Observation one, string text)
    {
        for (var number = 1; ; number++)
        {
            var suffix = number == 1 ? "" : FormattableString.Invariant($"-{number}");
            var path = Path.Combine(folder, $"{one.Exchange.Endpoint}.{one.Means.Replace('_', '-')}-live-{one.Region}{suffix}.json");
            if (!File.Exists(path)) await File.WriteAllTextAsync(path, text);
            if (WireFixture.Read(path).Differences(one.Exchange.Status, one.Exchange.Body).Count == 0) return Path.GetFileName(path);
        }
    }

    private string Text(Dictionary<Observation, string> files)
    {
        var text = new StringBuilder();
        Line($"# Live check of {when.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
        Line("Every answer of TapTap and the game cloud, compared with `tests/fixtures/wire` and `docs/protocol.md`.");
        Line("Every secret is masked; look through this folder all the same before you show it to others.");
        foreach (var result in results) Part($"For the issue form, {result.Region}", new IssueLines(result, mask, when).All());
        Part("Does failOnNotExist behave as documented (§4)?", results.Select(result => $"{result.Region}: {FailOnNotExist.Answer(result)}"));
        Part("What differs", results.SelectMany(result => result.Differences(mask)));
        Part("Worth knowing, and no difference that matters", results.SelectMany(result => result.Findings(mask)));
        foreach (var result in results)
        {
            Part($"Open questions of §8, {result.Region}", OpenQuestions.Answers(result, mask).Select(answer => $"{answer.Section}: {answer.Answer}"));
        }
        Line("## Every answer");
        foreach (var result in results) text.Append(Table(result, files)).Append('\n');
        return text.ToString();

        void Line(string line) => text.Append(line).Append("\n\n");

        void Part(string title, IEnumerable<string> items)
        {
            var all = items.ToList();
            Line($"## {title}");
            Line(all.Count == 0 ? "Nothing." : string.Join('\n', all.Select(item => $"- {item}")));
        }
    }

    private static string Table(RegionResult result, Dictionary<Observation, string> files)
    {
        var rows = result.Observations
            .GroupBy(one => (one.Exchange.Route, one.Means, one.Exchange.Status, Fixture: one.Fixture.Name, File: files.GetValueOrDefault(one)))
            .Select(group => string.Create(CultureInfo.InvariantCulture,
                $"| {result.Region} | `{group.Key.Route}` | {group.Key.Means} | {group.Key.Status} | {group.Count()} | `{group.Key.Fixture}` | {Verdict(group.First())} | {Link(group.Key.File)} |\n"));
        return "| region | request | means | status | times | compared with | verdict | masked body |\n|---|---|---|---|---|---|---|---|\n" + string.Concat(rows);
    }

    private static string Verdict(Observation one) => one.Differences.Count == 0 ? "as written" : "differs";

    private static string Link(string? file) => file is null ? "not JSON, not kept" : $"[{file}](wire/{file})";
}
