using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace PhigrosLogin.Tests.Examples;

/// <summary>An example in a process of its own, as a person starts it.</summary>
internal sealed class RunningExample : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly CancellationTokenSource _patience;
    private readonly StringBuilder _words = new();
    private readonly Process _process;

    private RunningExample(Process process, TimeSpan patience) => (_process, _patience) = (process, new CancellationTokenSource(patience));

    public static RunningExample Start(string interpreter, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, TimeSpan? patience = null)
    {
        var start = new ProcessStartInfo(interpreter, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NO_PROXY"] = start.Environment["no_proxy"] = "*";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        try
        {
            return new RunningExample(Process.Start(start)!, patience ?? Patience);
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException($"{interpreter} is missing: ./test.sh installs it when it runs as root.");
        }
    }

    /// <summary>Waits until it says something with these words to the player, and gives the rest of that line.</summary>
    public async Task<string> SaysAsync(string words)
    {
        while (await _process.StandardError.ReadLineAsync(_patience.Token) is { } line)
        {
            _words.AppendLine(line);
            if (line.Split(words) is [_, var rest]) return rest;
        }
        throw new InvalidOperationException($"It never said “{words}”, but: {_words}");
    }

    public Task AnswerAsync(string answer) => _process.StandardInput.WriteLineAsync(answer);

    /// <summary>Waits for its end: the exit status, all that went to stdout, and all that was said.</summary>
    public async Task<(int Status, string Output, string Words)> EndAsync()
    {
        _process.StandardInput.Close();
        var output = _process.StandardOutput.ReadToEndAsync(_patience.Token);
        _words.Append(await _process.StandardError.ReadToEndAsync(_patience.Token));
        await _process.WaitForExitAsync(_patience.Token);
        return (_process.ExitCode, await output, _words.ToString());
    }

    /// <summary>kill -9, also of what it has started.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
        _patience.Dispose();
    }
}
