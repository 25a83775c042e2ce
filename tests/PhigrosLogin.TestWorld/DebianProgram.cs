using System.ComponentModel;
using System.Diagnostics;

namespace PhigrosLogin.Tests;

/// <summary>A program that looks at our output from outside. Without it the test fails and names its package.</summary>
internal sealed record DebianProgram(string Name, string Package)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string Missing => $"{Name} is missing: install the Debian package {Package} (./test.sh does so when it runs as root).";

    public Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException(Missing);
        }
    }

    public Task<string> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string>(), arguments);

    /// <summary>What it printed, once it has ended well.</summary>
    public async Task<string> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var process = Start(environment, arguments);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            process.ExitCode.ShouldBe(0, $"{Name}: {await errors}");
            return output;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
