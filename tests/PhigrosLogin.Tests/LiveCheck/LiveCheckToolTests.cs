using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Cli;

namespace PhigrosLogin.Tests.LiveCheck;

/// <summary>The built tool's live-check in a process of its own, far away from the source.</summary>
public sealed class LiveCheckToolTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_needs_no_source_and_writes_its_report_where_it_is_started()
    {
        await using var sandbox = await StartSandboxAsync();
        await using var tap = new WireTap(sandbox.Url);
        var program = CopyOfTheTool();
        var empty = Directory.CreateDirectory(Path.Combine(_folder.Path, "empty")).FullName;

        await using var tool = ToolProcess.StartProgram(
            "bash",
            ToolProcess.PointAt(tap.Url),
            "-c",
            $"cd '{empty}' && exec '{program}' live-check --go --region cn");
        var end = await tool.EndAsync();

        end.Status.ShouldBe(0, end.Words);
        var lines = end.Output.TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(10, end.Output);
        lines[1].ShouldStartWith("Outcome: Signed in, no differences");
        lines[2].ShouldStartWith("1. Player at POST /1.1/users: HTTP 200, createdAt and updatedAt different");
        lines[9].ShouldMatch(@"^8\. Time to connect: 127\.0\.0\.1 TCP [0-9]+ ms, ready [0-9]+ ms");
        Directory.EnumerateFileSystemEntries(empty).Select(Path.GetFileName).ShouldBe(["live-check-report"]);
        var file = Path.Combine(empty, "live-check-report", "report.md");
        var report = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        report.ShouldContain(lines[9]);
        var secrets = tap.Secrets.ToList();
        secrets.ShouldNotBeEmpty();
        secrets.ShouldAllBe(secret => !(report + end.Output).Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gateway_signs_the_same_player_in()
    {
        await using var sandbox = await StartSandboxAsync();
        await using var gateway = await TestGateway.StartInRealTimeAsync(sandbox.Url, "--Polling:MinimumInterval=50ms");

        var end = await ToolProcess.RunAsync(
            ToolProcess.PointAt(sandbox.Url),
            "",
            ["live-check", "--go", "--region", "cn", "--gateway", $"{gateway.Url}", "--report", _folder.Path]);

        end.Status.ShouldBe(0, end.Words);
        end.Output.ShouldContain("Gateway: signed in, the same player.");
    }

    [Fact]
    public async Task A_gateway_that_is_not_there_is_a_difference()
    {
        await using var sandbox = await StartSandboxAsync();

        var end = await ToolProcess.RunAsync(
            ToolProcess.PointAt(sandbox.Url),
            "",
            ["live-check", "--go", "--region", "cn", "--gateway", "http://127.0.0.1:9", "--report", _folder.Path]);

        end.Status.ShouldBe(1, end.Words);
        end.Words.ShouldContain("- cn: Gateway: ");
        end.Output.ShouldContain("Gateway: failed with exit code 5.");
    }

    [Theory]
    [InlineData("--go --region moon")]
    [InlineData("--go --faster")]
    [InlineData("--region cn")] // no --go, and no terminal
    public async Task What_cannot_be_used_is_2_and_nothing_is_sent(string line)
    {
        await using var sandbox = await StartSandboxAsync();
        await using var tap = new WireTap(sandbox.Url);

        var end = await ToolProcess.RunAsync(ToolProcess.PointAt(tap.Url), "", ["live-check", .. line.Split(' ')]);

        end.Status.ShouldBe(2, end.Words);
        end.Output.ShouldBeEmpty();
        tap.Targets.ShouldBeEmpty();
    }

    internal static Task<SandboxUpstream> StartSandboxAsync() => SandboxUpstream.StartAsync(
        new SandboxOptions
        {
            Region = SandboxRegion.China,
            LinkBase = SandboxRegion.China.PublicLinkBase,
            DefaultScript = new(SandboxScript.Confirm, TimeSpan.Zero),
        },
        TimeProvider.System,
        TestContext.Current.CancellationToken);

    // Only what belongs to the tool: beside the tests lies much that it must not need.
    private string CopyOfTheTool()
    {
        var copy = Directory.CreateDirectory(Path.Combine(_folder.Path, "tool")).FullName;
        string[] parts =
        [
            "PhigrosLogin.Cli", "PhigrosLogin.Cli.dll", "PhigrosLogin.Cli.runtimeconfig.json", "PhigrosLogin.dll",
            "PhigrosLogin.Client.dll", "System.CommandLine.dll",
        ];
        foreach (var part in parts) File.Copy(Path.Combine(AppContext.BaseDirectory, part), Path.Combine(copy, part));
        return Path.Combine(copy, "PhigrosLogin.Cli");
    }
}
