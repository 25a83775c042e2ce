using System.Text;
using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.Upstreams;

/// <summary>Promise 19: whatever an upstream sends becomes a documented answer, and nothing is logged as an exception.</summary>
public class BrokenAnswerTests
{
    private const string Pending = "\"code\":1,\"codeName\":\"LoginProcessNotDone\"}";

    private static readonly (string Name, Fault Fault)[] Broken =
    [
        ("500", Faults.Answer(500, "")),
        ("502 with a page", Faults.Answer(502, "<html>Bad Gateway</html>", "text/html")),
        ("503 with a page", Faults.Answer(503, "<html>", "text/html")),
        ("504 empty", Faults.Answer(504, "")),
        ("a page on 200", Faults.Answer(200, "<!doctype html><title>Welcome</title>", "text/html")),
        ("nothing on 200", Faults.Answer(200, "")),
        ("204", Faults.Raw("HTTP/1.1 204 No Content\r\n\r\n")),
        ("null", Faults.Answer(200, "null")),
        ("an array", Faults.Answer(200, "[]")),
        ("an empty object", Faults.Answer(200, "{}")),
        ("a number", Faults.Answer(200, "42")),
        ("a text", Faults.Answer(200, "\"ok\"")),
        ("true", Faults.Answer(200, "true")),
        ("data null", Faults.Answer(200, """{"data":null,"now":1,"success":true}""")),
        ("data an array", Faults.Answer(200, """{"data":[],"now":1,"success":true}""")),
        ("data a text", Faults.Answer(200, """{"data":"x","now":1,"success":true}""")),
        ("data empty", Faults.Answer(200, """{"data":{},"now":1,"success":true}""")),
        ("numbers for texts", Faults.Answer(200, """{"data":{"kid":1,"mac_key":2,"device_code":3,"qrcode_url":4,"openid":5,"sessionToken":6},"success":true}""")),
        ("nulls for texts", Faults.Answer(200, """{"data":{"kid":null,"mac_key":null,"device_code":null,"qrcode_url":null,"openid":null,"sessionToken":null},"success":true}""")),
        ("error a number", Faults.Answer(400, """{"data":{"error":5},"success":false}""")),
        ("error an array", Faults.Answer(400, """{"data":{"error":["authorization_pending"]},"success":false}""")),
        ("failure without a word", Faults.Answer(400, """{"data":{"code":-1},"success":false}""")),
        ("success a text", Faults.Answer(200, """{"data":{},"success":"yes"}""")),
        ("now a text", Faults.Answer(200, """{"data":{},"now":"x","success":true}""")),
        ("now enormous", Faults.Answer(200, """{"data":{},"now":99999999999999,"success":true}""")),
        ("a member twice", Faults.Answer(200, """{"data":{"kid":"a","kid":"b","mac_key":"m"},"success":true}""")),
        ("data twice", Faults.Answer(200, """{"data":{"kid":"a","mac_key":"m"},"data":{},"success":true}""")),
        ("70 arrays deep", Faults.Answer(200, new string('[', 70) + new string(']', 70))),
        ("70 objects deep", Faults.Answer(200, Deep(70))),
        ("UTF-16", Faults.Answer(200, Encoding.Unicode.GetBytes(WireBody.Grant))),
        ("UTF-16 with its mark", Faults.Answer(200, [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(WireBody.Grant)])),
        ("invalid UTF-8", Faults.Answer(200, [.. "{\"data\":{\"kid\":\""u8, 0xFF, 0xFE, .. "\"}}"u8])),
        ("a lone surrogate in a text", Faults.Answer(200, """{"data":{"kid":"\ud800","mac_key":"m","device_code":"\udfff","openid":"\ud800","sessionToken":"\ud800"},"success":true}""")),
        ("a lone surrogate in a name", Faults.Answer(200, """{"\ud800":1,"data":{"\udfff":2}}""")),
        ("trailing bytes", Faults.Answer(200, WireBody.Grant + "x")),
        ("two documents", Faults.Answer(200, WireBody.Grant + WireBody.Grant)),
        ("a comment", Faults.Answer(200, "/* hi */" + WireBody.Grant)),
        ("a trailing comma", Faults.Answer(200, """{"data":{},}""")),
        ("single quotes", Faults.Answer(200, "{'data':{}}")),
        ("cut off JSON", Faults.Answer(200, WireBody.Grant[..80])),
        ("NaN", Faults.Answer(200, """{"data":{"interval":NaN}}""")),
        ("a NUL", Faults.Answer(200, "\0")),
        ("Content-Length too large", Faults.CutOff(WireBody.Grant)),
        ("Content-Length too small", Faults.Raw($"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{WireBody.Grant}")),
        ("Content-Length negative", Faults.Raw("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}")),
        ("Content-Length no number", Faults.Raw("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}")),
        ("Content-Length beyond the limit", Faults.Raw("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n{}")),
        ("a bad chunk size", Faults.Raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n")),
        ("chunks cut off", Faults.Raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"da")),
        ("no HTTP", Faults.Raw("SSH-2.0-OpenSSH_9.2\r\n\r\n")),
        ("HTTP/9", Faults.Raw("HTTP/9.9 200 OK\r\n\r\n{}")),
        ("a status of letters", Faults.Raw("HTTP/1.1 abc OK\r\n\r\n")),
        ("a status of 99", Faults.Raw("HTTP/1.1 099 What\r\nContent-Length: 2\r\n\r\n{}")),
        ("an informational status only", Faults.Raw("HTTP/1.1 100 Continue\r\n\r\n")),
        ("a header without a colon", Faults.Raw("HTTP/1.1 200 OK\r\nwhat\r\n\r\n{}")),
        ("a header of a megabyte", Faults.HugeHeader),
        ("a reset", Faults.Reset),
        ("a close", Faults.Close),
        ("gzip", Faults.GzipBomb(WireBody.Grant)),
        ("a body of a megabyte", Faults.HugeBody(1 << 20)),
        ("301", Faults.Answer(301, "", "text/plain", "Location: https://evil.example/")),
        ("302 to nowhere", Faults.Answer(302, "")),
        ("304", Faults.Raw("HTTP/1.1 304 Not Modified\r\n\r\n")),
        ("404 with a page", Faults.Answer(404, "<html>", "text/html")),
        ("401 empty", Faults.Answer(401, "", "application/json", "WWW-Authenticate: MAC")),
        ("407", Faults.Answer(407, "", "text/plain", "Proxy-Authenticate: Basic")),
        ("a kid with a line break", Faults.Answer(200, WireBody.Grant.Replace("1/KThGmmzzbOAaK7ENQpHQ", "k\\r\\nX: y", StringComparison.Ordinal))),
        ("a kid with a quote", Faults.Answer(200, WireBody.Grant.Replace("1/KThGmmzzbOAaK7ENQpHQ", "k\\\"x", StringComparison.Ordinal))),
        ("a mac key in Chinese", Faults.Answer(200, WireBody.Grant.Replace("jzu9DBWyHMjMoH7ZaPI35T56znCgD6YG", "密钥", StringComparison.Ordinal))),
        ("an unknown mac algorithm", Faults.Answer(200, WireBody.Grant.Replace("hmac-sha-1", "none", StringComparison.Ordinal))),
        ("a grant without a mac key", Faults.Answer(200, """{"data":{"kid":"k"},"success":true}""")),
        ("a grant that says failure", Faults.Answer(200, WireBody.Grant.Replace("true", "false", StringComparison.Ordinal))),
        ("a session token too short", Faults.Answer(200, """{"sessionToken":"short","objectId":"x"}""")),
        ("a session token with a line break", Faults.Answer(200, """{"sessionToken":"abcdefghijklmnopqrstuvwx\n","objectId":"x"}""")),
        ("a session token of 26", Faults.Answer(200, """{"sessionToken":"abcdefghijklmnopqrstuvwxyz","objectId":"x"}""")),
        ("the cloud's error as a text", Faults.Answer(400, """{"code":"211","error":"Could not find user."}""")),
        ("the cloud's error without a code", Faults.Answer(400, """{"error":"Could not find user."}""")),
        ("a device code with spaces", Faults.Answer(200, WireBody.DeviceCode.Replace("bdK9", "bd K", StringComparison.Ordinal))),
        ("a device code of 200 characters", Faults.Answer(200, WireBody.DeviceCode.Replace("bdK9", new string('a', 200), StringComparison.Ordinal))),
        ("no device code", Faults.Answer(200, """{"data":{"qrcode_url":"https://accounts.taptap.cn/device"},"success":true}""")),
        ("a profile without an id", Faults.Answer(200, """{"data":{"name":"x"},"success":true}""")),
        ("an envelope in an envelope", Faults.Answer(200, $$$"""{"data":{"data":{{{WireBody.Grant}}}},"success":true}""")),
    ];

