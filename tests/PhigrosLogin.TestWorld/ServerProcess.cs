using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PhigrosLogin.Server;

namespace PhigrosLogin.Tests;

/// <summary>The program itself, in a process of its own, as an operator starts it, stops it, and kills it as nobody should.</summary>
internal sealed partial class ServerProcess : IRunningGateway
{
    private const string FirstLine = "PhigrosLogin listens on ";
    private const string MetricsLine = "  metrics  ";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _console = new();
    private readonly TaskCompletionSource<Uri> _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _measures = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Exited += (_, _) => _listens.TrySetCanceled();
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>
    /// A port of its own, a store in memory, as many logins as a test likes, and no more connections than its files allow.
    /// </summary>
    public static IReadOnlyList<string> ForTests { get; } =
    [
        "--Urls=http://127.0.0.1:0", "--Store=memory", "--Limits:LoginsPerMinute=0", "--Limits:TokenCallsPerMinute=0",
        "--Sessions:AllowAnonymous=true", "--Limits:MaxConnections=10000",
    ];

    /// <summary>The published file, in a full run.</summary>
    public static string? Published => Environment.GetEnvironmentVariable("PHIGROSLOGIN_SERVER");

    /// <summary>What was built for the tests.</summary>
    public static string Built => Path.Combine(AppContext.BaseDirectory, "PhigrosLogin.Server");

    public Uri Url => _listens.Task.Result;

    public Task<Uri> ManagementUrl => _measures.Task.WaitAsync(Patience);

    public int ProcessId => _process.Id;

    /// <inheritdoc />
    public IEnumerable<string> Errors => Console.Split('\n').Where(line => ErrorLine().IsMatch(line));

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
        StartProgramAsync(Published ?? Built, settings, environment);

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
        try
        {
            await server._listens.Task.WaitAsync(Patience);
            return server;
        }
        catch (OperationCanceledException)
        {
            // As Gateway would have said it in this process.
            throw await server.EndAsync() == 2 ? new SettingsException([server.Console.TrimEnd()]) : new IOException(server.Console);
        }
    }

    public async Task StopAsync()
    {
        Terminate();
        (await EndAsync()).ShouldBe(0, Console);
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
        await _process.WaitForExitAsync().WaitAsync(Patience);
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
        if (line.StartsWith(MetricsLine, StringComparison.Ordinal)) _measures.TrySetResult(new Uri(new Uri(line[MetricsLine.Length..].Split(' ')[0]), "/"));
        // At the start of a line, or inside one of JSON.
        if (line.IndexOf(FirstLine, StringComparison.Ordinal) is >= 0 and var at) _listens.TrySetResult(new Uri(line[(at + FirstLine.Length)..].Split(' ', '"')[0]));
    }

    [GeneratedRegex("(^|Z )(fail|crit): |\"LogLevel\":\"(Error|Critical)\"")]
    private static partial Regex ErrorLine();
}
