using PhigrosLogin.Client;
using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.Client;

/// <summary>What the network, a proxy or a newer gateway can answer.</summary>
public class TroubleTests
{
    private static readonly Fault Good = FaultyGateway.Result("denied");

    private static readonly (string Name, Fault Fault)[] Passing =
    [
        ("reset", Faults.Reset), // the runtime itself asks again where a connection is closed in good order
        ("cut off", Faults.CutOff("{\"state\":")),
        ("no HTTP", Faults.Raw("hello")),
        ("a proxy without a gateway", Faults.Answer(502, "<html>", "text/html")),
        ("a failing gateway", FaultyGateway.Problem(500, "internal_error")),
        ("a busy gateway", FaultyGateway.Problem(503, "overloaded", "Retry-After: 2")),
        ("a limit", FaultyGateway.Problem(429, "rate_limited", "Retry-After: 2")),
        ("a timeout", FaultyGateway.Problem(408, "invalid_request")),
        ("a word that is newer", FaultyGateway.Problem(599, "brand_new")),
    ];

    public static TheoryData<string> PassingNames => [.. Passing.Select(row => row.Name)];

    private static CreatedLogin Login => new()
    {
        Id = "aaaaaaaaaaaaaaaaaaaaaa",
        LoginSecret = new Credential("claim-secret-of-somebody"),
        LoginUrl = new Uri("https://gate.example/l/a"),
        QrUrl = new Uri("https://gate.example/qr"),
        ExpiresAt = new DateTimeOffset(2026, 1, 2, 3, 14, 5, TimeSpan.Zero), // 10 min after the clock's start
    };

    [Theory]
    [MemberData(nameof(PassingNames))]
    public async Task Trouble_that_passes_is_waited_out(string name)
    {
        var clock = new ManualClock();
        await using var gateway = FaultyGateway.Start(Passing.Single(row => row.Name == name).Fault, Good);
        using var client = ClientWorld.NewClient(gateway.Url, time: clock);

        var waiting = client.WaitAsync(Login);
        await clock.UntilWakingWithinAsync(TimeSpan.FromSeconds(3));
        clock.Advance(TimeSpan.FromSeconds(3));

        (await waiting).Status.ShouldBe(LoginStatus.Denied);
        gateway.Calls.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(404, "text/html", "<html>", "unexpected_answer")]
    [InlineData(200, "text/html", "<html>", "unexpected_answer")]
    [InlineData(200, "application/json", "{}", "unexpected_answer")]
    [InlineData(200, "application/json", "[1]", "unexpected_answer")]
    [InlineData(200, "application/json", """{"status":"succeeded","final":true,"message":""}""", "unexpected_answer")]
    [InlineData(403, "application/problem+json", """{"title":"of a proxy"}""", "unexpected_answer")]
    [InlineData(302, "text/plain", "", "unexpected_answer")]
    [InlineData(409, "application/problem+json", """{"code":"brand_new","detail":"D.","more":{}}""", "brand_new")]
    public async Task What_does_not_pass_is_told_at_once(int status, string type, string body, string code)
    {
        await using var gateway = FaultyServer.Start(Faults.Answer(status, body, type));
        using var client = ClientWorld.NewClient(gateway.Url);

        var told = await client.WaitAsync(Login).ShouldFailAsync();

        (told.Code, told.Status, told.IsTransient).ShouldBe((code, status, false));
        told.ToString().ShouldNotContain("<html>");
        told.ToString().ShouldNotContain(Login.LoginSecret.Reveal());
        gateway.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_gateway_that_stays_away_is_given_up_after_the_logins_own_end()
    {
        var clock = new ManualClock();
        await using var gateway = FaultyServer.Start(Faults.Reset);
        using var client = ClientWorld.NewClient(gateway.Url, time: clock);
        var start = clock.GetUtcNow();

        var waiting = client.WaitAsync(Login);
        var told = await PassAsync(clock, waiting).ShouldFailAsync();

        (told.Code, told.Status, told.IsTransient).ShouldBe((GatewayErrorCodes.Unreachable, null, true));
        (clock.GetUtcNow() - start).ShouldBeInRange(TimeSpan.FromMinutes(11), TimeSpan.FromMinutes(12));
        gateway.Calls.Count.ShouldBeInRange(70, 110); // every 8 to 10 s
    }

    [Fact]
    public async Task A_gateway_that_never_ends_a_login_is_given_up_too_and_not_asked_without_a_pause()
    {
        var clock = new ManualClock();
        await using var gateway = FaultyServer.Start(FaultyGateway.Result("pending"));
        using var client = ClientWorld.NewClient(gateway.Url, time: clock);

        var told = await PassAsync(clock, client.WaitAsync(Login)).ShouldFailAsync();

        told.Code.ShouldBe(GatewayErrorCodes.WaitedTooLong);
        gateway.Calls.Count.ShouldBeInRange(190, 1930); // 32 min, no more than once a second
    }

    [Fact]
    public async Task A_state_that_is_newer_than_the_client_is_unknown_and_its_message_is_there()
    {
        await using var gateway = FaultyServer.Start(FaultyGateway.Result("frozen", ""","reason":"solar_flare","more":[1]"""));
        using var client = ClientWorld.NewClient(gateway.Url);

        var outcome = await client.WaitAsync(Login);

        (outcome.Status, outcome.Reason, outcome.Message).ShouldBe((LoginStatus.Unknown, LoginReason.Unknown, "a sentence"));
    }

    [Theory]
    [InlineData("failed", "exchange_failed", LoginReason.ExchangeFailed)]
    [InlineData("failed", "result_lost", LoginReason.ResultLost)]
    [InlineData("failed", "upstream_unavailable", LoginReason.UpstreamUnavailable)]
    [InlineData("failed", "clock_skew", LoginReason.ClockSkew)]
    [InlineData("expired", "upstream_unavailable", LoginReason.UpstreamUnavailable)]
    public async Task Every_reason_is_known(string state, string word, LoginReason reason)
    {
        await using var gateway = FaultyServer.Start(FaultyGateway.Result(state, $",\"reason\":\"{word}\""));
        using var client = ClientWorld.NewClient(gateway.Url);

        (await client.WaitAsync(Login)).Reason.ShouldBe(reason);
    }

    [Fact]
    public async Task Nothing_is_repeated_where_the_patience_is_zero()
    {
        await using var gateway = FaultyServer.Start(FaultyGateway.Problem(503, "overloaded", "Retry-After: 7"));
        using var client = ClientWorld.NewClient(gateway.Url, options => options.Patience = TimeSpan.Zero);

        var told = await client.CreateAsync().ShouldFailAsync();

        (told.Code, told.RetryAfter, told.TraceId).ShouldBe((GatewayErrorCodes.Overloaded, TimeSpan.FromSeconds(7), "trace"));
        gateway.Calls.Count.ShouldBe(1);
    }

    // Lets the pauses of a wait pass; a request under way has a longer limit, which is left alone.
    private static async Task PassAsync(ManualClock clock, Task waiting)
    {
        while (await Task.WhenAny(waiting, clock.UntilWakingWithinAsync(TimeSpan.FromSeconds(10))) != waiting)
        {
            clock.Advance(TimeSpan.FromSeconds(10));
        }
        await waiting;
    }
}
