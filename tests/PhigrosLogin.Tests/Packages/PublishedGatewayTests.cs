using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Logins;
using PhigrosLogin.Tests.OAuth;

namespace PhigrosLogin.Tests.Packages;

/// <summary>The HTTP API of what is published, in each form: whatever trimming and packing could have cost shows here.</summary>
public abstract partial class PublishedGatewayTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private SandboxUpstream? _sandbox;
    private ServerProcess? _gateway;
    private HttpClient? _http;

    /// <summary>Starts it as it is started in this form, which keeps what it keeps in the folder.</summary>
    private protected abstract Task<ServerProcess> StartAsync(string folder, IEnumerable<string> settings);

    public virtual async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxUpstream.StartAsync(
            new SandboxOptions { Region = SandboxRegion.China, LinkBase = SandboxRegion.China.PublicLinkBase, DefaultScript = null }, TimeProvider.System);
        await StartGatewayAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_gateway is not null) await KillGatewayAsync();
        if (_sandbox is not null) await _sandbox.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_documented_door_signs_a_player_in()
    {
        var code = await _http!.GetStringAsync("/api/LoginQrCode/GetNewQrCode", Cancel);
        _sandbox!.Codes.Confirm(JsonDocument.Parse(code).RootElement.Text("url")![^5..]);

        var grant = await PostAsync("CheckQRCode", code);
        while (grant.Contains("\"code\":1,", StringComparison.Ordinal)) grant = await PostAsync("CheckQRCode", code);

        (await PostAsync("GetTapTapProfile", grant)).ShouldContain("openid");
        (await PostAsync("GetPhigrosToken", grant)).ShouldMatch("^[0-9a-z]{25}$");
    }

    [Fact]
    public async Task The_door_of_links_signs_a_player_in_also_when_the_program_is_killed_meanwhile()
    {
        var opened = await _http!.OpenAsync();
        var login = opened with { CurrentHttp = () => _http! };
        var code = await login.LookAsync();

        await KillGatewayAsync();
        await StartGatewayAsync();
        _sandbox!.Codes.Confirm(code);
        await login.UntilAsync("succeeded");

        using var result = await login.ResultAsync();
        (await result.Content.ReadAsStringAsync(Cancel)).ShouldMatch("\"sessionToken\":\"[0-9a-z]{25}\"");
        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).ShouldContain("store.key", "it keeps everything there");
    }

    [Fact]
    public async Task The_door_of_OAuth_signs_a_player_in()
    {
        var device = await FormAsync(OAuthCaller.Authorization, ("client_id", OAuthCaller.Client));
        var code = device.Text("device_code")!;
        var login = new OpenLogin(() => _http!, code.Split('.')[0], code.Split('.')[1]);
        _sandbox!.Codes.Confirm(await login.LookAsync());
        await login.UntilAsync("succeeded");

        var token = await FormAsync(OAuthCaller.Token, ("grant_type", OAuthCaller.GrantType), ("device_code", code), ("client_id", OAuthCaller.Client));

        token.Text("access_token").ShouldNotBeNull().ShouldMatch("^[0-9a-z]{25}$");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/l")]
    [InlineData("/docs")]
    public async Task A_page_comes_with_everything_it_names(string path)
    {
        var page = await _http!.GetStringAsync(path, Cancel);

        var files = Asset().Matches(page).Select(match => match.Value).Distinct().ToList();
        files.ShouldNotBeEmpty();
        foreach (var file in files) (await _http!.GetByteArrayAsync(file, Cancel)).ShouldNotBeEmpty(file);
        (await _http!.GetStringAsync("/openapi/v1.json", Cancel)).ShouldContain("\"openapi\"");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task StartGatewayAsync()
    {
        _gateway = await StartAsync(_folder.Path, [.. TestGateway.PointAt("cn", _sandbox!.Url), "--Store=", "--Polling:MinimumInterval=50ms"]);
        _http = new HttpClient { BaseAddress = _gateway.Url };
    }

    private async Task KillGatewayAsync()
    {
        _http?.Dispose();
        await _gateway!.DisposeAsync();
    }

    private async Task<string> PostAsync(string route, string body)
    {
        using var answer = await _http!.PostAsync($"/api/LoginQrCode/{route}", new StringContent(body, null, "application/json"), Cancel);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private async Task<JsonElement> FormAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var answer = await _http!.PostAsync(path, form, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.JsonAsync();
    }

    [GeneratedRegex(@"/assets/[\w.-]+")]
    private static partial Regex Asset();
}
