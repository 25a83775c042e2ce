using System.Diagnostics;
using PhigrosLogin.Cli;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.LiveCheck;

/// <summary>The script as a person starts it, on the real clock.</summary>
public class LiveCheckScriptTests
{
    [Fact]
    public async Task The_script_signs_in_and_leaves_a_report()
    {
        await using var sandbox = await SandboxUpstream.StartAsync(
            new SandboxOptions { Region = SandboxRegion.China, LinkBase = SandboxRegion.China.PublicLinkBase, DefaultScript = new(SandboxScript.Confirm, TimeSpan.Zero) },
            TimeProvider.System,
            TestContext.Current.CancellationToken);
        await using var tap = new WireTap(sandbox.Url);
        var folder = Directory.CreateTempSubdirectory("live-check-");

        var (status, output) = await RunAsync(tap.Url, "--go", "--region", "cn", "--report", folder.FullName);

        status.ShouldBe(ExitCode.Done, output);
        output.ShouldStartWith("Region: cn");
        var written = string.Concat(folder.EnumerateFiles("*", SearchOption.AllDirectories).Select(file => File.ReadAllText(file.FullName)));
        written.ShouldContain("cn: not seen. This account has a player");
        tap.Secrets.ShouldAllBe(secret => !written.Contains(secret, StringComparison.Ordinal));
        folder.Delete(recursive: true);
    }

    private static async Task<(int Status, string Output)> RunAsync(Uri upstream, params string[] words)
    {
        var start = new ProcessStartInfo(Path.Combine(Root(), "live-check.sh"), words) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var role in (string[])["AccountsUrl", "ApiUrl", "CloudUrl"]) start.Environment[$"Regions__cn__{role}"] = upstream.ToString();
        start.Environment["Polling__MinimumInterval"] = "50ms";
        // A build server would outlive the script and hold its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "live-check.sh"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
