using System.Text.Json;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Logins;
using PhigrosLogin.Tests.OAuth;
using PhigrosLogin.Tests.Sessions;

namespace PhigrosLogin.Tests.FirstContact;

/// <summary>
/// A gateway in front of one row's upstream, on the real clock, because PostgreSQL has one that no test moves.
/// </summary>
internal sealed class ContactWorld : IAsyncDisposable
{
    // In the shape of a session token; no cloud knows it.
    private const string MadeUpToken = "f5knk52e8oa1b2c3d4e5fs7zx";

    private const string NoCode = "no QR code";

    private readonly ContactRow _row;
    private readonly SandboxUpstream _simulator;
    private readonly ContactRoute _route;
    private readonly TempFolder _folder;
    private readonly TestGateway _gateway;

    private ContactWorld(
        ContactRow row, SandboxUpstream simulator, ContactRoute route, TempFolder folder, TestGateway gateway) =>
        (_row, _simulator, _route, _folder, _gateway) = (row, simulator, route, folder, gateway);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<ContactWorld> StartAsync(ContactRow row, string store)
    {
        var simulator = await SandboxUpstream.StartAsync(
            new SandboxOptions
            {
                Region = SandboxRegion.China,
                LinkBase = SandboxRegion.China.PublicLinkBase,
                DefaultScript = null,
                Variants = row.Variants,
            },
            TimeProvider.System,
            Cancelled);
        var (route, folder) = (row.Route(simulator), new TempFolder());
        string[] settings = [.. route.Settings, "--Polling:MinimumInterval=50ms", .. await StoreAsync(store, folder)];
        var gateway = await TestGateway.StartInRealTimeAsync(simulator.Url, settings);
        return new ContactWorld(row, simulator, route, folder, gateway);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _route.DisposeAsync();
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>One login at each API at the same time, and then a question about a session.</summary>
    public async Task<Endings> PlayAsync()
    {
        var (qrCode, login, oauth) = (LoginQrCodeAsync(), LoginAsync(), OAuthAsync());
        var (ending, token) = await qrCode;
        return new Endings(ending, await login, await oauth, await SessionsAsync(token ?? MadeUpToken));
    }

    private static async Task<string[]> StoreAsync(string store, TempFolder folder)
    {
        if (store == "SQLite") return [$"--Store={folder.Path}/logins.db"];

        var server = await PostgresServer.SharedAsync();
        return [$"--Store={await server.NewStoreAsync()}", $"--StoreKey={PostgresServer.StoreKey.Reveal()}"];
    }

    private async Task<(string Ending, string? Token)> LoginQrCodeAsync()
    {
        var got = await _gateway.GetAsync("GetNewQrCode");
        if (got.Status != 200) return (NoCode, null);
        var code = JsonDocument.Parse(got.Body).RootElement;
        var interval = TimeSpan.FromSeconds(code.GetProperty("interval").GetInt32());
        var played = PlayAsync(code.GetProperty("url").GetString()![^5..]);

        var check = await _gateway.PostAsync("CheckQRCode", got.Body);
        while (check.Body.Contains("LoginProcessNotDone", StringComparison.Ordinal))
        {
            await Task.Delay(interval, Cancelled);
            check = await _gateway.PostAsync("CheckQRCode", got.Body);
        }
        await played;
        if (check.Status != 200) return (CodeOf(check), null);

        var token = await _gateway.PostAsync("GetPhigrosToken", check.Body);
        return token.Status == 200 ? ("session token", token.Body) : (CodeOf(token), null);
    }

    private async Task<string> LoginAsync()
    {
        var login = await _gateway.OpenAsync(new { region = "cn" });
        if (!await HasCodeAsync(login)) return NoCode;
        var played = PlayAsync(await login.LookAsync());

        var state = await FinalAsync(login);
        await played;
        return $"{state.Text("status")} {state.Text("reason")}".TrimEnd();
    }

    private async Task<string> OAuthAsync()
    {
        var device = await _gateway.AuthorizeAsync($"client_id={OAuthCaller.Client}&region=cn");
        if (!await HasCodeAsync(device.Login)) return NoCode;
        var played = PlayAsync(await device.Login.LookAsync());

        await FinalAsync(device.Login);
        await played;
        var answer = JsonDocument.Parse((await device.AskAsync()).Body).RootElement;
        return answer.TryGetProperty("access_token", out _)
            ? "session token"
            : $"{answer.Text("error")} {answer.Text("error_description")}";
    }

    private async Task<string> SessionsAsync(string token)
    {
        using var response = await _gateway.InspectAsync(token, "cn");
        var body = await response.JsonAsync();
        if (!response.IsSuccessStatusCode) return body.Text("code")!;
        if (!body.GetProperty("valid").GetBoolean()) return "unknown session";

        var size = body.GetProperty("save").GetProperty("sizeBytes");
        return size.ValueKind == JsonValueKind.Number ? $"save of {size.GetInt64()} bytes" : "save of unknown size";
    }

    /// <summary>The player scans, TapTap is polled once more, the player confirms.</summary>
    private async Task PlayAsync(string userCode)
    {
        _simulator.Codes.Scan(userCode);
        SandboxCall poll;
        var number = 0;
        do poll = await _simulator.WhenCalledAsync(SandboxOperation.Token, ++number, Cancelled);
        while (poll.UserCode != userCode || poll.Outcome != _row.Word);
        _simulator.Codes.Confirm(userCode, _row.HasPlayed ? null : SandboxPlayer.Newcomer());
    }

    private static async Task<bool> HasCodeAsync(OpenLogin login)
    {
        using var picture = await login.Http.GetAsync($"{login.Path}/qr.svg", Cancelled);
        return picture.IsSuccessStatusCode;
    }

    private static async Task<JsonElement> FinalAsync(OpenLogin login)
    {
        var state = await login.StateAsync();
        while (!state.GetProperty("final").GetBoolean())
            state = await login.StateAsync($"?wait=50&after={state.GetProperty("version").GetInt64()}");
        return state;
    }

    private static string CodeOf(RawAnswer answer) =>
        $"code {JsonDocument.Parse(answer.Body).RootElement.GetProperty("code").GetInt32()}";
}
