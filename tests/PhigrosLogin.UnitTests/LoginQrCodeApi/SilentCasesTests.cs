using System.Text.Json;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.LoginQrCodeApi;

/// <summary>The rows of the contract's table for what the document does not say.</summary>
public class SilentCasesTests
{
    [Theory]
    [InlineData("/api/LoginQrCode/GetNewQRCode")]
    [InlineData("/API/loginqrcode/GETNEWQRCODE")]
    public async Task Routes_do_not_care_for_case(string route)
    {
        await using var world = await World.StartAsync();

        var answer = await RawHttp.GetAsync(world.Url, route);

        answer.Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_last_step_works_without_api_in_front_as_the_list_of_steps_writes_it()
    {
        await using var world = await World.StartAsync();
        var token = await world.FinishedCheckAsync(world.China);

        var answer = await RawHttp.PostAsync(world.Url, "/LoginQrCode/GetPhigrosToken", token);

        answer.Status.ShouldBe(200);
        answer.Body.Length.ShouldBe(25);
    }

    [Fact]
    public async Task A_client_that_posts_bodies_back_needs_to_name_the_region_once()
    {
        await using var world = await World.StartAsync();

        var code = await world.NewCodeAsync("?region=global");
        code.Url.ShouldStartWith("https://accounts.taptap.io/");
        world.International.Codes.Confirm(code.UserCode);
        await world.PassIntervalAsync();
        var check = await world.PostAsync("CheckQRCode", code.Body);
        check.Body.ShouldEndWith("\"},\"region\":\"global\"}");
        var profile = await world.PostAsync("GetTapTapProfile", check.Body);
        var token = await world.PostAsync("GetPhigrosToken", check.Body);

        profile.Status.ShouldBe(200);
        token.Status.ShouldBe(200);
        world.China.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_configured_default_region_is_taken_when_nothing_names_one()
    {
        await using var world = await World.StartAsync("--DefaultRegion=global");

        var check = await world.FinishedCheckAsync(world.International);

        check.ShouldEndWith("\"}}");
        world.China.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_query_wins_over_the_body()
    {
        await using var world = await World.StartAsync();
        var check = await world.FinishedCheckAsync(world.International, "?region=global");

        var answer = await world.PostAsync("GetTapTapProfile", check, "?region=cn");

        answer.Status.ShouldBe(500);
        world.China.CountOf(SandboxOperation.Profile).ShouldBe(1);
    }

    [Theory]
    [InlineData("GET", "GetNewQrCode", "?region=moon", "")]
    [InlineData("GET", "GetNewQrCode", "?region=sandbox", "")]
    [InlineData("GET", "GetNewQrCode", "?region=CN", "")]
    [InlineData("POST", "CheckQRCode", "?region=moon", """{"deviceCode":"abc"}""")]
    [InlineData("POST", "GetTapTapProfile", "?region=moon", """{"data":{"kid":"k","macKey":"m"}}""")]
    [InlineData("POST", "GetPhigrosToken", "", """{"data":{"kid":"k","macKey":"m"},"region":"moon"}""")]
    public async Task An_unknown_region_is_a_bad_request(string method, string route, string query, string body)
    {
        await using var world = await World.StartAsync();

        var answer = method == "GET"
            ? await RawHttp.GetAsync(world.Url, $"/api/LoginQrCode/{route}{query}")
            : await world.PostAsync(route, body, query);

        ShouldBeBadRequest(answer, "region");
    }

    [Theory]
    [InlineData("https://evil.example/device?qrcode=1")]
    [InlineData("not a link")]
    public async Task A_link_of_no_region_is_a_bad_request(string url)
    {
        await using var world = await World.StartAsync();

        var answer = await world.PostAsync("CheckQRCode", JsonSerializer.Serialize(new { deviceCode = "abc", url }));

        ShouldBeBadRequest(answer, "url");
    }

    [Theory]
    [InlineData("CheckQRCode", "", "empty")]
    [InlineData("CheckQRCode", "not json", "JSON")]
    [InlineData("CheckQRCode", "{}", "deviceCode")]
    [InlineData("CheckQRCode", "[]", "object")]
    [InlineData("CheckQRCode", "null", "object")]
    [InlineData("CheckQRCode", "\"text\"", "object")]
    [InlineData("CheckQRCode", """{"deviceCode":""}""", "deviceCode")]
    [InlineData("CheckQRCode", """{"deviceCode":null}""", "deviceCode")]
    [InlineData("CheckQRCode", """{"deviceCode":5}""", "deviceCode")]
    [InlineData("CheckQRCode", """{"deviceCode":"a b"}""", "deviceCode")]
    [InlineData("CheckQRCode", """{"deviceCode":"\ud800"}""", "deviceCode")]
    [InlineData("CheckQRCode", """{"DeviceCode":"abc"}""", "deviceCode")]
    [InlineData("CheckQRCode", """{"deviceCode":"abc","deviceCode":"abc"}""", "twice")]
    [InlineData("CheckQRCode", """{"deviceCode":"abc","deviceID":5}""", "deviceID")]
    [InlineData("CheckQRCode", """{"deviceCode":"abc","expiresInSeconds":"300"}""", "expiresInSeconds")]
    [InlineData("CheckQRCode", """{"deviceCode":"abc","interval":true}""", "interval")]
    [InlineData("CheckQRCode", """{"deviceCode":"abc","url":{}}""", "url")]
    [InlineData("CheckQRCode", """{"deviceCode":"abc"} x""", "JSON")]
    [InlineData("GetTapTapProfile", "{}", "data")]
    [InlineData("GetTapTapProfile", """{"data":[]}""", "data")]
    [InlineData("GetTapTapProfile", """{"data":null}""", "data")]
    [InlineData("GetTapTapProfile", """{"data":{}}""", "kid")]
    [InlineData("GetTapTapProfile", """{"data":{"kid":"k"}}""", "macKey")]
    [InlineData("GetTapTapProfile", """{"data":{"kid":"k\"x","macKey":"m"}}""", "kid")]
    [InlineData("GetTapTapProfile", """{"data":{"kid":"k","macKey":"请"}}""", "macKey")]
    [InlineData("GetTapTapProfile", """{"data":{"kid":"k\r\nX: y","macKey":"m"}}""", "kid")]
    [InlineData("GetPhigrosToken", """{"data":{"kid":"k","macKey":""}}""", "macKey")]
    [InlineData("GetPhigrosToken", """{"data":{"kid":"k","macKey":"m","macAlgorithm":"md5"}}""", "macAlgorithm")]
    [InlineData("GetPhigrosToken", """{"data":{"kid":"k","macKey":"m","token":7}}""", "token")]
    [InlineData("GetPhigrosToken", """{"data":{"kid":"k","macKey":"m"},"region":5}""", "region")]
    public async Task A_body_that_cannot_be_used_is_a_bad_request_that_names_the_member(string route, string body, string named)
    {
        await using var world = await World.StartAsync();

        var answer = await world.PostAsync(route, body);

        ShouldBeBadRequest(answer, named);
        world.China.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_over_16_KB_is_too_large()
    {
        await using var world = await World.StartAsync();

        var answer = await world.PostAsync("CheckQRCode", $$"""{"deviceCode":"abc","x":"{{new string('x', 16 * 1024)}}"}""");

        answer.Status.ShouldBe(413);
        answer.Body.ShouldContain("\"code\":-1,\"codeName\":\"RequestError\"");
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    public async Task A_wrong_media_type_is_unsupported(string contentType)
    {
        await using var world = await World.StartAsync();

        var answer = await RawHttp.PostAsync(world.Url, "/api/LoginQrCode/CheckQRCode", """{"deviceCode":"abc"}""", contentType);

        answer.Status.ShouldBe(415);
        answer.Body.ShouldContain("Content-Type: application/json");
        answer.Body.ShouldContain("\"code\":-1,\"codeName\":\"RequestError\"");
    }

    [Theory]
    [InlineData("POST", "GetNewQrCode", 405)]
    [InlineData("GET", "CheckQRCode", 405)]
    [InlineData("GET", "Nothing", 404)]
    public async Task A_wrong_method_or_route_is_answered_in_the_envelope(string method, string route, int status)
    {
        await using var world = await World.StartAsync();

        var answer = await RawHttp.SendAsync(world.Url, $"{method} /api/LoginQrCode/{route} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        answer.Status.ShouldBe(status);
        answer.Body.ShouldContain("\"code\":-1,\"codeName\":\"RequestError\"");
    }

    [Fact]
    public async Task TapTaps_own_spelling_is_understood_and_unknown_members_are_ignored()
    {
        await using var world = await World.StartAsync();
        var check = await world.FinishedCheckAsync(world.China);
        var tapTap = check
            .Replace("\"token\"", "\"access_token\"", StringComparison.Ordinal)
            .Replace("tokenType", "token_type", StringComparison.Ordinal)
            .Replace("macKey", "mac_key", StringComparison.Ordinal)
            .Replace("macAlgorithm", "mac_algorithm", StringComparison.Ordinal)
            .Replace("\"scope\"", "\"more\":[1,{}],\"scope\"", StringComparison.Ordinal);

        var answer = await world.PostAsync("GetPhigrosToken", tapTap);

        answer.Status.ShouldBe(200, answer.Body);
    }

    [Fact]
    public async Task Kid_and_mac_key_alone_are_enough()
    {
        await using var world = await World.StartAsync();
        var check = JsonDocument.Parse(await world.FinishedCheckAsync(world.China)).RootElement.GetProperty("data");
        var least = JsonSerializer.Serialize(new { data = new { kid = check.GetProperty("kid").GetString(), macKey = check.GetProperty("macKey").GetString() } });

        var answer = await world.PostAsync("GetPhigrosToken", least);

        answer.Status.ShouldBe(200, answer.Body);
    }

    [Fact]
    public async Task The_device_code_alone_is_enough()
    {
        await using var world = await World.StartAsync();
        var code = await world.NewCodeAsync();
        var deviceCode = JsonDocument.Parse(code.Body).RootElement.GetProperty("deviceCode").GetString();

        var answer = await world.PostAsync("CheckQRCode", JsonSerializer.Serialize(new { deviceCode }));

        answer.Body.ShouldContain("\"code\":1,");
    }

    [Fact]
    public async Task A_player_who_has_scanned_is_still_not_done()
    {
        await using var world = await World.StartAsync();
        var code = await world.NewCodeAsync();
        world.China.Codes.Scan(code.UserCode);
        await world.PassIntervalAsync();

        var answer = await world.PostAsync("CheckQRCode", code.Body);

        answer.Body.ShouldBe("""{"message":"Login progress not done","error":"","code":1,"codeName":"LoginProcessNotDone"}""");
        world.China.Calls[^1].Outcome.ShouldBe("waiting");
    }

    [Fact]
    public async Task A_refused_login_is_an_error_in_TapTaps_words_and_not_still_pending()
    {
        await using var world = await World.StartAsync();
        var code = await world.NewCodeAsync();
        world.China.Codes.Refuse(code.UserCode);
        await world.PassIntervalAsync();

        var answer = await world.PostAsync("CheckQRCode", code.Body);

        answer.Status.ShouldBe(500);
        answer.Body.ShouldContain("\\\"error\\\":\\\"access_denied\\\"");
        answer.Body.ShouldEndWith("\"code\":11,\"codeName\":\"LoginOtherError\"}");
    }

    [Fact]
    public async Task An_expired_code_is_an_error_with_the_documented_text_and_TapTap_is_not_asked_again()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var code = await world.NewCodeAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(300));

        var answer = await world.PostAsync("CheckQRCode", code.Body);

        answer.Status.ShouldBe(500);
        answer.Body.ShouldContain("invalid_grant_code");
        answer.Body.ShouldContain($"\\\"now\\\":{world.Clock.GetUtcNow().ToUnixTimeSeconds()}");
        answer.Body.ShouldEndWith("\"code\":11,\"codeName\":\"LoginOtherError\"}");
        world.China.CountOf(SandboxOperation.Token).ShouldBe(0);
    }

    [Fact]
    public async Task CheckQRCode_again_after_success_gives_the_same_bytes()
    {
        await using var world = await World.StartAsync();
        var code = await world.NewCodeAsync();
        world.China.Codes.Confirm(code.UserCode);
        await world.PassIntervalAsync();

        var first = await world.PostAsync("CheckQRCode", code.Body);
        await world.PassIntervalAsync();
        var second = await world.PostAsync("CheckQRCode", code.Body);

        first.Status.ShouldBe(200);
        second.Body.ShouldBe(first.Body);
        world.China.CountOf(SandboxOperation.Token).ShouldBe(1);
    }

    [Fact]
    public async Task A_code_that_was_issued_elsewhere_works()
    {
        await using var world = await World.StartAsync();
        await using var elsewhere = await World.StartAsync([.. World.PointAt("cn", world.China.Url)]);
        var code = await elsewhere.NewCodeAsync();
        world.China.Codes.Confirm(code.UserCode);

        var answer = await world.PostAsync("CheckQRCode", code.Body);

        answer.Status.ShouldBe(200);
        answer.Body.ShouldContain("\"data\"");
    }

    [Fact]
    public async Task A_player_who_never_played_is_no_login()
    {
        await using var world = await World.StartAsync();
        var code = await world.NewCodeAsync();
        world.China.Codes.Script(code.UserCode, SandboxScript.NeverPlayed, TimeSpan.Zero);
        await world.PassIntervalAsync();
        var check = await world.PostAsync("CheckQRCode", code.Body);

        var answer = await world.PostAsync("GetPhigrosToken", check.Body);

        answer.Status.ShouldBe(500);
        answer.Body.ShouldEndWith("\"code\":1145,\"codeName\":\"LCLoginError\"}");
    }

    [Fact]
    public async Task A_wrong_mac_key_is_a_profile_error()
    {
        await using var world = await World.StartAsync();
        var check = JsonDocument.Parse(await world.FinishedCheckAsync(world.China)).RootElement.GetProperty("data");
        var forged = JsonSerializer.Serialize(new { data = new { kid = check.GetProperty("kid").GetString(), macKey = new string('x', 40) } });

        var profile = await world.PostAsync("GetTapTapProfile", forged);
        var token = await world.PostAsync("GetPhigrosToken", forged);

        profile.Body.ShouldEndWith("\"code\":114,\"codeName\":\"GetProfileError\"}");
        token.Body.ShouldEndWith("\"code\":114,\"codeName\":\"GetProfileError\"}");
    }

    [Fact]
    public async Task A_code_of_the_other_region_is_refused_in_TapTaps_words()
    {
        await using var world = await World.StartAsync();
        var code = await world.NewCodeAsync("?region=global");
        world.International.Codes.Confirm(code.UserCode);
        await world.PassIntervalAsync();

        var answer = await world.PostAsync("CheckQRCode", code.Body, "?region=cn");

        answer.Status.ShouldBe(500);
        answer.Body.ShouldEndWith("\"code\":11,\"codeName\":\"LoginOtherError\"}");
    }

    private static void ShouldBeBadRequest(RawAnswer answer, string named)
    {
        answer.Status.ShouldBe(400, answer.Body);
        var envelope = JsonDocument.Parse(answer.Body).RootElement;
        envelope.GetProperty("error").GetString().ShouldNotBeNull().ShouldContain(named);
        answer.Body.ShouldEndWith("\"code\":-1,\"codeName\":\"RequestError\"}");
    }
}
