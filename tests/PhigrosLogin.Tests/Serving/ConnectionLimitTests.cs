using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Server;
using PhigrosLogin.Tests.Logins;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Serving;

/// <summary>Promise 36: callers who send slowly, send too much, or never finish. The web server's clock is the one on the wall.</summary>
public class ConnectionLimitTests
{
    private const int Line = 8 * 1024;
    private const int Headers = 16 * 1024;

    [Fact]
    public async Task Who_sends_a_byte_at_a_time_is_cut_off_within_15_seconds()
    {
        await using var gateway = await StartAsync();

        var ends = await Task.WhenAll(
            DripAsync(gateway, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Drip: "),
            DripAsync(gateway, "GET /"),
            DripAsync(gateway, "POST /api/v1/logins HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n{"),
            DripAsync(gateway, "POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n2000\r\na"));

        ends.ShouldAllBe(end => end.After < TimeSpan.FromSeconds(15));
        ends[..2].ShouldAllBe(end => end.After > TimeSpan.FromSeconds(4));
        ends.ShouldAllBe(end => end.Answer.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal));
        ends[2].Answer.ShouldContain("The body came too slowly.");
        ends[3].Answer.ShouldContain("invalid_request");
        ends[2..].ShouldAllBe(end => end.Answer.Contains("Cache-Control: no-store", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_thousand_half_open_connections_do_not_keep_a_poll_from_its_answer()
    {
        await using var gateway = await StartAsync();
        string[] beginnings = ["", "G", "POST /api/LoginQrCode/CheckQRCode HTTP/1.1\r\nHost: loc", "POST /api/LoginQrCode/CheckQRCode HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{"];
        var halves = new List<Socket>();
        while (halves.Count < 1000) halves.Add(await ConnectAsync(gateway.Url, beginnings[halves.Count % beginnings.Length]));

        var answer = await gateway.PostAsync("CheckQRCode", """{"deviceCode":"abc"}""");

        answer.Status.ShouldBe(200, answer.Body);
        answer.Body.ShouldContain("LoginProcessNotDone");
        foreach (var half in halves) half.Dispose();
    }

    [Theory]
    [InlineData(Line, 0, 0, 404)]
    [InlineData(Line + 1, 0, 0, 414)]
    [InlineData(0, Headers, 0, 404)]
    [InlineData(0, Headers + 1, 0, 431)]
    [InlineData(0, 0, 16 * 1024, 201)]
    [InlineData(0, 0, (16 * 1024) + 1, 413)]
    public async Task A_line_headers_or_a_body_over_the_limit_are_refused(int line, int headers, int body, int status)
    {
        await using var gateway = await StartAsync();
        const string Method = "GET /";
        const string Version = " HTTP/1.1\r\n";
        const string Usual = "Host: localhost\r\nConnection: close\r\n";
        const string More = "X: ";
        var path = line == 0 ? "nothing" : new string('a', line - Method.Length - Version.Length);
        var more = headers == 0 ? "" : $"{More}{new string('a', headers - Usual.Length - More.Length - 2)}\r\n";

        var answer = body == 0
            ? await RawHttp.SendAsync(gateway.Url, $"{Method}{path}{Version}{Usual}{more}\r\n")
            : await RawHttp.PostAsync(gateway.Url, "/api/v1/logins", $"{{{new string(' ', body - 2)}}}");

        answer.Status.ShouldBe(status, answer.Body);
    }

    [Fact]
    public async Task Over_the_most_connections_the_next_is_closed_while_a_served_one_goes_on()
    {
        await using var gateway = await StartAsync("--Limits:MaxConnections=2");
        var login = await gateway.OpenAsync();
        await using (var events = await EventReader.OpenAsync(login))
        {
            (await events.NextAsync())!.State.ShouldBe("pending");

            (await AskAliveAsync(gateway)).ShouldBeEmpty();
            using var cancelled = await login.CancelAsync();

            (await events.NextAsync())!.State.ShouldBe("cancelled");
        }
        while (await AskAliveAsync(gateway) != "alive")
        {
            // until the gateway has noticed that the reader of the events has left, and there is room again
        }
    }

    [Fact]
    public async Task A_connection_that_sends_no_request_is_closed_after_20_seconds()
    {
        await using var gateway = await StartAsync();

        var ends = await Task.WhenAll(
            DripAsync(gateway, "", drop: ""),
            DripAsync(gateway, "\r\n", drop: "\r\n"));

        ends.ShouldAllBe(end => end.After > TimeSpan.FromSeconds(18) && end.After < TimeSpan.FromSeconds(24));
        ends.ShouldAllBe(end => end.Answer.Length == 0);
    }

    [Fact]
    public async Task A_proxy_that_keeps_a_connection_can_send_a_POST_after_19_to_21_idle_seconds()
    {
        await using var gateway = await StartAsync();
        await using var relay = TcpRelay.Start(gateway.Url, new RelayConditions());
        await using var nginx = await Nginx.StartKeepingAsync(relay.Url);

        var statuses = await Task.WhenAll(((int[])[19, 20, 21]).Select(async seconds =>
        {
            using var connection = new KeptConnection(nginx.Url);
            var first = connection.Get("/health/live");
            // Kestrel has no clock that can be moved.
            await Task.Delay(TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);
            return (first.Status, connection.Post("/api/v1/logins", "{}"u8.ToArray()).Status);
        }));

        statuses.ShouldBe([(200, 201), (200, 201), (200, 201)]);
        relay.Connections.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task Without_files_left_it_waits_with_one_warning_and_serves_again_when_there_are_some()
    {
        string[] limited = ["sh", "-c", "ulimit -n 256; exec \"$0\" \"$@\"", ServerProcess.Published ?? ServerProcess.Built];
        await using var server = await ServerProcess.StartCommandAsync([.. limited, .. ServerProcess.ForTests]);
        // What a first request loads would find no file to open later.
        (await RawHttp.GetAsync(server.Url, "/health/live")).Body.ShouldBe("alive");
        var connections = new List<Socket>();
        while (connections.Count < 300) connections.Add(await ConnectAsync(server.Url, ""));
        while (!server.Console.Contains("No connection can be accepted", StringComparison.Ordinal)) await Task.Yield();
        using var process = Process.GetProcessById(server.ProcessId);

        // What is measured is the processor's time in a second, until the start's own work is over. A loop takes all of it.
        var spent = TimeSpan.MaxValue;
        for (var second = 0; second < 15 && spent > TimeSpan.FromSeconds(0.3); second++)
        {
            process.Refresh();
            var before = process.TotalProcessorTime;
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
            process.Refresh();
            spent = process.TotalProcessorTime - before;
        }
        foreach (var connection in connections) connection.Dispose();

        spent.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(0.3));
        (await RawHttp.GetAsync(server.Url, "/health/live")).Body.ShouldBe("alive");
        server.Console.Split("No connection can be accepted (TooManyOpenSockets)").Length.ShouldBe(2);
        server.Console.ShouldContain("The process may open 256 files");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    public async Task What_cannot_be_a_number_of_connections_stops_the_start(string most)
    {
        var start = () => StartAsync($"--Limits:MaxConnections={most}");

        (await start.ShouldThrowAsync<SettingsException>()).Message.ShouldContain("Limits:MaxConnections must be a whole number from 1 to 1000000");
    }

    private static async Task<TestGateway> StartAsync(params string[] settings)
    {
        var gateway = new PendingGateway(FaultyServer.Start(Faults.Answer(400, WireBody.Error("authorization_pending"))));
        await gateway.StartAsync(settings);
        return gateway;
    }

    // What the web server thinks of it, and when.
    private static async Task<(TimeSpan After, string Answer)> DripAsync(TestGateway gateway, string beginning, string drop = "a")
    {
        var socket = await ConnectAsync(gateway.Url, beginning);
        var start = Stopwatch.GetTimestamp();
#pragma warning disable CA2025 // it disposes of the socket itself, when it has read to the end
        var reading = ReadAsync(socket);
#pragma warning restore CA2025
        using var drops = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!reading.IsCompleted)
        {
            await drops.WaitForNextTickAsync();
            await TrySendAsync(socket, drop);
        }
        return (Stopwatch.GetElapsedTime(start), await reading);
    }

    private static async Task<string> AskAliveAsync(TestGateway gateway)
    {
        var socket = await ConnectAsync(gateway.Url, "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        return (await ReadAsync(socket)).Split("\r\n")[^1];
    }

    private static async Task<Socket> ConnectAsync(Uri gateway, string beginning)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(gateway.Host, gateway.Port, TestContext.Current.CancellationToken);
        await TrySendAsync(socket, beginning);
        return socket;
    }

    private static async Task TrySendAsync(Socket socket, string text)
    {
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // closed by the other side, which is what reading tells
        }
    }

    // Everything until the connection is closed, by whichever of the two ways there are; then it is closed here, too.
    private static async Task<string> ReadAsync(Socket socket)
    {
        var (received, chunk) = (new StringBuilder(), new byte[4096]);
        try
        {
            while (await socket.ReceiveAsync(chunk, TestContext.Current.CancellationToken) is > 0 and var count) received.Append(Encoding.UTF8.GetString(chunk, 0, count));
        }
        catch (SocketException)
        {
            // reset
        }
        socket.Dispose();
        return received.ToString();
    }

    /// <summary>A gateway before a TapTap for which everything is pending.</summary>
    private sealed class PendingGateway(FaultyServer tapTap) : TestGateway(DoorTime, isInside: false)
    {
        public Task StartAsync(string[] settings) => StartGatewayAsync([.. PointAt("cn", tapTap.Url), .. settings]);

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await tapTap.DisposeAsync();
        }
    }
}
