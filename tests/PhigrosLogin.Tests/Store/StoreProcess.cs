using System.Diagnostics;

namespace PhigrosLogin.Tests.Store;

/// <summary>A real second process (tests/PhigrosLogin.StoreWriter) that has opened a store.</summary>
internal sealed class StoreProcess : IAsyncDisposable
{
    private readonly Process _process;

    private StoreProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static async Task<StoreProcess> StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "PhigrosLogin.StoreWriter"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var started = new StoreProcess(Process.Start(start)!);
        (await started.ReadLineAsync()).ShouldBe("open");
        return started;
    }

    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

    /// <summary>kill -9, and what it had still said before it died.</summary>
    public async Task<string[]> KillAsync()
    {
        _process.Kill();
        var rest = await _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        // A line without its end was cut off in the middle.
        return rest.Split('\n')[..^1];
    }

    public async Task LeaveAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _process.ExitCode.ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }
}
