using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace PhigrosLogin.Tests.Cli;

/// <summary>The built tool in a process of its own, as a script starts it.</summary>
internal sealed class ToolProcess : IAsyncDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(90));
    private readonly StringBuilder _words = new();
    private readonly Process _process;
    private Task<string>? _output;

    private ToolProcess(Process process) => _process = process;

    public static string Program => Path.Combine(AppContext.BaseDirectory, "PhigrosLogin.Cli");

    /// <summary>The settings that send region cn to an upstream of the test, as the environment spells them.</summary>
    public static Dictionary<string, string> PointAt(Uri upstream, params (string Name, string Value)[] more)
    {
        var environment = TestGateway.PointAt("cn", upstream).Select(setting => setting[2..].Split('=', 2))
            .ToDictionary(parts => parts[0].Replace(":", "__", StringComparison.Ordinal), parts => parts[1]);
        environment["Polling__MinimumInterval"] = "50ms";
        environment["LC_ALL"] = "C.UTF-8";
        environment["NO_PROXY"] = "*";
        foreach (var (name, value) in more) environment[name] = value;
        return environment;
    }

    public static ToolProcess Start(IReadOnlyDictionary<string, string> environment, params string[] arguments) => StartProgram(Program, environment, arguments);

    /// <summary>Starts something that starts the tool, such as a shell.</summary>
    public static ToolProcess StartProgram(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new ToolProcess(Process.Start(start)!);
    }

    /// <summary>Runs it to its end, with this on its stdin.</summary>
    public static async Task<ToolEnd> RunAsync(IReadOnlyDictionary<string, string> environment, string input, params string[] arguments)
    {
        await using var tool = Start(environment, arguments);
        await tool._process.StandardInput.WriteAsync(input);
        return await tool.EndAsync();
    }

    /// <summary>Waits until a line on stderr holds these words, and gives the line.</summary>
    public async Task<string> SaysAsync(string words)
    {
        while (await _process.StandardError.ReadLineAsync(_patience.Token) is { } line)
        {
            _words.AppendLine(line);
            if (line.Contains(words, StringComparison.Ordinal)) return line;
        }
        throw new InvalidOperationException($"It never said “{words}”, but: {_words}");
    }

    /// <summary>All of its stdout up to the first of these words, which need not end a line: what a terminal has shown.</summary>
    public async Task<string> ReadUntilAsync(string words)
    {
        var (text, letter) = (new StringBuilder(), new char[1]);
        while (!text.ToString().EndsWith(words, StringComparison.Ordinal))
        {
            if (await _process.StandardOutput.ReadAsync(letter, _patience.Token) == 0) throw new InvalidOperationException($"It never said “{words}”, but: {text}");
            text.Append(letter[0]);
        }
        return text.ToString();
    }

    /// <summary>Ctrl-C.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Writes to its stdin.</summary>
    public async Task TypeAsync(string input)
    {
        await _process.StandardInput.WriteAsync(input);
        _process.StandardInput.Close();
    }

    /// <summary>Leaves before the result comes, as the other end of a pipe may.</summary>
    public void StopReading()
    {
        _process.StandardOutput.Close();
        _output = Task.FromResult("");
    }

    public async Task<ToolEnd> EndAsync()
    {
        _process.StandardInput.Close();
        _output ??= _process.StandardOutput.ReadToEndAsync(_patience.Token);
        _words.Append(await _process.StandardError.ReadToEndAsync(_patience.Token));
        var output = await _output;
        await _process.WaitForExitAsync(_patience.Token);
        return new ToolEnd(_process.ExitCode, output, _words.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _patience.Dispose();
    }
}

/// <summary>What is left of a process.</summary>
/// <param name="Status">Its exit code.</param>
/// <param name="Output">All of its stdout.</param>
/// <param name="Words">All of its stderr.</param>
internal sealed record ToolEnd(int Status, string Output, string Words);
