using System.Net;
using PhigrosLogin.Server;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Limits;

/// <summary>Promise 34: whose pages may read what programs get.</summary>
public class CrossOriginTests
{
    private const string Site = "https://site.example";

    public static TheoryData<string, string, bool> Origins() => new()
    {
        { Site, Site, true },
        { $"{Site},https://other.example:8443", Site, true },
        { $"{Site},https://other.example:8443", "https://other.example:8443", true },
        { "https://Site.Example:443/", Site, true },
        { "http://[2001:db8::1]:81", "http://[2001:db8::1]:81", true },
        { "*", "https://anything.example", true },
        { "*", "null", true },
        { Site, "https://unlisted.example", false },
        { Site, "null", false },
        { Site, "https://site.example.evil.example", false },
        { Site, "https://evil-site.example", false },
        { Site, "https://sub.site.example", false },
        { Site, "http://site.example", false },
        { Site, "https://site.example:444", false },
        { Site, "https://site.example/", false },
        { Site, "HTTPS://SITE.EXAMPLE", false },
        { "", Site, false },
    };

    [Theory]
    [MemberData(nameof(Origins))]
    public async Task A_preflight_is_answered_for_listed_origins_alone(string listed, string origin, bool isAllowed)
    {
        await using var world = await World.StartAsync($"--Cors:Origins={listed}");

        var answer = await world.AskAsync("OPTIONS", "/api/v1/logins", more: $"Origin: {origin}\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: x-api-key,content-type,x-evil\r\n");

        answer.Status.ShouldBe(listed.Length == 0 ? 405 : 204);
        Header(answer, "Access-Control-Allow-Origin").ShouldBe(isAllowed ? listed == "*" ? "*" : origin : null);
        Header(answer, "Access-Control-Allow-Methods").ShouldBe(isAllowed ? "GET, POST, DELETE" : null);
        Header(answer, "Access-Control-Allow-Headers").ShouldBe(isAllowed ? "Authorization, Content-Type, Last-Event-ID, X-Api-Key" : null);
        Header(answer, "Vary").ShouldBe(listed is "" or "*" ? null : "Origin");
        Header(answer, "Access-Control-Allow-Credentials").ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Origins))]
    public async Task So_is_every_answer_be_it_good_or_a_refusal(string listed, string origin, bool isAllowed)
    {
        await using var world = await World.StartAsync($"--Cors:Origins={listed}", "--Clients:my-bot:LoginsPerMinute=2", KeyRing.Setting("my-bot"));
        var header = $"Origin: {origin}\r\n";

        RawAnswer[] answers =
        [
            await world.AskAsync("POST", "/api/v1/logins", "{}", KeyRing.Key, header),
            await world.AskAsync("GET", "/api/LoginQrCode/GetNewQrCode", null, KeyRing.Key, header),
            await world.AskAsync("POST", "/api/v1/logins", "{}", KeyRing.Key, header),
            await world.AskAsync("POST", "/api/v1/logins", "{}", null, header),
            await world.AskAsync("GET", "/api/LoginQrCode/GetNewQrCode", null, null, header),
            await world.AskAsync("GET", "/api/v1/logins/unknown", null, null, header),
            await world.AskAsync("PUT", "/api/v1/logins", "{}", null, header),
        ];

        answers.Select(answer => answer.Status).ShouldBe([201, 200, 429, 401, 401, 404, 405]);
        foreach (var answer in answers)
        {
            Header(answer, "Access-Control-Allow-Origin").ShouldBe(isAllowed ? listed == "*" ? "*" : origin : null, answer.StatusLine);
            Header(answer, "Access-Control-Expose-Headers").ShouldBe(isAllowed ? "Location, Retry-After, WWW-Authenticate" : null);
            Header(answer, "Access-Control-Allow-Credentials").ShouldBeNull();
            Header(answer, "Vary").ShouldBe(listed is "" or "*" ? null : "Origin");
        }
    }

    [Fact]
    public async Task An_event_stream_can_be_read_and_the_pages_for_people_cannot()
    {
        await using var world = await World.StartAsync($"--Cors:Origins={Site}");
        var login = await world.OpenAsync();

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{login.Path}/events");
        request.Headers.Add("Origin", Site);
        using var stream = await world.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        RawAnswer[] pages =
        [
            await world.AskAsync("GET", "/", more: $"Origin: {Site}\r\n"),
            await world.AskAsync("GET", $"/l/{login.Id}", more: $"Origin: {Site}\r\n"),
            await world.AskAsync("OPTIONS", "/", more: $"Origin: {Site}\r\nAccess-Control-Request-Method: POST\r\n"),
        ];

        stream.StatusCode.ShouldBe(HttpStatusCode.OK);
        stream.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([Site]);
        pages.ShouldAllBe(page => Header(page, "Access-Control-Allow-Origin") == null);
    }

    [Theory]
    [InlineData("site.example")]
    [InlineData("https://site.example/path")]
    [InlineData("https://*.site.example")]
    [InlineData("null")]
    [InlineData("*,https://site.example")]
    [InlineData("https://me@site.example")]
    public async Task What_is_no_origin_stops_the_start(string listed)
    {
        var start = () => World.StartAsync($"--Cors:Origins={listed}");

        (await start.ShouldThrowAsync<SettingsException>()).Message.ShouldContain("Cors:Origins must be origins such as https://site.example");
    }

    private static string? Header(RawAnswer answer, string name) => answer.Headers.TryGetValue(name, out var value) ? value : null;
}
