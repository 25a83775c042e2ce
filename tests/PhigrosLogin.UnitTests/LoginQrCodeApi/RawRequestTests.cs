using System.Net.Sockets;
using System.Text;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.LoginQrCodeApi;

/// <summary>Requests that are odd as HTTP: whatever reaches the documented routes is answered in the documented form.</summary>
public class RawRequestTests
{
    private const string Get = "/api/LoginQrCode/GetNewQrCode";
    private const string Check = "/api/LoginQrCode/CheckQRCode";
    private const int Callers = 30;
    private const string Code = """{"deviceCode":"abc"}""";

    [Theory]
    [InlineData($"GET {Get} HTTP/1.1\r\nHost: localhost\r\nHost: other\r\n", "", 400, false)]
    [InlineData($"GET {Get} HTTP/1.1\r\n", "", 400, false)]
    [InlineData($"GET {Get} HTTP/1.1\r\nHost: \r\n", "", 200, true)]
    [InlineData($"GET {Get} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n", "12345", 200, true)]
    [InlineData($"GET {Get}/ HTTP/1.1\r\nHost: localhost\r\n", "", 200, true)]
    [InlineData($"GET http://localhost{Get}?region=cn HTTP/1.1\r\nHost: localhost\r\n", "", 200, true)]
    [InlineData($"GET {Get}?region=%00 HTTP/1.1\r\nHost: localhost\r\n", "", 400, true)]
    [InlineData($"GET {Get}?region=cn&region=cn HTTP/1.1\r\nHost: localhost\r\n", "", 400, true)]
    [InlineData($"GET {Get}?region HTTP/1.1\r\nHost: localhost\r\n", "", 400, true)]
    [InlineData("GET /api/LoginQrCode HTTP/1.1\r\nHost: localhost\r\n", "", 404, true)]
    [InlineData("GET /api/LoginQrCode//GetNewQrCode HTTP/1.1\r\nHost: localhost\r\n", "", 404, true)]
    [InlineData("GET /api/LoginQrCode/..%2fGetNewQrCode HTTP/1.1\r\nHost: localhost\r\n", "", 404, true)]
    [InlineData($"OPTIONS {Get} HTTP/1.1\r\nHost: localhost\r\n", "", 405, true)]
    [InlineData($"DELETE {Check} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n", "abc", 405, true)]
    [InlineData($"MAKE {Check} HTTP/1.1\r\nHost: localhost\r\n", "", 405, true)]
    [InlineData($"POST {Check} HTTP/1.1\r\nHost: localhost\r\n", "", 415, true)]
    [InlineData($"POST {Check} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n", "", 400, true)]
    [InlineData($"POST {Check} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 20\r\n", Code, 200, true)]
    [InlineData($"POST {Check} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Type: application/json\r\nContent-Length: 20\r\n", Code, 415, true)]
    [InlineData($"POST {Check} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n", Code, 413, true)]
    [InlineData($"POST {Check} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 16385\r\n", Code, 413, true)]
    [InlineData($"POST {Check} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99999999999999999999\r\n", Code, 400, false)]
    [InlineData($"POST {Check} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: -1\r\n", Code, 400, false)]
    [InlineData($"POST {Check} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n", "zz\r\n", 400, true)]
    [InlineData($"POST {Check} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n", "ffffffff\r\n{}", 400, true)]
    [InlineData($"POST {Check} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n", $"14;x=y\r\n{Code}\r\n0\r\nX: y\r\n\r\n", 200, true)]
    [InlineData($"POST {Check} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: gzip\r\n", Code, 400, false)]
    [InlineData($"POST {Check} HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: 20\r\n", Code, 200, true)]
    [InlineData($"POST {Check} HTTP/1.0\r\nContent-Type: application/json\r\n", Code, 400, false)]
    [InlineData($"GET {Get} HTTP/1.0\r\n", "", 200, true)]
    [InlineData($"GET {Get}\r\n", "", 400, false)]
    public async Task An_odd_request_gets_a_documented_answer(string head, string body, int status, bool reachesUs)
    {
        await using var gateway = await StartAsync();

        var answer = await AskAsync(gateway, head.EndsWith("HTTP/1.0\r\n", StringComparison.Ordinal) ? $"{head}\r\n{body}" : $"{head}Connection: close\r\n\r\n{body}");

        answer.Status.ShouldBe(status, answer.Body);
        if (!reachesUs)
        {
            answer.Body.ShouldBeEmpty(); // the web server's own, before any of our code
            return;
        }
        answer.Headers["Cache-Control"].ShouldBe("no-store");
        if (status is not (404 or 405)) answer.ShouldBeDocumented();
        else answer.Body.ShouldEndWith("\"code\":-1,\"codeName\":\"RequestError\"}");
    }

