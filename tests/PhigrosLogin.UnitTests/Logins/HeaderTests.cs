using System.Net;
using System.Text;
using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.Logins;

/// <summary>What every answer says to browsers and caches, whatever its status.</summary>
public class HeaderTests
{
    private const string Data = "default-src 'none'; frame-ancestors 'none'";

    // Route, body, and whether it answers programs; {id} is a login under way, {over} one that is not.
    private static readonly (string Method, string Path, string? Body, bool IsData)[] Asked =
    [
        ("GET", "/api/v1/logins/{id}", null, true),
        ("HEAD", "/api/v1/logins/{id}", null, true),
        ("GET", "/api/v1/logins/{id}?wait=x", null, true),
        ("GET", "/api/v1/logins/unknown", null, true),
        ("POST", "/api/v1/logins", "{}", true),
        ("POST", "/api/v1/logins", "{", true),
        ("POST", "/api/v1/logins", "LARGE", true),
        ("PUT", "/api/v1/logins", "{}", true),
        ("GET", "/api/v1/logins/{over}/events", null, true),
        ("GET", "/api/v1/logins/unknown/events", null, true),
        ("GET", "/api/v1/logins/{id}/qr.svg", null, true),
        ("GET", "/api/v1/logins/{id}/qr.png", null, true),
        ("GET", "/api/v1/logins/{id}/qr.txt", null, true),
        ("GET", "/api/v1/logins/{over}/qr.png", null, true),
        ("GET", "/api/v1/logins/{id}/result", null, true),
        ("DELETE", "/api/v1/logins/{id}", null, true),
        ("POST", "/api/v1/logins/{over}/cancel", null, true),
        ("POST", "/api/v1/logins/{id}/region", """{"region":"global"}""", true),
        ("POST", "/api/v1/logins/{over}/region", """{"region":"global"}""", true),
        ("POST", "/api/v1/sessions/inspect", """{"sessionToken":"abcdefghijklmnopqrstuvwxy"}""", true),
        ("POST", "/api/v1/sessions/inspect", "{}", true),
        ("POST", "/api/v1/sessions/inspect", "LARGE", true),
        ("GET", "/api/v1/sessions/inspect", null, true),
        ("POST", "/api/v1/sessions/rotate", """{"sessionToken":"abcdefghijklmnopqrstuvwxy"}""", true),
        ("POST", "/api/v1/sessions/rotate", "{}", true),
        ("DELETE", "/api/v1/sessions/rotate", null, true),
        ("GET", "/api/v1/regions", null, true),
        ("POST", "/api/v1/regions", "{}", true),
        ("GET", "/api/v1/nothing", null, true),
        ("GET", "/health/live", null, true),
        ("HEAD", "/health/ready", null, true),
        ("POST", "/health/ready", "{}", true),
        ("GET", "/api/LoginQrCode/GetNewQrCode", null, true),
        ("POST", "/api/LoginQrCode/GetNewQrCode", "{}", true),
        ("GET", "/api/LoginQrCode/GetNewQrCode?region=moon", null, true),
        ("POST", "/api/LoginQrCode/CheckQRCode", "{}", true),
        ("POST", "/api/LoginQrCode/CheckQRCode", "LARGE", true),
        ("POST", "/api/LoginQrCode/CheckQRCode", """{"deviceCode":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""", true),
        ("POST", "/api/LoginQrCode/GetTapTapProfile", """{"data":{"kid":"a","macKey":"b"}}""", true),
        ("POST", "/api/LoginQrCode/GetPhigrosToken", """{"data":{"kid":"a","macKey":"b"}}""", true),
        ("POST", "/LoginQrCode/GetPhigrosToken", "{}", true),
        ("GET", "/LoginQrCode/GetPhigrosToken", null, true),
        ("GET", "/.well-known/oauth-authorization-server", null, true),
        ("POST", "/.well-known/oauth-authorization-server", "", true),
        ("GET", "/oauth/token", null, true),
        ("GET", "/oauth/device_authorization", null, true),
        ("GET", "/oauth/nothing", null, true),
        ("GET", "/", null, false),
        ("POST", "/", "region=cn", false),
        ("POST", "/", "region=moon", false),
        ("GET", "/l", null, false),
        ("POST", "/l", "user_code=x", false),
        ("POST", "/l", "user_code=BCDFGHJK", false),
        ("GET", "/l/{id}", null, false),
        ("HEAD", "/l/{id}", null, false),
        ("GET", "/l/{over}", null, false),
        ("GET", "/l/unknown", null, false),
        ("GET", "/l/{id}/open", null, false),
        ("POST", "/l/{over}/cancel", "", false),
        ("POST", "/l/{id}/region", "region=global", false),
        ("GET", "/l/{id}/cancel", null, false),
        ("GET", "/assets/nothing.js", null, false),
        ("GET", "/nothing", null, false),
        ("DELETE", "/", null, false),
    ];

    [Theory]
    [InlineData("https://gate.example")]
    [InlineData(null)]
    public async Task Every_answer_of_every_route_is_kept_by_nobody_and_embedded_nowhere(string? publicUrl)
    {
        await using var world = await World.StartAsync(publicUrl is null ? [] : [$"--PublicUrl={publicUrl}"]);
        var login = await world.OpenAsync();
        var over = await world.OpenAsync();
        using var cancelled = await over.CancelAsync();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = world.Url };
        var statuses = new SortedSet<int>();

