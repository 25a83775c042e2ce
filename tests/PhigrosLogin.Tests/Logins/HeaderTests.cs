using System.Net;
using System.Text;

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
        ("GET", "/api/v1/nothing", null, true),
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

            var what = $"{method} {path} -> {(int)response.StatusCode}";
            statuses.Add((int)response.StatusCode);
            response.Headers.CacheControl.ShouldNotBeNull(what).NoStore.ShouldBeTrue(what);
            Header(response, "X-Content-Type-Options").ShouldBe("nosniff", what);
            Header(response, "Referrer-Policy").ShouldBe("no-referrer", what);
            var policy = Header(response, "Content-Security-Policy").ShouldNotBeNull(what);
            if (isData) policy.ShouldBe(Data, what);
            else policy.ShouldMatch("^default-src 'none'; .*frame-ancestors 'none'", what);
            policy.ShouldNotContain("unsafe", customMessage: what);
            Header(response, "Strict-Transport-Security").ShouldBe(publicUrl is null ? null : "max-age=31536000", what);
        }

        statuses.ShouldBe([200, 201, 303, 400, 401, 404, 405, 409, 410, 413, 500]);
    }

    [Fact]
    public async Task The_pages_own_files_may_be_kept_and_have_the_other_headers()
    {
        await using var world = await World.StartAsync();
        var page = await world.Http.GetStringAsync("/");
        var assets = System.Text.RegularExpressions.Regex.Matches(page, "\"(/assets/[^\"]+)\"").Select(match => match.Groups[1].Value).Distinct().ToArray();

        foreach (var asset in assets)
        {
            using var response = await world.Http.GetAsync(asset);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, asset);
            response.Headers.CacheControl!.MaxAge.ShouldNotBeNull(asset);
            response.Headers.CacheControl.NoStore.ShouldBeFalse(asset);
            Header(response, "X-Content-Type-Options").ShouldBe("nosniff");
            using var again = new HttpRequestMessage(HttpMethod.Get, asset);
            again.Headers.TryAddWithoutValidation("If-None-Match", response.Headers.ETag!.ToString());
            using var unchanged = await world.Http.SendAsync(again);
            unchanged.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        }
        assets.ShouldNotBeEmpty();
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.ShouldHaveSingleItem() : null;
}
