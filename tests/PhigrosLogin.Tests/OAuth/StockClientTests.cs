using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Documents;
using PhigrosLogin.Tests.Examples;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.OAuth;

/// <summary>
/// openid-client, oauth4webapi and GitHub's cli/oauth sign a player in, with no code of ours on their side. The last two only with
/// <c>./test.sh --full</c>: to fetch one and to compile the other takes a minute, and for every change the first one shows the same.
/// </summary>
public sealed class StockClientTests(StockClients clients) : IClassFixture<StockClients>
{
    private const string Key = "k3y: with+everything%/=";

    public static TheoryData<string> Names => [.. StockClients.Names];

    public static TheoryData<string> OfNode => [.. StockClients.OfNode];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_player_who_confirms_is_signed_in(string name)
    {
        await using var world = await ClientWorld.StartAsync();
        await using var client = clients.Start(name, world.Url);
        var link = await client.SaysAsync("Go to ");

        world.TapTap.Codes.Confirm(await world.LookAsync(link));
        var answer = await EndAsync(client);

        answer.Text("access_token").ShouldNotBeNull(answer.ToString()).ShouldMatch("^[0-9a-z]{25}$");
        answer.Text("token_type").ShouldBe(name == "cli-oauth" ? "Bearer" : "bearer");
        answer.Text("scope").ShouldBe("public_profile");
        (await world.StateAsync(link)).Text("requestedBy").ShouldBe(name);
        if (name != "cli-oauth") answer.GetProperty("player").Text("nickname").ShouldBe("static-void2");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_player_who_refuses_is_access_denied(string name)
    {
        await using var world = await ClientWorld.StartAsync();
        await using var client = clients.Start(name, world.Url);
        var link = await client.SaysAsync("Go to ");

        world.TapTap.Codes.Refuse(await world.LookAsync(link));
        var answer = await EndAsync(client);

        answer.Text("error").ShouldBe("access_denied");
    }

    // A login lives for ten minutes: here they pass on the gateway's clock alone.
    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_player_who_does_not_come_is_an_expired_token(string name)
    {
        await using var world = await World.StartAsync(new ManualClock(), "--Polling:MinimumInterval=1s");
        await using var client = clients.Start(name, world.Url);
        var login = new OpenLogin(world, (await client.SaysAsync("Go to "))[^22..], "");

        world.Clock.Advance(TimeSpan.FromMinutes(10));
        await login.UntilAsync("expired");
        var answer = await EndAsync(client);

        answer.Text("error").ShouldBe("expired_token");
    }

    // The second poller asks once for each of the client's intervals, just before the client does.
    [Theory]
    [MemberData(nameof(OfNode))]
    public async Task A_client_that_a_second_poller_slows_down_goes_on_more_slowly_and_succeeds(string name)
    {
        await using var world = await ClientWorld.StartAsync("--Polling:MinimumInterval=2s");
        await using var spy = await TokenSpy.StartAsync(world.Url);
        await using var client = clients.Start(name, spy.Url);
        var link = await client.SaysAsync("Go to ");

        await spy.SlowedDownAsync();
        world.TapTap.Codes.Confirm(await world.LookAsync(link));
        var answer = await EndAsync(client);

        answer.Text("access_token").ShouldNotBeNull(answer.ToString());
        spy.Errors.ShouldContain("slow_down");
        spy.LongestPause.ShouldBeGreaterThan(TimeSpan.FromSeconds(6)); // 2 s, and 5 more
    }

    [Fact(Skip = "./test.sh --full", SkipType = typeof(FullLength), SkipWhen = nameof(FullLength.IsOff))]
    public async Task CliOauth_gives_up_when_a_second_poller_slows_it_down_and_says_so()
    {
        await using var world = await ClientWorld.StartAsync("--Polling:MinimumInterval=2s");
        await using var spy = await TokenSpy.StartAsync(world.Url);
        await using var client = clients.Start("cli-oauth", spy.Url);

        await spy.SlowedDownAsync();
        var answer = await EndAsync(client);

        answer.Text("error").ShouldBe("slow_down");
    }

    [Fact]
    [Runs("docs/bots.md", "OAuth libraries")]
    public async Task The_example_of_the_guide_signs_a_player_in_and_prints_no_token()
    {
        await using var world = await ClientWorld.StartAsync();
        var example = new Document("docs/bots.md").CodeUnder("OAuth libraries", "js").ShouldHaveSingleItem()
            .Replace("http://localhost:5015", world.Url.ToString().TrimEnd('/'), StringComparison.Ordinal)
            .Replace("console.log", "console.error", StringComparison.Ordinal);
        await using var bot = clients.Run(example);
        var link = $"/l/{(await bot.SaysAsync("/l/"))[..22]}";

        world.TapTap.Codes.Confirm(await world.LookAsync(link));
        var (status, _, words) = await bot.EndAsync();

        status.ShouldBe(0, words);
        words.ShouldEndWith("static-void2\n");
        words.ShouldNotMatch("\\b[0-9a-z]{25}\\b");
    }

    [Theory]
    [MemberData(nameof(OfNode))]
    public async Task A_client_with_an_api_key_signs_a_player_in(string name)
    {
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        await using var world = await ClientWorld.StartAsync($"--Clients:my bot:Secret=sha256:{hash}");
        await using var client = clients.Start(name, world.Url, "my bot", Key);
        var link = await client.SaysAsync("Go to ");

        world.TapTap.Codes.Confirm(await world.LookAsync(link));
        var answer = await EndAsync(client);

        // client_secret_basic by the one, client_secret_post by the other
        answer.Text("access_token").ShouldNotBeNull(answer.ToString());
    }

    [Theory]
    [MemberData(nameof(OfNode))]
    public async Task A_client_with_a_wrong_key_is_told_in_its_own_words(string name)
    {
        await using var world = await ClientWorld.StartAsync($"--Clients:bot:Secret=sha256:{new string('a', 64)}");
        await using var client = clients.Start(name, world.Url, "bot", "wrong");

        var (status, _, words) = await client.EndAsync();

        status.ShouldNotBe(0);
        words.ShouldContain("WWW-Authenticate");
    }

    private static async Task<JsonElement> EndAsync(RunningExample client)
    {
        var (status, output, words) = await client.EndAsync();
        status.ShouldBe(0, words);
        return JsonDocument.Parse(output).RootElement;
    }

    /// <summary>The program as it was built, in a process of its own, before a simulated TapTap.</summary>
    private sealed class ClientWorld(SandboxUpstream tapTap, ServerProcess gateway) : IAsyncDisposable
    {
        private readonly HttpClient _http = new();

        public SandboxUpstream TapTap => tapTap;

        public Uri Url => gateway.Url;

        public static async Task<ClientWorld> StartAsync(params string[] settings)
        {
            var tapTap = await SandboxUpstream.StartAsync(
                new SandboxOptions { Region = SandboxRegion.China, LinkBase = SandboxRegion.China.PublicLinkBase, DefaultScript = null }, TimeProvider.System);
            return new ClientWorld(tapTap, await ServerProcess.StartAsync(["--Polling:MinimumInterval=200ms", .. TestGateway.PointAt("cn", tapTap.Url), .. settings]));
        }

        /// <summary>Somebody looks at the login behind a link: the five characters at the end of its code.</summary>
        public async Task<string> LookAsync(string link) => (await StateAsync(link, "?ensureQr=true")).GetProperty("qr").Text("content")![^5..];

        public Task<JsonElement> StateAsync(string link, string query = "") =>
            _http.GetFromJsonAsync<JsonElement>(new Uri(gateway.Url, $"/api/v1/logins/{link[^22..]}{query}"));

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            await gateway.DisposeAsync();
            await tapTap.DisposeAsync();
        }
    }
}
