using System.Text.RegularExpressions;
using PhigrosLogin.Tests.Documents;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Telemetry;

/// <summary>What docs/telemetry.md shows is read by Prometheus's own tool, and the numbers that it names exist.</summary>
public sealed partial class TelemetryDocumentTests : IDisposable
{
    private static readonly DebianProgram Promtool = new("promtool", "prometheus");
    private static readonly DebianProgram Shell = new("sh", "dash");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Runs("docs/telemetry.md", "Prometheus")]
    public async Task The_configuration_and_the_rules_are_good()
    {
        foreach (var (name, text) in Files("docs/telemetry.md")) await File.WriteAllTextAsync(Path.Combine(_folder.Path, name), text, TestContext.Current.CancellationToken);

        var report = await Promtool.RunAsync("check", "config", Path.Combine(_folder.Path, "prometheus.yml"));

        report.ShouldContain("SUCCESS: 1 rule files found");
        report.ShouldMatch("SUCCESS: \\d+ rules found");
    }

    [Fact]
    public void Both_languages_show_the_same_files() => Files("docs/telemetry.zh-CN.md").ShouldBe(Files("docs/telemetry.md"));

    [Fact]
    public async Task What_the_gateway_writes_passes_the_check_of_metrics_and_has_every_number_of_the_document()
    {
        await using var world = await World.StartAsync("--ManagementUrls=http://127.0.0.1:0");
        await world.FinishedCheckAsync(world.China);
        var code = await world.NewCodeAsync();
        world.China.Codes.Scan(code.UserCode);
        await world.PassIntervalAsync();
        await world.PostAsync("CheckQRCode", code.Body);
        var text = await world.ScrapeAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "metrics"), text, TestContext.Current.CancellationToken);

        var complaints = await Shell.RunAsync("-c", $"promtool check metrics < {_folder.Path}/metrics");

        complaints.ShouldBeEmpty();
        var named = Number().Matches(Repository.Read("docs/telemetry.md") + Repository.Read("docs/telemetry.zh-CN.md")).Select(match => match.Value).ToHashSet();
        named.Count.ShouldBeGreaterThanOrEqualTo(8);
        named.Where(name => !text.Contains($"\n{name}{{", StringComparison.Ordinal) && !text.Contains($"\n{name} ", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static Dictionary<string, string> Files(string document) =>
        Block().Matches(Repository.Read(document)).ToDictionary(block => block.Groups["name"].Value, block => block.Groups["text"].Value);

    [GeneratedRegex(@"^```yaml (?<name>\S+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\b(phigroslogin|http_server|http_client|kestrel|dotnet)_[a-z_]+[a-z]\b")]
    private static partial Regex Number();
}