    [Fact]
    public async Task A_body_that_waits_to_be_asked_for_is_asked_for()
    {
        await using var gateway = await StartAsync();

        using var connection = new KeptConnection(gateway.Url);
        var answer = connection.Post(Check, Encoding.UTF8.GetBytes(Code), "Content-Type: application/json\r\nExpect: 100-continue\r\n");

        answer.ShouldBeDocumented();
    }

    [Theory]
    [InlineData(Get)]
    [InlineData(Check)]
    public async Task HEAD_is_a_wrong_method_and_has_no_body(string route)
    {
        await using var gateway = await StartAsync();

        var answer = await AskAsync(gateway, $"HEAD {route} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        answer.Status.ShouldBe(405);
        answer.Headers["Cache-Control"].ShouldBe("no-store");
        answer.Body.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("HTTP/1.0\r\n")]
    [InlineData("HTTP/1.0\r\nConnection: keep-alive\r\n")]
    public async Task A_proxy_of_HTTP_1_0_gets_whole_answers_without_chunks(string version)
    {
        await using var gateway = await StartAsync();

        var answer = await AskAsync(gateway, $"GET {Get} {version}\r\n");

        answer.Headers.ShouldNotContainKey("Transfer-Encoding");
        answer.ShouldBeDocumented();
    }

    [Theory]
    [InlineData(413, "Content-Type: application/json\r\nContent-Length: 99999")]
    [InlineData(413, "Content-Type: application/json\r\nTransfer-Encoding: chunked")]
    [InlineData(415, "Content-Type: text/plain\r\nContent-Length: 99999")]
    public async Task A_body_that_is_not_read_ends_the_connection_and_says_so(int status, string headers)
    {
        await using var gateway = await StartAsync();

        var answer = await AskAsync(gateway, $"POST {Check} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n\r\n5000\r\n{new string('x', 0x5000)}");

        answer.Status.ShouldBe(status);
        answer.Headers["Connection"].ShouldBe("close");
    }

    [Theory]
    [InlineData("Content-Length: 30", Code, true)]
    [InlineData("Content-Length: 30", Code, false)]
    [InlineData("Content-Length: 20", Code, true)]
    [InlineData("Content-Length: 20", Code, false)]
    [InlineData("Content-Length: 20", "", false)]
    [InlineData("Transfer-Encoding: chunked", "5\r\n{\"dev", true)]
    [InlineData("Transfer-Encoding: chunked", "5\r\n{\"dev", false)]
    public async Task A_caller_who_breaks_off_leaves_nothing_in_the_log(string length, string body, bool politely)
    {
        await using var gateway = await StartAsync(new ManualClock());

        for (var round = 0; round < Callers; round++)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(gateway.Url.Host, gateway.Url.Port, TestContext.Current.CancellationToken);
            await socket.SendAsync(Encoding.UTF8.GetBytes($"POST {Check} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{length}\r\n\r\n{body}"), TestContext.Current.CancellationToken);
            await gateway.Gateway.Log.WhenAsync(line => line.Text.StartsWith("Request starting", StringComparison.Ordinal), round + 1);
            socket.LingerState = new LingerOption(enable: !politely, seconds: 0);
        }
        await gateway.Gateway.Log.WhenAsync(line => line.Text.StartsWith("Request finished", StringComparison.Ordinal), Callers);

        gateway.Gateway.Log.Errors.ShouldBeEmpty();
    }

    private static async Task<OddGateway> StartAsync(TimeProvider? time = null)
    {
        var upstream = FaultyServer.Start(call => Faults.Answer(200, call.Path.EndsWith("/code", StringComparison.Ordinal) ? WireBody.DeviceCode : WireBody.Error("authorization_pending")));
        const string Requests = "--Logging:LogLevel:Microsoft=Information";
        return new OddGateway(upstream, await (time is null ? TestGateway.StartAsync(upstream.Url, Requests) : TestGateway.StartAsync(time, upstream.Url, Requests)));
    }

    private static Task<RawAnswer> AskAsync(OddGateway gateway, string request) => RawHttp.SendAsync(gateway.Url, request);

    private sealed record OddGateway(FaultyServer Upstream, TestGateway Gateway) : IAsyncDisposable
    {
        public Uri Url => Gateway.Url;

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await Upstream.DisposeAsync();
        }
    }
}
