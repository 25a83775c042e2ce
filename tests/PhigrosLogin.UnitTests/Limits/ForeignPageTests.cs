using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Limits;

/// <summary>Guarantee 34: no page of another site makes its visitors create, end or use logins.</summary>
public class ForeignPageTests
{
    private const string Site = "https://site.example";
    private const string CrossSite = "Sec-Fetch-Site: cross-site\r\n";

    // What a form, a picture or a script of another site can send without asking (CORS), and what it cannot.
    public static TheoryData<string, string, string?> Changing() => new()
    {
        { "GET", "/api/LoginQrCode/GetNewQrCode", null },
        { "POST", "/api/LoginQrCode/CheckQRCode", """{"deviceCode":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""" },
        { "POST", "/api/LoginQrCode/GetTapTapProfile", """{"data":{"kid":"a","macKey":"b"}}""" },
        { "POST", "/LoginQrCode/GetPhigrosToken", """{"data":{"kid":"a","macKey":"b"}}""" },
        { "POST", "/api/v1/logins", null },
        { "POST", "/api/v1/logins", "{}" },
        { "POST", "/api/v1/logins/{id}/cancel", null },
        { "POST", "/api/v1/logins/{id}/region", """{"region":"global"}""" },
        { "POST", "/api/v1/sessions/inspect", """{"sessionToken":"f5knk52e8oa1b2c3d4e5fs7zx","region":"cn"}""" },
        { "POST", "/oauth/device_authorization", "client_id=a" },
        { "POST", "/oauth/token", "client_id=a" },
    };

    [Theory]
    [MemberData(nameof(Changing))]
    public async Task A_page_that_is_not_listed_changes_nothing(string method, string path, string? body)
    {
        await using var world = await World.StartAsync($"--Cors:Origins={Site}");
        var login = await world.OpenAsync();
        path = path.Replace("{id}", login.Id, StringComparison.Ordinal);

        foreach (var origin in (string[])["", "Origin: null\r\n", "Origin: https://evil.example\r\n"])
        {
            var refused = await world.AskAsync(method, path, body, more: CrossSite + origin);
            Shape.Of(path).ShouldFit(refused, 403, "invalid_request");
        }

        world.China.Calls.ShouldBeEmpty();
        (await login.StateAsync()).Text("status").ShouldBe("pending");
    }

    [Theory]
    [MemberData(nameof(Changing))]
    public async Task A_listed_page_a_program_and_the_address_bar_are_served(string method, string path, string? body)
    {
        await using var world = await World.StartAsync($"--Cors:Origins={Site}");

        foreach (var headers in (string[])["", "Sec-Fetch-Site: none\r\n", "Sec-Fetch-Site: same-origin\r\n", $"{CrossSite}Origin: {Site}\r\n"])
        {
            var login = await world.OpenAsync();
            var answer = await world.AskAsync(method, path.Replace("{id}", login.Id, StringComparison.Ordinal), body, more: headers);
            answer.Status.ShouldNotBe(403, answer.Body);
        }
    }

    [Fact]
    public async Task With_an_asterisk_every_page_is_listed_and_a_form_that_names_no_origin_is_not()
    {
        await using var world = await World.StartAsync("--Cors:Origins=*");

        var script = await world.AskAsync("POST", "/api/v1/logins", "{}", more: $"{CrossSite}Origin: https://any.example\r\n");
        var picture = await world.AskAsync("GET", "/api/LoginQrCode/GetNewQrCode", more: CrossSite);

        script.Status.ShouldBe(201);
        picture.Status.ShouldBe(403);
    }

    [Theory]
    [InlineData("qr.png")]
    [InlineData("qr.svg")]
    [InlineData("")]
    public async Task A_picture_of_a_login_and_its_link_work_from_every_site(string file)
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();
        var path = file.Length == 0 ? $"/l/{login.Id}" : $"{login.Path}/{file}";

        var answer = await world.AskAsync("GET", path, more: $"{CrossSite}Sec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n");

        answer.Status.ShouldBe(200, answer.Body);
    }
}
