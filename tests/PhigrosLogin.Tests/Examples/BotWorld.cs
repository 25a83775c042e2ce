using System.Net.Http.Headers;
using System.Text.Json;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Examples;

/// <summary>A simulated TapTap, a gateway, and the examples that use it; on the real clock, as they are.</summary>
internal sealed class BotWorld : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Interpreters = new()
    {
        ["login.sh"] = "/bin/sh",
        ["login.py"] = "/usr/bin/python3", // the one for which Debian has aiohttp
        ["login.mjs"] = "node",
    };

    private readonly TempFolder _folder = new();
    private readonly List<RunningExample> _running = [];
    private readonly HttpClient _http = new();

    private BotWorld(SandboxUpstream china, LastingGateway gateway) => (China, Gateway) = (china, gateway);

    public SandboxUpstream China { get; }

    public LastingGateway Gateway { get; }

    /// <summary>Where an example keeps its login.</summary>
    public string State => Path.Combine(_folder.Path, "login.json");

    public string Picture => Path.Combine(_folder.Path, "qr.png");

    /// <summary>Where an example may store the token.</summary>
    public string TokenFile => Path.Combine(_folder.Path, "token");

    /// <param name="settings">More settings of the gateway.</param>
    public static Task<BotWorld> StartAsync(params string[] settings) => StartAsync(isKilled: false, settings);

    /// <summary>A world whose gateway the test kills.</summary>
    public static Task<BotWorld> StartToKillAsync() => StartAsync(isKilled: true, []);

    private static async Task<BotWorld> StartAsync(bool isKilled, string[] settings)
    {
        var china = await SandboxUpstream.StartAsync(
            new SandboxOptions { Region = SandboxRegion.China, LinkBase = SandboxRegion.China.PublicLinkBase, DefaultScript = null }, TimeProvider.System);
        return new BotWorld(china, await LastingGateway.StartAsync(isKilled, [.. TestGateway.PointAt("cn", china.Url), "--Polling:MinimumInterval=100ms", .. settings]));
    }

    /// <summary>Starts an example for the player Ann; it prints the token unless it is given another place for it.</summary>
    public RunningExample Run(string example, Uri? gateway = null, string seconds = "180", params (string Name, string Value)[] more)
    {
        var environment = new Dictionary<string, string>
        {
            ["PHIGROS_GATEWAY"] = (gateway ?? Gateway.Url).ToString().TrimEnd('/'),
            ["PHIGROS_STATE"] = State,
            ["PHIGROS_TOKEN_FILE"] = "-",
        };
        foreach (var (name, value) in more) environment[name] = value;
        return Started(RunningExample.Start(Interpreters[example], [Repository.File($"examples/{example}"), "Ann", seconds], environment));
    }

    /// <summary>Starts a program that imports an example, in the folder of the examples.</summary>
    public RunningExample Import(string example, string program)
    {
        string[] arguments = example == "login.py" ? ["-c", program] : ["--input-type=module", "--eval", program];
        var environment = new Dictionary<string, string> { ["PYTHONDONTWRITEBYTECODE"] = "1", ["PYTHONPATH"] = Repository.File("examples") };
        return Started(RunningExample.Start(Interpreters[example], arguments, environment));
    }

    /// <summary>Somebody looks at the login behind a link: the five characters at the end of its code.</summary>
    public async Task<string> LookAsync(string link) => (await StateOfAsync(link, "?ensureQr=true")).GetProperty("qr").GetProperty("content").GetString()![^5..];

    public async Task<JsonElement> StateOfAsync(string link, string query = "") =>
        JsonDocument.Parse(await _http.GetStringAsync(new Uri(Gateway.Url, $"/api/v1/logins/{link[^22..]}{query}"))).RootElement;

    /// <summary>What the gateway answers to whoever reads the result of the login that is kept.</summary>
    public async Task<string> ResultAsync(string kept)
    {
        var login = JsonDocument.Parse(kept).RootElement;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Gateway.Url, $"/api/v1/logins/{login.GetProperty("id").GetString()}/result"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", login.GetProperty("loginSecret").GetString());
        using var answer = await _http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Whether the game cloud takes this as the session token of the simulated player.</summary>
    public async Task ShouldOpenTheGameAsync(string token)
    {
        token.ShouldMatch("^[0-9a-zA-Z]{25}$");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(China.Url, "/1.1/users/me"));
        request.Headers.Add("X-LC-Id", China.Options.Region.ClientId);
        request.Headers.Add("X-LC-Key", China.Options.Region.AppKey);
        request.Headers.Add("X-LC-Session", token);
        using var answer = await _http.SendAsync(request);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(SandboxPlayer.Default.ObjectId);
    }

    private RunningExample Started(RunningExample example)
    {
        _running.Add(example);
        return example;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var example in _running) await example.DisposeAsync();
        _http.Dispose();
        await Gateway.DisposeAsync();
        await China.DisposeAsync();
        _folder.Dispose();
    }
}
