using System.Globalization;

namespace PhigrosLogin.Tests.LoginQrCodeApi;

/// <summary>Each example of the LoginQrCode API, replayed over a raw socket and compared to the byte.</summary>
public class ContractReplayTests
{
    [Fact]
    public async Task GetNewQrCode_answers_as_documented()
    {
        await using var world = await World.StartAsync();

        var answer = await RawHttp.GetAsync(world.Url, "/api/LoginQrCode/GetNewQrCode");

        ShouldHaveDocumentedHead(answer, "HTTP/1.1 200 OK");
        answer.Body.ShouldMatch("""^\{"deviceID":"[0-9a-f]{32}","deviceCode":"[0-9A-Za-z]{40}","expiresInSeconds":300,"url":"https://accounts\.taptap\.cn/device\?qrcode=1\\u0026user_code=[0-9a-z]{5}","interval":3\}$""");
    }

    [Fact]
    public async Task CheckQRCode_after_the_player_confirmed_answers_as_documented()
    {
        await using var world = await World.StartAsync();
        var code = await world.NewCodeAsync();
        world.China.Codes.Confirm(code.UserCode);
        await world.PassIntervalAsync();

        var answer = await world.PostAsync("CheckQRCode", code.Body);

        ShouldHaveDocumentedHead(answer, "HTTP/1.1 200 OK");
        answer.Body.ShouldMatch("""^\{"data":\{"kid":"(1/[0-9A-Za-z_-]{342})","token":"\1","tokenType":"mac","macKey":"[0-9A-Za-z]{40}","macAlgorithm":"hmac-sha-1","scope":"public_profile"\}\}$""");
    }

    [Fact]
    public async Task CheckQRCode_before_that_answers_as_documented()
    {
        await using var world = await World.StartAsync();
        var code = await world.NewCodeAsync();
        await world.PassIntervalAsync();

        var answer = await world.PostAsync("CheckQRCode", code.Body);

        ShouldHaveDocumentedHead(answer, "HTTP/1.1 200 OK");
        answer.Body.ShouldBe("""{"message":"Login progress not done","error":"","code":1,"codeName":"LoginProcessNotDone"}""");
    }

    [Fact]
    public async Task CheckQRCode_with_an_invalid_code_answers_as_documented()
    {
        await using var world = await World.StartAsync(new ManualClock());

        var answer = await world.PostAsync("CheckQRCode", """{"deviceCode":"bdK9qxspDeBrbM2OUu4M0EBloEVR9App6Xh9buXD"}""");

        ShouldHaveDocumentedHead(answer, "HTTP/1.1 500 Internal Server Error");
        var now = world.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        answer.Body.ShouldBe(
            """{"message":"Error processing request","error":"{\"data\":{\"code\":-1,\"msg\":\"请求错误\",\"error\":\"invalid_grant_code\",\"error_description\":\"oauth2.tapapis.com.INVALID_GRANT_CODE: InvalidArgument: the provided access grant is invalid, expired, or revoked\"},\"now\":1723259060,\"success\":false}","code":11,"codeName":"LoginOtherError"}"""
                .Replace("1723259060", now, StringComparison.Ordinal));
    }

    [Fact]
    public async Task GetTapTapProfile_with_correct_data_answers_as_documented()
    {
        await using var world = await World.StartAsync();
        var token = await world.FinishedCheckAsync(world.China);

        var answer = await world.PostAsync("GetTapTapProfile", token);

        ShouldHaveDocumentedHead(answer, "HTTP/1.1 200 OK");
        answer.Body.ShouldMatch("""^\{"data":\{"openId":"[^"]+","unionId":"[^"]+","name":"[^"]+","gender":"[a-z]*","avatar":"https://[^"]+"\}\}$""");
    }

    [Fact]
    public async Task GetTapTapProfile_with_something_wrong_answers_as_documented()
    {
        await using var world = await World.StartAsync();

        var answer = await world.PostAsync("GetTapTapProfile", """{"data":{"kid":"1/nobody","macKey":"wrong"}}""");

        ShouldHaveDocumentedHead(answer, "HTTP/1.1 500 Internal Server Error");
        answer.Body.ShouldMatch("""^\{"message":"Error processing request","error":"[^"]+","code":114,"codeName":"GetProfileError"\}$""");
    }

    [Fact]
    public async Task GetPhigrosToken_with_correct_data_answers_as_documented()
    {
        await using var world = await World.StartAsync();
        var token = await world.FinishedCheckAsync(world.China);

        var answer = await world.PostAsync("GetPhigrosToken", token);

        answer.StatusLine.ShouldBe("HTTP/1.1 200 OK");
        answer.Headers["Content-Length"].ShouldBe("25");
        answer.Headers["Content-Type"].ShouldBe("text/plain; charset=utf-8");
        answer.Headers["Server"].ShouldBe("Kestrel");
        answer.Headers.ShouldNotContainKey("Transfer-Encoding");
        answer.Body.ShouldMatch("^[0-9a-z]{25}$");
    }

    [Fact]
    public async Task GetPhigrosToken_with_something_wrong_answers_as_documented()
    {
        await using var world = await World.StartAsync();

        var answer = await world.PostAsync("GetPhigrosToken", """{"data":{"kid":"1/nobody","macKey":"wrong"}}""");

        ShouldHaveDocumentedHead(answer, "HTTP/1.1 500 Internal Server Error");
        answer.Body.ShouldMatch("""^\{"message":"Error processing request","error":"[^"]+","code":114,"codeName":"GetProfileError"\}$""");
    }

    private static void ShouldHaveDocumentedHead(RawAnswer answer, string statusLine)
    {
        answer.StatusLine.ShouldBe(statusLine);
        answer.Headers["Content-Type"].ShouldBe("application/json; charset=utf-8");
        DateTimeOffset.ParseExact(answer.Headers["Date"], "r", CultureInfo.InvariantCulture);
        answer.Headers["Server"].ShouldBe("Kestrel");
        answer.Headers["Transfer-Encoding"].ShouldBe("chunked");
        answer.Headers["Cache-Control"].ShouldBe("no-store");
    }
}
