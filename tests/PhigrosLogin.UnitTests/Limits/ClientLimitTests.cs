using System.Text;
using PhigrosLogin.Tests.Logins;
using PhigrosLogin.Tests.OAuth;
using PhigrosLogin.Tests.Sessions;

namespace PhigrosLogin.Tests.Limits;

/// <summary>Guarantee 25: a client that proves itself has limits of its own, on which no other caller draws.</summary>
public class ClientLimitTests
{
    private const string OtherKey = "the secret of another client";

    // The clock stands still, so that no upstream call would get its turn after the first 50.
    private const string Unhurried = "--Upstream:CallsPerSecond=0";

    // A tenth of the table: what all anonymous callers together may create within a minute.
    private static readonly string[] SmallTable = ["--Limits:MaxLogins=50", "--Limits:LoginsPerMinute=60"];

    [Theory]
    [InlineData("/oauth/device_authorization", "client_id=my-bot&client_secret=wrong")]
    [InlineData("/oauth/device_authorization", "client_id=my-bot")]
    [InlineData("/oauth/device_authorization", "client_id=nobody")]
    [InlineData("/api/v1/logins", "{}")]
    [InlineData("/", "region=cn")]
    public async Task Callers_without_a_secret_do_not_keep_a_client_out(string path, string body)
    {
        await using var world = await World.StartAsync([.. SmallTable, KeyRing.Setting("my-bot")]);

        for (var caller = 0; caller < 40; caller++)
        {
            var answer = await world.AskAsync("POST", path, body, more: $"X-Forwarded-For: 192.0.2.{caller}\r\n");
            answer.Status.ShouldBe(401, answer.Body);
        }

        (await world.AskAsync("POST", "/api/v1/logins", "{}", KeyRing.Key)).Status.ShouldBe(201);
        (await world.AskAsync("GET", "/api/LoginQrCode/GetNewQrCode", null, KeyRing.Key)).Status.ShouldBe(200);
        (await world.PostFormAsync(OAuthCaller.Authorization, "", Basic("my-bot", KeyRing.Key))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_client_has_600_a_minute_from_all_its_addresses_and_with_all_APIs()
    {
        await using var world = await World.StartAsync(Unhurried, "--Limits:LoginsPerMinute=1", KeyRing.Setting("my-bot"));
        var created = 0;

        for (; created < 600; created++)
        {
            var address = $"X-Forwarded-For: 10.0.0.{created % 250}\r\n";
            var answer = (created % 3) switch
            {
                0 => await world.AskAsync("POST", "/api/v1/logins", "{}", KeyRing.Key, address),
                1 => await world.AskAsync("GET", "/api/LoginQrCode/GetNewQrCode", null, KeyRing.Key, address),
                _ => await world.PostFormAsync(OAuthCaller.Authorization, "", Basic("my-bot", KeyRing.Key) + address),
            };
            answer.Status.ShouldBeLessThan(300, answer.Body);
        }
        var refused = await world.AskAsync("POST", "/api/v1/logins", "{}", KeyRing.Key);
        var byOAuth = await world.PostFormAsync(OAuthCaller.Authorization, "", Basic("my-bot", KeyRing.Key));

        Shape.Of("/api/v1/logins").ShouldFit(refused, 429, "rate_limited");
        refused.Body.ShouldContain("from your client");
        refused.Headers["Retry-After"].ShouldBe("1");
        byOAuth.ShouldBeError("temporarily_unavailable", 429);
    }

    [Fact]
    public async Task Two_clients_do_not_draw_on_each_others_limit()
    {
        await using var world = await World.StartAsync(
            KeyRing.Setting("my-bot"), "--Clients:my-bot:LoginsPerMinute=2", KeyRing.Setting("other", OtherKey));

        var statuses = new List<int>();
        foreach (var key in (string[])[KeyRing.Key, KeyRing.Key, KeyRing.Key, OtherKey, OtherKey, OtherKey])
        {
            statuses.Add((await world.AskAsync("POST", "/api/v1/logins", "{}", key)).Status);
        }

        statuses.ShouldBe([201, 201, 429, 201, 201, 201]);
    }

    [Fact]
    public async Task Zero_is_no_limit_and_what_is_no_number_stops_the_start()
    {
        await using var world = await World.StartAsync("--Clients:my-bot:LoginsPerMinute=0", KeyRing.Setting("my-bot"));
        for (var created = 0; created < 650; created++)
        {
            (await world.AskAsync("POST", "/api/v1/logins", "{}", KeyRing.Key)).Status.ShouldBe(201);
        }

        var start = () => World.StartAsync("--Clients:my-bot:LoginsPerMinute=-1", KeyRing.Setting("my-bot"));

        (await start.ShouldThrowAsync<PhigrosLogin.Server.SettingsException>()).Message
            .ShouldBe("Clients:my-bot:LoginsPerMinute must be a whole number from 0 to 100000.");
    }

    [Fact]
    public async Task A_public_OAuth_client_draws_on_its_address()
    {
        await using var world = await World.StartAsync("--Limits:LoginsPerMinute=2");

        var statuses = new List<int>();
        foreach (var (client, address) in ((string, int)[])[("a", 1), ("b", 1), ("c", 1), ("c", 2)])
        {
            var answer = await world.PostFormAsync(
                OAuthCaller.Authorization, $"client_id={client}", $"X-Forwarded-For: 192.0.2.{address}\r\n");
            statuses.Add(answer.Status);
        }

        statuses.ShouldBe([200, 200, 429, 200]);
    }

    [Fact]
    public async Task Sessions_are_60_a_minute_for_a_client_and_10_for_an_address()
    {
        await using var world = await World.StartAsync(Unhurried, "--Sessions:AllowAnonymous=true", KeyRing.Setting("my-bot"));
        const string body = $$"""{"sessionToken":"{{TwoClouds.Token}}","region":"cn"}""";

        var anonymous = new List<int>();
        while (anonymous.Count < 11) anonymous.Add((await world.AskAsync("POST", "/api/v1/sessions/inspect", body)).Status);
        var ofClient = new List<int>();
        while (ofClient.Count < 61)
        {
            ofClient.Add((await world.AskAsync("POST", "/api/v1/sessions/inspect", body, KeyRing.Key)).Status);
        }

        anonymous.ShouldBe([.. Enumerable.Repeat(200, 10), 429]);
        ofClient.ShouldBe([.. Enumerable.Repeat(200, 60), 429]);
    }

    private static string Basic(string id, string secret) =>
        $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}"))}\r\n";
}
