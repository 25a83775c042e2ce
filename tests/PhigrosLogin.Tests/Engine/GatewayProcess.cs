using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace PhigrosLogin.Tests.Engine;

/// <summary>The gateway as a process of its own, started as an operator starts it and killed as nobody should.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private const string FirstLine = "PhigrosLogin listens on ";

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;

    private GatewayProcess(Process process) => _process = process;

    public Uri Url => _listening.Task.Result;

    /// <summary>All that it has printed, errors included.</summary>
    public string Output => string.Join('\n', _output);

    public static async Task<GatewayProcess> StartAsync(params IEnumerable<string> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "PhigrosLogin.Server.dll"), "--Urls=http://127.0.0.1:0", "--Limits:StartsPerMinute=0", .. settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var gateway = new GatewayProcess(Process.Start(start)!);
        gateway._reading = Task.WhenAll(gateway.ReadAsync(gateway._process.StandardOutput), gateway.ReadAsync(gateway._process.StandardError));
        await Task.WhenAny(gateway._listening.Task, gateway._reading);
        if (!gateway._listening.Task.IsCompletedSuccessfully) throw new InvalidOperationException($"The gateway did not start:\n{gateway.Output}");
        return gateway;
    }

    public Task<RawAnswer> GetAsync(string route) => RawHttp.GetAsync(Url, $"/api/LoginQrCode/{route}");

    public Task<RawAnswer> PostAsync(string route, string body) => RawHttp.PostAsync(Url, $"/api/LoginQrCode/{route}", body);

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
    }

    /// <summary>What systemd and Docker send first.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit status.</returns>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            _output.Enqueue(line);
            if (line.StartsWith(FirstLine, StringComparison.Ordinal)) _listening.TrySetResult(new Uri(line[FirstLine.Length..]));
        }
    }
}
