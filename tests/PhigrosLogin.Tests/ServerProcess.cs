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
        _process.Exited += (_, _) =>
        {
            _process.WaitForExit(); // its last words may still be on their way
            _listens.TrySetException(new InvalidOperationException($"The program ended: {Console}"));
        };
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>A port of its own, a store in memory, and as many starts as a test likes.</summary>
    public static IReadOnlyList<string> ForTests { get; } = ["--Urls=http://127.0.0.1:0", "--Store=memory", "--Limits:StartsPerMinute=0"];

    // What was built for the tests, or in a full run what was published.
    private static string Built => Environment.GetEnvironmentVariable("PHIGROSLOGIN_SERVER") ?? Path.Combine(AppContext.BaseDirectory, "PhigrosLogin.Server");

    public Uri Url => _listens.Task.Result;

    public int Id => _process.Id;

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
    public static Task<ServerProcess> StartAsync(IEnumerable<string> settings, params (string Name, string Value)[] environment) =>
        StartProgramAsync(Built, settings, environment);

    /// <summary>The same with another file of the same program.</summary>
    public static Task<ServerProcess> StartProgramAsync(string program, IEnumerable<string> settings, params (string Name, string Value)[] environment) =>
        StartCommandAsync([program, .. ForTests, .. settings], environment);

    /// <summary>The same with a command that has it listen somewhere by itself.</summary>
    public static async Task<ServerProcess> StartCommandAsync(IReadOnlyList<string> command, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
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
    public void Terminate() => Terminate(_process.Id);

    /// <summary>The same, to another process that belongs to it.</summary>
    public static void Terminate(int process)
    {
        using var kill = Process.Start("kill", ["-TERM", process.ToString(CultureInfo.InvariantCulture)]);
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
        // At the start of a line, or inside one of JSON.
        if (line.IndexOf(FirstLine, StringComparison.Ordinal) is >= 0 and var at) _listens.TrySetResult(new Uri(line[(at + FirstLine.Length)..].Split(' ', '"')[0]));
    }
}
