using System.Diagnostics;
using System.Globalization;

namespace PhigrosLogin.Bench.Driving;

/// <summary>A program in a process of its own that says where it listens, as the gateway does: "… listens on http://…".</summary>
internal sealed class Child : IAsyncDisposable
{
    private const string Words = " listens on ";

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Child(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) => _listens.TrySetException(new InvalidOperationException($"{start.FileName} ended before it listened."));
        _process.Start();
        _process.BeginOutputReadLine();
    }

    public Uri Url => _listens.Task.Result;

    /// <summary>The time that it has spent on a processor so far, in steps of 10 ms.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a program and waits until it listens.</summary>
    /// <param name="program">The program.</param>
    /// <param name="folder">The folder it starts in.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<Child> StartAsync(string program, string folder, params string[] arguments)
    {
        var child = new Child(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = folder });
        try
        {
            await child._listens.Task.WaitAsync(TimeSpan.FromSeconds(60));
            return child;
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>What it holds of the machine's memory, in MB: resident, and with shared pages divided among their holders.</summary>
    public async Task<(double Rss, double Pss)> MemoryAsync()
    {
        var lines = await File.ReadAllLinesAsync(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/smaps_rollup"));
        return (Megabytes("Rss:"), Megabytes("Pss:"));

        double Megabytes(string name) =>
            double.Parse(lines.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    // Nothing that it keeps is wanted afterwards.
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is not null && line.IndexOf(Words, StringComparison.Ordinal) is >= 0 and var at)
        {
            _listens.TrySetResult(new Uri(line[(at + Words.Length)..].Split(' ')[0]));
        }
    }
}
