using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Sandbox;

/// <summary>A practice upstream on a clock that stands still, and a caller of its own that knows the protocol and not the library.</summary>
internal sealed class SandboxWorld : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private int _nonces;

    private SandboxWorld(ManualClock clock, SandboxUpstream sandbox) => (Clock, Sandbox) = (clock, sandbox);

    public ManualClock Clock { get; }

    public SandboxUpstream Sandbox { get; }

    private SandboxRegion Region => Sandbox.Options.Region;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Waits for people, unless options say otherwise.</summary>
    public static async Task<SandboxWorld> StartAsync(SandboxOptions? options = null)
    {
        var clock = new ManualClock();
        return new SandboxWorld(clock, await SandboxUpstream.StartAsync(options ?? new SandboxOptions { DefaultScript = null }, clock, Cancelled));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Sandbox.DisposeAsync();
    }

    public async Task<WireAnswer> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(Sandbox.Url, path)) { Content = content };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request, Cancelled);
        return new WireAnswer((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(Cancelled), response.Headers.Location?.ToString());
    }

    public Task<WireAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<WireAnswer> PostAsync(string path, params (string Name, string? Value)[] form) =>
        SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(
            form.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value!))));

    public static HttpContent Json(string text) => new StringContent(text, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    // :: TapTap

    public Task<WireAnswer> AskForCodeAsync(string? scope = "public_profile", string? clientId = null, string? responseType = "device_code") =>
        PostAsync("/oauth2/v1/device/code", ("client_id", clientId ?? Region.ClientId), ("response_type", responseType), ("scope", scope));

    public async Task<SandboxCode> IssueAsync(string scope = "public_profile", string? clientId = null)
    {
        var answer = await AskForCodeAsync(scope, clientId);
        return Sandbox.Codes.Find(answer.Data("device_code"))!;
    }

    public Task<WireAnswer> PollAsync(
        string? deviceCode, string? clientId = null, string? grantType = "device_token", string? secretType = "hmac-sha-1") =>
        PostAsync("/oauth2/v1/token", ("grant_type", grantType), ("client_id", clientId ?? Region.ClientId), ("secret_type", secretType), ("code", deviceCode));

    public async Task<PracticeGrant> GrantAsync(SandboxPlayer? player = null, string scope = "public_profile")
    {
        var code = await IssueAsync(scope);
        Sandbox.Codes.Confirm(code.UserCode, player);
        var token = await PollAsync(code.DeviceCode);
        return new PracticeGrant(token.Data("kid"), token.Data("mac_key"), token.Data("mac_algorithm"), player ?? Sandbox.Options.Player);
    }

    public string Signature(PracticeGrant grant, string target, TimeSpan? clockOffset = null, string? nonce = null, string separator = ",")
    {
        var ts = (Clock.GetUtcNow() + (clockOffset ?? TimeSpan.Zero)).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        nonce ??= FormattableString.Invariant($"nonce{++_nonces}");
        var text = Encoding.UTF8.GetBytes($"{ts}\n{nonce}\nGET\n{target}\n{Sandbox.Url.Host}\n{Sandbox.Url.Port}\n\n");
        var key = Encoding.UTF8.GetBytes(grant.MacKey);
#pragma warning disable CA5350 // the protocol's own
        var mac = Convert.ToBase64String(grant.Algorithm == "hmac-sha-256" ? HMACSHA256.HashData(key, text) : HMACSHA1.HashData(key, text));
#pragma warning restore CA5350
        return $"MAC id=\"{grant.Kid}\",ts=\"{ts}\",nonce=\"{nonce}\",mac=\"{mac}\"".Replace("\",", "\"" + separator, StringComparison.Ordinal);
    }

    public Task<WireAnswer> SignedAsync(string target, string signature) =>
        SendAsync(HttpMethod.Get, target, null, ("Authorization", signature));

    public string ProfileTarget => $"/account/profile/v1?client_id={Region.ClientId}";

    public string IdsTarget => $"/account/basic-info/v1?client_id={Region.ClientId}";

    // :: The game cloud

    public string Sign(string? appKey = null, bool inSeconds = false)
    {
        var now = Clock.GetUtcNow();
        var stamp = (inSeconds ? now.ToUnixTimeSeconds() : now.ToUnixTimeMilliseconds()).ToString(CultureInfo.InvariantCulture);
#pragma warning disable CA5351 // the protocol's own
        return $"{Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(stamp + (appKey ?? Region.AppKey))))},{stamp}";
#pragma warning restore CA5351
    }

    public Task<WireAnswer> CloudAsync(HttpMethod method, string path, string? session = null, string? json = null, string? sign = null) =>
        SendAsync(method, path, json is null ? null : Json(json), [
            ("X-LC-Id", Region.ClientId),
            ("X-LC-Sign", sign ?? Sign()),
            .. session is null ? [] : new[] { ("X-LC-Session", session) }]);

    /// <summary>The query of the game's own client for one player's saves (docs/protocol.md §9).</summary>
    public static string SavesOf(string objectId) =>
        $"/1.1/classes/_GameSave?where={Where(objectId)}&order=-updatedAt&include=gameFile&limit=100";

    /// <summary>The value of <c>where</c> that names one player, escaped.</summary>
    public static string Where(string objectId) =>
        Uri.EscapeDataString($$$"""{"user":{"__type":"Pointer","className":"_User","objectId":"{{{objectId}}}"}}""");

    public Task<WireAnswer> LoginAsync(PracticeGrant grant, bool failOnNotExist = true, string? sign = null) =>
        CloudAsync(HttpMethod.Post, failOnNotExist ? "/1.1/users?failOnNotExist=true" : "/1.1/users", json: AuthData(grant), sign: sign);

    // The members that LH sends: all that TapTap said (docs/protocol.md §4).
    private static string AuthData(PracticeGrant grant) => JsonSerializer.Serialize(new
    {
        authData = new
        {
            taptap = new Dictionary<string, string>
            {
                ["kid"] = grant.Kid,
                ["access_token"] = grant.Kid,
                ["token_type"] = "mac",
                ["mac_key"] = grant.MacKey,
                ["mac_algorithm"] = grant.Algorithm,
                ["scope"] = "public_profile",
                ["name"] = grant.Player.Name,
                ["avatar"] = grant.Player.Avatar,
                ["gender"] = "",
                ["openid"] = grant.Player.OpenId,
                ["unionid"] = grant.Player.UnionId,
            },
        },
    });
}

/// <summary>A token as its holder knows it.</summary>
internal sealed record PracticeGrant(string Kid, string MacKey, string Algorithm, SandboxPlayer Player);

/// <summary>An answer as it came over the socket.</summary>
internal sealed class WireAnswer(int status, byte[] body, string? location)
{
    public int Status => status;

    public ReadOnlyMemory<byte> Body => body;

    public string? Location => location;

    public string Text => Encoding.UTF8.GetString(body);

    /// <summary>TapTap's error word.</summary>
    public string? Error => Root.GetProperty("data").TryGetProperty("error", out var error) ? error.GetString() : null;

    public JsonElement Root => JsonDocument.Parse(body).RootElement;

    public string Data(string name) => Root.GetProperty("data").GetProperty(name).GetString()!;

    public string Member(string name) => Root.GetProperty(name).GetString()!;
}
