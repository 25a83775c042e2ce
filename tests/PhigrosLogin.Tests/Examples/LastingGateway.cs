using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace PhigrosLogin.Tests.Examples;

/// <summary>A gateway in a process of its own, on a port and a store that outlive it.</summary>
internal sealed class LastingGateway : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string[] _settings;
    private ServerProcess? _process;

    private LastingGateway(Uri url, string[] settings) =>
        (Url, _settings) = (url, [$"--Urls={url}", $"--Store={Path.Combine(_folder.Path, "logins.db")}", .. settings]);

    public Uri Url { get; }

    public static async Task<LastingGateway> StartAsync(params string[] settings)
    {
        var gateway = new LastingGateway(new Uri($"http://127.0.0.1:{FreePort()}"), settings);
        await gateway.StartAsync();
        return gateway;
    }

    /// <summary>Ends when it listens.</summary>
    public async Task StartAsync() => _process = await ServerProcess.StartAsync(_settings);

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        await _process!.KillAsync();
        await _process.DisposeAsync();
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
