using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace PhigrosLogin.Tests;

/// <summary>The program itself, in a process of its own, as an operator starts it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _console = new();
    private readonly TaskCompletionSource<Uri> _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Exited += (_, _) => _listens.TrySetException(new InvalidOperationException($"The program ended: {Console}"));
        _process.EnableRaisingEvents = true;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Url => _listens.Task.Result;

    /// <summary>What it has written so far, to both of its outputs.</summary>
    public string Console
    {
        get
        {
            lock (_console) return _console.ToString();
        }
    }

    public static async Task<ServerProcess> StartAsync(string[] settings, params (string Name, string Value)[] environment)
    {
        var assembly = typeof(Server.Gateway).Assembly.Location;
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(assembly),
        };
        foreach (var argument in (string[])[assembly, "--Urls=http://127.0.0.1:0", "--Store=memory", "--Limits:StartsPerMinute=0", .. settings]) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var server = new ServerProcess(new Process { StartInfo = start });
        await server._listens.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return server;
    }

    /// <summary>Asks it to end as systemd does, and says with which code it did.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
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
        const string start = "PhigrosLogin listens on ";
        if (line.StartsWith(start, StringComparison.Ordinal)) _listens.TrySetResult(new Uri(line[start.Length..].Split(' ')[0]));
    }
}
