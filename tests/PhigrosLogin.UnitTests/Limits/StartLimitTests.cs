using System.Globalization;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Limits;

/// <summary>Promise 25: how many logins one address may begin, how it is told to wait, and how a login is begun at all.</summary>
public class StartLimitTests
{
    public static TheoryData<string, string, string?> Starts() => new()
    {
        { "GET", "/api/LoginQrCode/GetNewQrCode", null },
        { "POST", "/api/v1/logins", "{}" },
        { "POST", "/", "region=cn" },
        { "POST", "/oauth/device_authorization", "client_id=a" },
    };

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task One_over_the_limit_is_told_when_to_come_back_and_gets_in_then(string method, string path, string? body)
    {
        await using var world = await World.StartAsync(new ManualClock(), "--Limits:LoginsPerMinute=3");

        var taken = await AskAsync(world, 3, method, path, body);
        var refused = await world.AskAsync(method, path, body);
        world.Clock.Advance(TimeSpan.FromSeconds(int.Parse(refused.Headers["Retry-After"], CultureInfo.InvariantCulture)));
        var later = await world.AskAsync(method, path, body);
        var again = await world.AskAsync(method, path, body);

        taken.ShouldAllBe(answer => answer.Status < 400);
        Shape.Of(path).ShouldFit(refused, 429, "rate_limited");
        refused.Headers["Retry-After"].ShouldBe("20");
        later.Status.ShouldBeLessThan(400, later.Body);
        Shape.Of(path).ShouldFit(again, 429, "rate_limited");
    }

    [Fact]
    public async Task All_doors_draw_on_the_same_limit_and_what_is_no_start_draws_on_none()
    {
        await using var world = await World.StartAsync("--Limits:LoginsPerMinute=3");
        var login = await world.OpenAsync();

        foreach (var path in new[] { login.Path, $"{login.Path}/qr.svg", $"/l/{login.Id}", "/", "/l", "/api/v1/nothing", "/api/v1/logins" }) await world.AskAsync("GET", path);
        (await world.AskAsync("GET", "/api/LoginQrCode/GetNewQrCode")).Status.ShouldBe(200);
        (await world.AskAsync("POST", "/", "region=cn")).Status.ShouldBe(303);

        foreach (var (method, path, body) in Starts().Select(row => row.Data)) (await world.AskAsync(method, path, body)).Status.ShouldBe(429, path);
        (await login.StateAsync()).GetProperty("final").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_code_that_was_issued_here_is_checked_for_nothing_and_a_strangers_is_a_start()
    {
        using var folder = new TempFolder();
        await using var world = await World.StartAsync("--Limits:LoginsPerMinute=3", $"--Store={folder.Path}/logins.db");
        var code = await world.NewCodeAsync();
        await world.RestartGatewayAsync();

        (await ChecksAsync(world, code.Body, code.Body, code.Body, code.Body, code.Body)).ShouldAllBe(answer => answer.Status == 200);
        (await ChecksAsync(world, Strange('a'), Strange('a'), Strange('a'), Strange('b'), Strange('c'))).ShouldAllBe(answer => answer.Status != 429);
        var refused = await world.PostAsync("CheckQRCode", Strange('d'));
        var known = await ChecksAsync(world, Strange('a'), code.Body);

        Shape.Of("/api/LoginQrCode").ShouldFit(refused, 429, "rate_limited");
        known.ShouldAllBe(answer => answer.Status != 429);
    }

    [Fact]
    public async Task Who_has_no_key_draws_on_nothing()
    {
        await using var world = await World.StartAsync("--Clients:my-bot:LoginsPerMinute=1", KeyRing.Setting("my-bot"));

        (await AskAsync(world, 20, "POST", "/api/v1/logins", "{}", "wrong")).ShouldAllBe(answer => answer.Status == 401);

        (await world.AskAsync("POST", "/api/v1/logins", "{}", KeyRing.Key)).Status.ShouldBe(201);
        (await world.AskAsync("POST", "/api/v1/logins", "{}", KeyRing.Key)).Status.ShouldBe(429);
        (await world.AskAsync("POST", "/api/v1/logins", "{}", "wrong")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Without_further_ado_it_is_60_and_with_0_there_is_none()
    {
        await using var usual = await World.StartAsync("--Limits:LoginsPerMinute=");
        await using var unlimited = await World.StartAsync("--Limits:LoginsPerMinute=0");

        (await AskAsync(usual, 61, "POST", "/api/v1/logins", "{}")).Count(answer => answer.Status == 201).ShouldBe(60);
        (await AskAsync(unlimited, 61, "POST", "/api/v1/logins", "{}")).Count(answer => answer.Status == 201).ShouldBe(61);
    }

    [Fact]
    public async Task Typing_codes_has_a_limit_of_its_own()
    {
        await using var world = await World.StartAsync("--Limits:LoginsPerMinute=0");

        var typed = await AskAsync(world, 11, "POST", "/l", "user_code=BCDFGHJK");

        typed.Take(10).ShouldAllBe(answer => answer.Status == 404);
        typed[10].Status.ShouldBe(429);
        typed[10].Headers["Retry-After"].ShouldBe("6");
        typed[10].Headers["Content-Type"].ShouldStartWith("text/html");
        (await world.AskAsync("GET", "/l")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("GET", "/api/v1/logins", 405, "POST")]
    [InlineData("HEAD", "/api/v1/logins", 405, "POST")]
    [InlineData("PUT", "/api/v1/logins", 405, "POST")]
    [InlineData("DELETE", "/", 405, "GET, HEAD, POST")]
    public async Task A_start_is_a_POST_and_the_refusal_says_so(string method, string path, int status, string allowed)
    {
        await using var world = await World.StartAsync();

        var answer = await world.AskAsync(method, path);

        answer.Status.ShouldBe(status);
        answer.Headers["Allow"].Split(", ").Order().ShouldBe(allowed.Split(", "));
    }

    [Theory]
    [InlineData("/api/v1/logins", "Content-Type: text/plain\r\nContent-Length: 2\r\n", "{}")]
    [InlineData("/api/v1/logins", "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 2\r\n", "{}")]
    [InlineData("/api/v1/logins", "Content-Length: 2\r\n", "{}")]
    [InlineData("/", "Content-Type: text/plain\r\nContent-Length: 9\r\n", "region=cn")]
    [InlineData("/", "Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n", "9\r\nregion=cn\r\n0\r\n\r\n")]
    [InlineData("/", "Content-Type: application/json\r\nContent-Length: 15\r\n", "{\"region\":\"cn\"}")]
    [InlineData("/", "Content-Length: 9\r\n", "region=cn")]
    public async Task A_start_is_JSON_or_a_form_and_nothing_else(string path, string headers, string body)
    {
        await using var world = await World.StartAsync();

        var answer = await world.AskAsync("POST", path, more: $"{headers}\r\n{body}");

        Shape.Of(path).ShouldFit(answer, 415, "invalid_request");
    }

    private static string Strange(char letter) => $$"""{"deviceCode":"{{new string(letter, 40)}}"}""";

    private static async Task<RawAnswer[]> ChecksAsync(World world, params string[] bodies)
    {
        var answers = new List<RawAnswer>();
        foreach (var body in bodies) answers.Add(await world.PostAsync("CheckQRCode", body));
        return [.. answers];
    }

    private static async Task<RawAnswer[]> AskAsync(World world, int times, string method, string path, string? body, string? key = null)
    {
        var answers = new List<RawAnswer>();
        while (answers.Count < times) answers.Add(await world.AskAsync(method, path, body, key));
        return [.. answers];
    }
}
