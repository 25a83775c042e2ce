using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PhigrosLogin.Cloud;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.TapTap;
using PhigrosLogin.Tests.PlayerLogins;

namespace PhigrosLogin.Tests.Upstreams;

/// <summary>Promise 17: how a connection to an upstream comes about, and what happens when none does.</summary>
public class ConnectionTests
{
    private static readonly Uri Named = new("http://upstream.example");

    [Fact]
    public async Task An_IPv6_address_that_does_not_answer_costs_a_quarter_of_a_second()
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, WireBody.DeviceCode));
        using var dead = new DeafListener(IPAddress.IPv6Loopback, tapTap.Url.Port);
        await dead.FillAsync();
        using var connections = Connections(
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.IPv6Loopback, IPAddress.Loopback]));
        var watch = Stopwatch.StartNew();

        var code = await Client(connections, tapTap.Url.Port).RequestCodeAsync(CancellationToken.None);

        code.Url.ShouldBe(WireBody.Link);
        watch.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task An_address_that_refuses_costs_nothing()
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, WireBody.DeviceCode));
        // Nothing listens on this address of the loopback network.
        using var connections = Connections(
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("127.0.0.99"), IPAddress.Loopback]));

        var code = await Client(connections, tapTap.Url.Port).RequestCodeAsync(CancellationToken.None);

        code.Url.ShouldBe(WireBody.Link);
        tapTap.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Of_addresses_that_all_refuse_the_failure_is_a_connection_that_did_not_come_about()
    {
        using var connections = Connections(
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("127.0.0.98"), IPAddress.Parse("127.0.0.99")]));

        var failure = await Should.ThrowAsync<UpstreamException>(() => Client(connections, 9)
            .RequestCodeAsync(CancellationToken.None));

        failure.Trouble.ShouldBe(UpstreamTrouble.Unreachable);
        failure.MayHaveArrived.ShouldBeFalse();
    }

    [Fact]
    public void The_families_take_turns_the_preferred_one_first()
    {
        string[] resolved = ["2001:db8::1", "2001:db8::2", "2001:db8::3", "192.0.2.1", "192.0.2.2"];

        var order = HappyEyeballs.Alternate([.. resolved.Select(IPAddress.Parse)]);

        order.Select(address => address.ToString()).ShouldBe(
            ["2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2", "2001:db8::3"]);
    }

    [Fact]
    public async Task A_handshake_of_three_seconds_is_waited_for()
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, WireBody.DeviceCode));
        using var connections = Connections(async (_, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, cancellationToken);
            return [IPAddress.Loopback];
        });

        var code = await Client(connections, tapTap.Url.Port).RequestCodeAsync(CancellationToken.None);

        code.Url.ShouldBe(WireBody.Link);
    }

    public static TheoryData<string, int> Calls => new()
    {
        { "code", 2 },
        { "poll", 1 },
        { "profile", 2 },
        { "sign-in", 1 },
        { "session", 2 },
        { "save", 2 },
        { "refresh", 1 },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_GET_and_a_request_for_a_code_that_find_no_connection_are_sent_once_more_and_a_poll_never(
        string call, int attempts)
    {
        var asked = 0;
        using var connections = Connections((_, _) =>
        {
            asked++;
            throw new SocketException((int)SocketError.HostNotFound);
        });

        var failure = await Should.ThrowAsync<UpstreamException>(() => CallAsync(call, connections));

        asked.ShouldBe(attempts);
        failure.Trouble.ShouldBe(UpstreamTrouble.Unreachable);
    }

    [Fact]
    public async Task The_second_attempt_brings_the_code()
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, WireBody.DeviceCode));
        var asked = 0;
        using var connections = Connections((_, _) => asked++ == 0
            ? throw new SocketException((int)SocketError.TryAgain)
            : Task.FromResult<IPAddress[]>([IPAddress.Loopback]));

        var code = await Client(connections, tapTap.Url.Port).RequestCodeAsync(CancellationToken.None);

        code.Url.ShouldBe(WireBody.Link);
        tapTap.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("500")]
    public async Task What_has_left_is_not_sent_again(string what)
    {
        await using var tapTap = FaultyServer.Start(what == "reset" ? Faults.Reset : Faults.Answer(500, ""));
        using var connections = Connections((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));

        await Should.ThrowAsync<UpstreamException>(() => Client(connections, tapTap.Url.Port)
            .RequestCodeAsync(CancellationToken.None));

        tapTap.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_proxy_is_connected_to_in_the_same_way()
    {
        await using var proxy = FaultyServer.Start(Faults.Answer(200, WireBody.DeviceCode));
        var resolved = new ConcurrentQueue<string>();
        var connector = new HappyEyeballs((host, _) =>
        {
            resolved.Enqueue(host);
            return Task.FromResult<IPAddress[]>([IPAddress.Parse("127.0.0.99"), IPAddress.Loopback]);
        });
        var through = new WebProxy(new UriBuilder(proxy.Url) { Host = "proxy.example" }.Uri);
        using var connections = new HttpClient(
            UpstreamHttp.CreateHandler(null, through, connector), disposeHandler: true);

        var code = await Client(connections, 80).RequestCodeAsync(CancellationToken.None);

        code.Url.ShouldBe(WireBody.Link);
        resolved.ShouldBe(["proxy.example"]);
    }

    private static HttpClient Connections(Func<string, CancellationToken, Task<IPAddress[]>> resolve) =>
        new(UpstreamHttp.CreateHandler(null, null, new HappyEyeballs(resolve)), disposeHandler: true);

    private static Region At(int port) => TestRegion.At(new UriBuilder(Named) { Port = port }.Uri);

    private static TapTapClient Client(HttpClient connections, int port) =>
        new(new UpstreamHttp(connections, TimeProvider.System), At(port), TimeProvider.System);

    private static Task CallAsync(string call, HttpClient connections)
    {
        var http = new UpstreamHttp(connections, TimeProvider.System);
        var (tapTap, cloud) = (new TapTapClient(http, At(80), TimeProvider.System), new GameCloudClient(http, At(80),
            TimeProvider.System));
        TapTapToken.TryCreate(WireBody.Kid, null, null, WireBody.MacKey, null, null, out var token, out _)
            .ShouldBeTrue();
        var (session, none) = (new Secret(WireBody.SessionToken), CancellationToken.None);
        return call switch
        {
            "code" => tapTap.RequestCodeAsync(none),
            "poll" => tapTap.PollAsync(new Secret(WireBody.Code), null, none),
            "profile" => tapTap.GetProfileAsync(token!, none),
            "sign-in" => cloud.LoginAsync(token!,
                new TapTapProfile { OpenId = WireBody.OpenId, UnionId = "", Name = "", Gender = "", Avatar = "" },
                createMissing: false, none),
            "session" => cloud.GetPlayerAsync(session, none),
            "save" => cloud.GetSaveAsync(session, "5f3b6a2d8a84aa0019f1b4c7", none),
            _ => cloud.RefreshSessionAsync(session, "5f3b6a2d8a84aa0019f1b4c7", none),
        };
    }
}
