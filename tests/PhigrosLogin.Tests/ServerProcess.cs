using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace PhigrosLogin.Tests;

/// <summary>The program itself, in a process of its own, as an operator starts it, stops it, and kills it as nobody should.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string FirstLine = "PhigrosLogin listens on ";

    private readonly Process _process;
    private readonly StringBuilder _console = new();
    private readonly TaskCompletionSource<Uri> _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Exited += (_, _) => _listens.TrySetException(new InvalidOperationException($"The program ended: {Console}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Url => _listens.Task.Result;

    /// <summary>Its resident memory in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>What it has written so far, to both of its outputs.</summary>
    public string Console
    {
        get
        {
            lock (_console) return _console.ToString();
        }
    }

    /// <summary>Ends when it listens: on a port of its own and with a store in memory, unless the settings say otherwise.</summary>
    public static async Task<ServerProcess> StartAsync(IEnumerable<string> settings, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "PhigrosLogin.Server"), ["--Urls=http://127.0.0.1:0", "--Store=memory", "--Limits:StartsPerMinute=0", .. settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var server = new ServerProcess(start);
        await server._listens.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return server;
    }

    /// <summary>What systemd and Docker send first.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
    }

    /// <summary>Waits for its end, its last words included.</summary>
    /// <returns>The exit status.</returns>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_console) _console.AppendLine(line);
        if (line.StartsWith(FirstLine, StringComparison.Ordinal)) _listens.TrySetResult(new Uri(line[FirstLine.Length..].Split(' ')[0]));
    }
}