        foreach (var (method, path, body, isData) in Asked)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("{id}", login.Id, StringComparison.Ordinal).Replace("{over}", over.Id, StringComparison.Ordinal));
            if (body is not null) request.Content = new StringContent(body == "LARGE" ? new string(' ', 20_000) : body, Encoding.UTF8, isData ? "application/json" : "application/x-www-form-urlencoded");
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

            statuses.Add((int)response.StatusCode);
            ShouldBeKeptByNobody(response, isData, $"{method} {path} -> {(int)response.StatusCode}");
            Header(response, "Strict-Transport-Security").ShouldBe(publicUrl is null ? null : "max-age=31536000", path);
        }

        statuses.ShouldBe([200, 201, 303, 400, 401, 404, 405, 409, 410, 413, 500]);
    }

    [Fact]
    public async Task So_are_the_answers_that_bring_nothing_or_are_one_too_many()
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();
        var over = await world.OpenAsync();

        using var noJson = await world.Http.PostAsync("/api/v1/logins", new StringContent("{}", Encoding.UTF8, "text/plain"));
        using var noForm = await world.Http.PostAsync("/", new StringContent("{}", Encoding.UTF8, "application/json"));
        using var documented = await world.Http.PostAsync("/api/LoginQrCode/CheckQRCode", new StringContent("{}", Encoding.UTF8, "text/plain"));
        using var elsewhere = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent("region=cn", Encoding.UTF8, "application/x-www-form-urlencoded") };
        elsewhere.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var refused = await world.Http.SendAsync(elsewhere);
        using var acknowledged = await over.AcknowledgeAsync();
        var version = (await over.StateAsync()).GetProperty("version").GetInt64();
        using var asked = new HttpRequestMessage(HttpMethod.Get, $"{over.Path}/events");
        asked.Headers.Add("Last-Event-ID", version.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var seen = await world.Http.SendAsync(asked);
        var streams = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => world.Http.GetAsync($"{login.Path}/events", HttpCompletionOption.ResponseHeadersRead)));
        using var oneTooMany = await world.Http.GetAsync($"{login.Path}/events");

        ShouldBe(noJson, 415);
        ShouldBe(noForm, 415, isData: false);
        ShouldBe(documented, 415);
        ShouldBe(refused, 403, isData: false);
        ShouldBe(acknowledged, 204);
        ShouldBe(seen, 204);
        ShouldBe(oneTooMany, 429);
        foreach (var stream in streams) stream.Dispose();
    }

    [Theory]
    [InlineData("nonsense", 502)]
    [InlineData("failing", 503)]
    [InlineData("silent", 504)]
    public async Task So_are_the_answers_without_a_code(string trouble, int status)
    {
        await using var tapTap = FaultyServer.Start(trouble switch { "nonsense" => Faults.Answer(200, "[]"), "failing" => Faults.Answer(503, ""), _ => Faults.Silent });
        await using var gateway = await TestGateway.StartInRealTimeAsync(tapTap.Url, $"--Upstream:Timeout={(trouble == "silent" ? "200ms" : "10s")}");
        var login = await gateway.OpenAsync();

        using var picture = await gateway.Http.GetAsync($"{login.Path}/qr.png");
        using var page = await gateway.Http.GetAsync($"/l/{login.Id}/open");

        ShouldBe(picture, status);
        ShouldBe(page, status, isData: false);
        Header(picture, "Retry-After").ShouldNotBeNull();
    }

    [Fact]
    public async Task The_pages_own_files_may_be_kept_and_have_the_other_headers()
    {
        await using var world = await World.StartAsync("--PublicUrl=https://gate.example");
        var page = await world.Http.GetStringAsync("/");
        var assets = System.Text.RegularExpressions.Regex.Matches(page, "\"(/assets/[^\"]+)\"").Select(match => match.Groups[1].Value).Distinct().ToArray();

        foreach (var asset in assets)
        {
            using var response = await world.Http.GetAsync(asset);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, asset);
            response.Headers.CacheControl!.MaxAge.ShouldNotBeNull(asset);
            response.Headers.CacheControl.NoStore.ShouldBeFalse(asset);
            Header(response, "X-Content-Type-Options").ShouldBe("nosniff");
            Header(response, "Referrer-Policy").ShouldBe("no-referrer");
            Header(response, "Content-Security-Policy").ShouldNotBeNull().ShouldStartWith("default-src 'none';");
            Header(response, "Strict-Transport-Security").ShouldBe("max-age=31536000");
            using var again = new HttpRequestMessage(HttpMethod.Get, asset);
            again.Headers.TryAddWithoutValidation("If-None-Match", response.Headers.ETag!.ToString());
            using var unchanged = await world.Http.SendAsync(again);
            unchanged.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        }
        assets.ShouldNotBeEmpty();
    }

    private static void ShouldBe(HttpResponseMessage response, int status, bool isData = true)
    {
        ((int)response.StatusCode).ShouldBe(status);
        ShouldBeKeptByNobody(response, isData, response.RequestMessage!.RequestUri!.AbsolutePath);
    }

    private static void ShouldBeKeptByNobody(HttpResponseMessage response, bool isData, string what)
    {
        response.Headers.CacheControl.ShouldNotBeNull(what).NoStore.ShouldBeTrue(what);
        Header(response, "X-Content-Type-Options").ShouldBe("nosniff", what);
        Header(response, "X-Frame-Options").ShouldBe("DENY", what);
        Header(response, "Referrer-Policy").ShouldBe("no-referrer", what);
        var policy = Header(response, "Content-Security-Policy").ShouldNotBeNull(what);
        if (isData) policy.ShouldBe(Data, what);
        else policy.ShouldMatch("^default-src 'none'; .*frame-ancestors 'none'", what);
        policy.ShouldNotContain("unsafe", customMessage: what);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.ShouldHaveSingleItem() : null;
}