    public static TheoryData<string> Names() => [.. Broken.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_broken_answer_becomes_a_documented_one(string name)
    {
        var fault = Broken.Single(row => row.Name == name).Fault;
        await using var upstream = FaultyServer.Start(fault);
        await using var gateway = await TestGateway.StartAsync(upstream.Url);

        var code = await gateway.GetAsync("GetNewQrCode");
        var check = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);
        var profile = await gateway.PostAsync("GetTapTapProfile", WireBody.TokenBody);
        var token = await gateway.PostAsync("GetPhigrosToken", WireBody.TokenBody);

        code.Status.ShouldBe(500);
        code.Body.ShouldEndWith("\"code\":11,\"codeName\":\"LoginOtherError\"}");
        code.Headers.ShouldContainKey("Retry-After");
        check.Status.ShouldBe(200, check.Body);
        check.Body.ShouldEndWith(Pending);
        check.Body.ShouldNotContain("\"error\":\"\"");
        profile.Status.ShouldBe(500);
        profile.Body.ShouldEndWith("\"code\":114,\"codeName\":\"GetProfileError\"}");
        token.Status.ShouldBe(500);
        token.Body.ShouldEndWith("\"code\":114,\"codeName\":\"GetProfileError\"}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_broken_answer_of_the_game_cloud_becomes_a_documented_one(string name)
    {
        var fault = Broken.Single(row => row.Name == name).Fault;
        await using var upstream = FaultyServer.Start(call =>
            call.Path.StartsWith("/account/", StringComparison.Ordinal) ? Faults.Answer(200, WireBody.Profile) : fault);
        await using var gateway = await TestGateway.StartAsync(upstream.Url);

        var token = await gateway.PostAsync("GetPhigrosToken", WireBody.TokenBody);

        token.Status.ShouldBe(500);
        token.Body.ShouldEndWith("\"code\":1145,\"codeName\":\"LCLoginError\"}");
    }

    [Fact]
    public void The_corpus_has_at_least_80_rows() => Broken.Length.ShouldBeGreaterThanOrEqualTo(80);

    [Fact]
    public async Task A_grant_behind_a_byte_order_mark_is_not_lost()
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(WireBody.Grant)]));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        var answer = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);

        answer.Body.ShouldContain("\"macKey\":\"jzu9DBWyHMjMoH7ZaPI35T56znCgD6YG\"");
    }

    [Fact]
    public async Task A_grant_without_an_envelope_is_not_lost()
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, """{"kid":"k","mac_key":"m","token_type":"mac","mac_algorithm":"hmac-sha-1","more":[1]}"""));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        var answer = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);

        answer.Body.ShouldBe("""{"data":{"kid":"k","token":"k","tokenType":"mac","macKey":"m","macAlgorithm":"hmac-sha-1","scope":""}}""");
    }

    [Fact]
    public async Task A_grant_that_also_names_an_error_is_no_grant()
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, """{"data":{"kid":"k","mac_key":"m","error":"access_denied"},"success":true}"""));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        var answer = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);

        answer.Status.ShouldBe(500);
        answer.Body.ShouldContain("access_denied");
    }

    private static string Deep(int depth) =>
        string.Concat(Enumerable.Repeat("{\"data\":", depth)) + "1" + new string('}', depth);
}
