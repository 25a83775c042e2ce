using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace PhigrosLogin.Tests.Examples;

/// <summary>A gateway in a process of its own, on a port and a store that outlive it.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string[] _arguments;
    private Process? _process;

    private GatewayProcess(Uri url, string[] settings) =>
        (Url, _arguments) = (url, [$"--Urls={url}", $"--DataFolder={_folder.Path}", "--Limits:StartsPerMinute=0", .. settings]);

    public Uri Url { get; }

    public static async Task<GatewayProcess> StartAsync(params string[] settings)
    {
        var gateway = new GatewayProcess(new Uri($"http://127.0.0.1:{FreePort()}"), settings);
        await gateway.StartAsync();
        return gateway;
    }

    /// <summary>Ends when it listens.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "PhigrosLogin.Server"), _arguments)
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
        };
        var (listens, said) = (new TaskCompletionSource(), new System.Text.StringBuilder());
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) =>
        {
            said.AppendLine(line.Data);
            if (line.Data is null) listens.TrySetException(new InvalidOperationException($"The gateway did not start: {said}"));
            if (line.Data?.Contains("listens on", StringComparison.Ordinal) == true) listens.TrySetResult();
        };
        _process.BeginOutputReadLine();
        await listens.Task;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Takes away all that a dead gateway has kept.</summary>
    public void EmptyStore()
    {
        foreach (var file in Directory.EnumerateFiles(_folder.Path)) File.Delete(file);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await KillAsync();
        _folder.Dispose();
    }

    // Below the ports that the system hands out, so that no other socket takes it while the gateway is dead.
    private static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(10_000, 32_000);
            using var probe = new TcpListener(IPAddress.Loopback, port);
            try
            {
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // taken
            }
        }
    }
}
