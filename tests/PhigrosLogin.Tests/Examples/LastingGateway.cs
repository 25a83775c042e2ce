using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using PhigrosLogin.Server;

namespace PhigrosLogin.Tests.Examples;

/// <summary>
/// A gateway on a port and a store that outlive it: in a process of its own where it is killed or published, else in this one,
/// which spares each test the start of a program.
/// </summary>
internal sealed class LastingGateway : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string[] _settings;
    private readonly bool _isProcess;
    private IRunningGateway? _running;

    private LastingGateway(Uri url, bool isProcess, string[] settings) =>
        (Url, _isProcess, _settings) = (url, isProcess || ServerProcess.Published is not null, [$"--Urls={url}", $"--Store={Path.Combine(_folder.Path, "logins.db")}", .. settings]);

    public Uri Url { get; }

    /// <param name="isKilled">Whether the test kills it.</param>
    /// <param name="settings">More settings.</param>
    public static async Task<LastingGateway> StartAsync(bool isKilled, params string[] settings)
    {
        var gateway = new LastingGateway(new Uri($"http://127.0.0.1:{FreePort()}"), isKilled, settings);
        await gateway.StartAsync();
        return gateway;
    }

    /// <summary>Ends when it listens.</summary>
    public async Task StartAsync() => _running = _isProcess ? await ServerProcess.StartAsync(_settings) : await StartInsideAsync();

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        var process = _running as ServerProcess ?? throw new InvalidOperationException("Start it as one that is killed.");
        await process.KillAsync();
        await process.DisposeAsync();
        _running = null;
    }

    /// <summary>Takes away all that a dead gateway has kept.</summary>
    public void EmptyStore()
    {
        foreach (var file in Directory.EnumerateFiles(_folder.Path)) File.Delete(file);
    }

    public async ValueTask DisposeAsync()
    {
        if (_running is not null) await _running.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<IRunningGateway> StartInsideAsync()
    {
        var log = new LogSink();
        var gateway = await Gateway.StartAsync(
            [.. ServerProcess.ForTests, .. _settings], TimeProvider.System, builder => builder.Logging.ClearProviders().AddProvider(log));
        return new GatewayInside(gateway, log);
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
