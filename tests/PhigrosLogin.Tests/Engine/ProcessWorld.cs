using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using PhigrosLogin.Polling;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Tests.Engine;

/// <summary>A sandbox, a relay, and a SQLite file that real gateways come and go on. The clock is the real one.</summary>
internal sealed class ProcessWorld : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-");

    private readonly List<ServerProcess> _gateways = [];

    private ProcessWorld(SandboxUpstream sandbox) => (Sandbox, Relay) = (sandbox, GrantRelay.Start(sandbox.Url));

    public SandboxUpstream Sandbox { get; }

    public GrantRelay Relay { get; }

    private string File => Path.Combine(_folder.FullName, "logins.db");

    public static async Task<ProcessWorld> StartAsync() => new(await SandboxUpstream.StartAsync(
        new SandboxOptions { Region = SandboxRegion.China, LinkBase = new Uri("https://accounts.taptap.cn"), DefaultScript = null }, TimeProvider.System));

    public async Task<ServerProcess> StartGatewayAsync()
    {
        var gateway = await ServerProcess.StartAsync([.. TestGateway.PointAt("cn", Relay.Url), $"--Store={File}", "--Polling:MinimumInterval=50ms"]);
        _gateways.Add(gateway);
        return gateway;
    }

    /// <summary>A code that the player has confirmed, and that nobody has polled.</summary>
    public async Task<SimulatedCode> ConfirmedCodeAsync(ServerProcess gateway)
    {
        var answer = await RawHttp.GetAsync(gateway.Url, "/api/LoginQrCode/GetNewQrCode");
        answer.Status.ShouldBe(200, answer.Body);
        var url = JsonDocument.Parse(answer.Body).RootElement.GetProperty("url").GetString()!;
        var code = new SimulatedCode(answer.Body, url, url[^5..]);
        Sandbox.Codes.Confirm(code.UserCode);
        return code;
    }

    /// <summary>Asks until it is decided.</summary>
    /// <returns>The deciding answer; null when the gateway died before it.</returns>
    public static async Task<RawAnswer?> AskAsync(ServerProcess gateway, SimulatedCode code)
    {
        try
        {
            while (true)
            {
                var answer = await RawHttp.PostAsync(gateway.Url, "/api/LoginQrCode/CheckQRCode", code.Body);
                if (!answer.Body.Contains("\"code\":1,", StringComparison.Ordinal)) return answer;
                await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }
        catch (Exception gone) when (gone is IOException or System.Net.Sockets.SocketException or ArgumentOutOfRangeException)
        {
            return null; // the last: an answer that broke off in the middle
        }
    }

    /// <summary>Whether TapTap gave the grant away.</summary>
    public bool HasGranted(SimulatedCode code) =>
        Sandbox.Calls.Any(call => call.Operation == SandboxOperation.Token && call.UserCode == code.UserCode && call.Outcome == "granted");

    /// <summary>What a gateway that is gone has left, opened as the next one opens it.</summary>
    public async Task<StoredCode?> LeftBehindAsync(SimulatedCode code)
    {
        await using var store = await SqliteLoginStore.OpenAsync(
            new StoreOptions { Store = File }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<SqliteLoginStore>.Instance, TestContext.Current.CancellationToken);
        return await store.FindAsync(KeyOf(code));
    }

    /// <summary>The state in the file of a gateway that is running.</summary>
    public async Task<DeviceCodeStatus> StateInFileAsync(SimulatedCode code)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var query = connection.Query("SELECT state FROM codes WHERE key = $key", ("$key", KeyOf(code)));
        return (DeviceCodeStatus)Convert.ToInt32(await query.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _gateways) await gateway.DisposeAsync();
        await Relay.DisposeAsync();
        await Sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static byte[] KeyOf(SimulatedCode code) =>
        CodeKey.Of("cn", new Secret(JsonDocument.Parse(code.Body).RootElement.GetProperty("deviceCode").GetString()!));
}
