using System.Text.Json;
using PhigrosLogin.Server;
using PhigrosLogin.Tests.Logins;
using PhigrosLogin.Tests.Secrecy;

namespace PhigrosLogin.Tests.Limits;

/// <summary>Which routes require a client secret once a client is registered, what the others see, and whose name the player reads.</summary>
public class ClientCredentialTests
{
    private const string Code = """{"deviceCode":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""";
    private const string Token = """{"data":{"kid":"a","macKey":"b"}}""";

    public static TheoryData<string, string, string?> Guarded() => new()
    {
        { "GET", "/api/LoginQrCode/GetNewQrCode", null },
        { "GET", "/api/loginqrcode/getnewqrcode", null },
        { "POST", "/api/LoginQrCode/CheckQRCode", Code },
        { "POST", "/api/LoginQrCode/GetTapTapProfile", Token },
        { "POST", "/api/LoginQrCode/GetPhigrosToken", Token },
        { "POST", "/LoginQrCode/GetPhigrosToken", Token },
        { "POST", "/api/v1/logins", "{}" },
        { "POST", "/", "region=cn" },
    };

    [Theory]
    [MemberData(nameof(Guarded))]
    public async Task A_guarded_route_requires_a_client_secret_and_refuses_in_its_own_format(string method, string path, string? body)
    {
        await using var world = await World.StartAsync(KeyRing.Setting("my-bot"), KeyRing.Setting("another", "another key"));

        var missing = await world.AskAsync(method, path, body);
        var wrong = await world.AskAsync(method, path, body, "wrong");
        var twice = await world.AskAsync(method, path, body, more: $"X-Api-Key: {KeyRing.Key}\r\nX-Api-Key: {KeyRing.Key}\r\n");
        var long1 = await world.AskAsync(method, path, body, new string('k', 2000));
        var right = await world.AskAsync(method, path, body, KeyRing.Key);

        Shape.Of(path).ShouldFit(missing, 401, "client_credential_required");
        foreach (var refused in new[] { wrong, twice, long1 }) Shape.Of(path).ShouldFit(refused, 401, "client_credential_invalid");
        missing.Headers["WWW-Authenticate"].ShouldBe("ApiKey");
        right.Status.ShouldNotBe(401, right.Body);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_before_the_body_is_looked_at()
    {
        await using var world = await World.StartAsync(KeyRing.Setting("my-bot"));

        var answer = await world.AskAsync("POST", "/api/v1/logins", more: "Content-Type: text/plain\r\nContent-Length: 9999999\r\n");

        answer.Status.ShouldBe(401);
    }

    [Fact]
    public async Task States_results_pictures_and_pages_need_none()
    {
        await using var world = await World.StartAsync(KeyRing.Setting("my-bot"));
        var login = await OpenAsync(world, "{}");

        foreach (var path in new[] { login.Path, $"{login.Path}/qr.svg", $"{login.Path}/qr.png", $"{login.Path}/qr.txt", $"/l/{login.Id}", "/", "/l" })
        {
            (await world.AskAsync("GET", path)).Status.ShouldBe(200, path);
        }
        using var result = await login.ResultAsync();
        using var moved = await world.Http.PostAsync($"{login.Path}/region", new StringContent("""{"region":"global"}""", System.Text.Encoding.UTF8, "application/json"));
        using var cancelled = await login.CancelAsync();

        ((int)result.StatusCode).ShouldBe(200);
        ((int)moved.StatusCode).ShouldBe(200);
        ((int)cancelled.StatusCode).ShouldBe(200);
    }

    [Theory]
    [InlineData("zh", "向你的机器人要一个登录链接")]
    [InlineData("en", "Ask your bot for a login link")]
    public async Task The_start_page_sends_people_to_their_bot_and_has_no_button(string language, string words)
    {
        await using var world = await World.StartAsync(KeyRing.Setting("my-bot"));

        var page = await world.Http.GetStringAsync($"/?lang={language}");

        page.ShouldContain(words);
        page.ShouldNotContain("<form");
    }

    [Fact]
    public async Task The_name_of_the_key_is_on_the_page_as_known_and_in_no_state()
    {
        await using var world = await World.StartAsync(KeyRing.Setting("my-bot"));
        var login = await OpenAsync(world, """{"requestedBy":"The Bank"}""");

        var page = await world.Http.GetStringAsync($"/l/{login.Id}?lang=en");
        var state = await login.StateAsync();

        page.ShouldContain("“<bdi>my-bot</bdi>”, verified by this site.");
        page.ShouldContain("It says the request is from “<bdi>The Bank</bdi>”; that is not verified.");
        page.ShouldNotContain("Someone calling themselves");
        state.Text("requestedBy").ShouldBe("The Bank");
        state.ToString().ShouldNotContain("my-bot");
    }

    [Fact]
    public async Task The_page_shows_the_clients_name_rather_than_its_id()
    {
        await using var world = await World.StartAsync(KeyRing.Setting("my-bot"), "--Clients:my-bot:Name=查分 Bot");
        var login = await OpenAsync(world, "{}");

        var page = await world.Http.GetStringAsync($"/l/{login.Id}?lang=en");

        page.ShouldContain("<bdi>查分 Bot</bdi>");
        page.ShouldNotContain("my-bot");
    }

    [Fact]
    public async Task The_name_is_still_there_after_a_restart()
    {
        using var folder = new TempFolder();
        await using var world = await World.StartAsync($"--Store={folder.Path}/logins.db", KeyRing.Setting("my-bot"));
        var login = await OpenAsync(world, "{}");

        await world.RestartGatewayAsync();

        (await world.Http.GetStringAsync($"/l/{login.Id}?lang=en")).ShouldContain("“<bdi>my-bot</bdi>”, verified by this site.");
        System.Text.Encoding.UTF8.GetString(await ReadSharedAsync($"{folder.Path}/logins.db")).ShouldNotContain("my-bot");
    }

    [Fact]
    public async Task A_name_that_would_mislead_is_made_fit_to_be_shown()
    {
        await using var world = await World.StartAsync(KeyRing.Setting("<b>bot\u202E www.evil.example/x"));
        var login = await OpenAsync(world, "{}");

        var page = await world.Http.GetStringAsync($"/l/{login.Id}?lang=en");

        page.ShouldContain("<bdi>&lt;b&gt;bot</bdi>");
        page.ShouldNotContain("evil");
    }

    [Fact]
    public async Task Without_keys_nobody_needs_one_and_a_stray_header_does_no_harm()
    {
        await using var world = await World.StartAsync();

        (await world.AskAsync("POST", "/api/v1/logins", "{}")).Status.ShouldBe(201);
        (await world.AskAsync("POST", "/api/v1/logins", "{}", "whatever")).Status.ShouldBe(201);
        (await world.Http.GetStringAsync("/?lang=en")).ShouldContain("<form");
    }

    [Theory]
    [InlineData(CanaryMarks.ClientSecret)]
    [InlineData("another key")]
    public async Task A_key_is_written_down_nowhere_whether_it_fits_or_not(string known)
    {
        await using var world = await World.StartAsync(new ManualClock(), KeyRing.Setting("my-bot", known), "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft=Trace");

        var answers = new List<RawAnswer>();
        foreach (var (method, path, body) in Guarded().Select(row => row.Data)) answers.Add(await world.AskAsync(method, path, body, CanaryMarks.ClientSecret));

        var marks = new Canary(("client secret", CanaryMarks.ClientSecret));
        world.Log.Lines.ShouldNotBeEmpty();
        world.Log.Lines.SelectMany(line => marks.Find("the log", $"{line.Text} {line.Values}")).ShouldBeEmpty();
        answers.SelectMany(answer => marks.Find("an answer", $"{string.Join(' ', answer.Headers)} {answer.Body}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--Clients:bot:Secret=plaintext", "Clients:bot:Secret must be sha256: and the SHA-256")]
    [InlineData("--Clients:bot:Secret=", "Clients:bot:Secret must be sha256: and the SHA-256")]
    [InlineData("--Clients:bot:Secret=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "Clients:bot:Secret must be sha256:")]
    [InlineData("--Clients:bot:Name=Zz9", "Clients:bot:Secret must be sha256:")]
    [InlineData("--Clients:bot:Colour=red", "Clients:bot:Colour is not a setting of a client: use Clients:bot:Name")]
    [InlineData("--Clients:bot=plaintext", "Clients:bot is not a setting: set Clients:bot:Secret")]
    [InlineData("--Clients=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "Clients needs an id for each client")]
    public async Task A_key_that_cannot_be_known_stops_the_start_and_is_not_repeated(string setting, string sentence)
    {
        var start = () => World.StartAsync(setting);

        var refused = (await start.ShouldThrowAsync<SettingsException>()).Message;

        refused.ShouldContain(sentence);
        refused.ShouldNotContain(setting.Split('=')[1] is { Length: > 0 } value ? value : "\0");
    }

    private static async Task<OpenLogin> OpenAsync(World world, string body)
    {
        var answer = await world.AskAsync("POST", "/api/v1/logins", body, KeyRing.Key);
        answer.Status.ShouldBe(201, answer.Body);
        var opened = JsonDocument.Parse(answer.Body).RootElement;
        return new OpenLogin(() => world.Http, opened.GetProperty("id").GetString()!, opened.GetProperty("loginSecret").GetString()!);
    }

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
