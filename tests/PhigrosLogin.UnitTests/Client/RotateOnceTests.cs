using Microsoft.Extensions.DependencyInjection;
using PhigrosLogin.Client;
using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.Client;

/// <summary>A rotation leaves the client once, whatever the network, the gateway or a handler of the program does.</summary>
public class RotateOnceTests
{
    private static readonly Credential Token = new("exampleexampleexampleexam");

    private static readonly (string Name, Fault Fault)[] Losses =
    [
        ("closed", Faults.Close),
        ("reset", Faults.Reset),
        ("cut off", Faults.CutOff("{\"sessionToken\":")),
        ("no HTTP", Faults.Raw("hello")),
        ("a page", Faults.Answer(200, "<html>", "text/html")),
        ("an empty object", Faults.Answer(200, "{}")),
        ("no token", Faults.Answer(200, """{"sessionToken":"","region":"cn"}""")),
        ("a proxy that gave up", Faults.Answer(504, "<html>", "text/html", "Retry-After: 1")),
        ("a proxy that is busy", Faults.Answer(503, "<html>", "text/html", "Retry-After: 1")),
        ("a redirect", Faults.Answer(307, "", "text/plain", "Location: /elsewhere")),
        ("a problem", Faults.Answer(502, """{"code":"rotate_outcome_unknown","detail":"lost","traceId":"t"}""", "application/problem+json", "Retry-After: 1")),
    ];

    public static TheoryData<string> LossNames => [.. Losses.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(LossNames))]
    public async Task A_lost_answer_is_an_unknown_outcome_and_nothing_is_sent_again(string name)
    {
        await using var gateway = FaultyServer.Start(Losses.Single(row => row.Name == name).Fault);
        using var client = ClientWorld.NewClient(gateway.Url);

        var lost = await client.RotateAsync(Token).ShouldFailAsync();

        (lost.Code, lost.IsTransient).ShouldBe((GatewayErrorCodes.RotateOutcomeUnknown, false));
        lost.ToString().ShouldNotContain(Token.Reveal());
        gateway.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_silence_is_an_unknown_outcome_when_its_time_is_over()
    {
        var clock = new ManualClock();
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = FaultyServer.Start(_ =>
        {
            called.TrySetResult();
            return Faults.Silent;
        });
        using var client = ClientWorld.NewClient(gateway.Url, time: clock);

        var asking = client.RotateAsync(Token);
        await called.Task;
        clock.Advance(TimeSpan.FromSeconds(20));

        (await asking.ShouldFailAsync()).Code.ShouldBe(GatewayErrorCodes.RotateOutcomeUnknown);
        gateway.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_gateway_that_is_not_there_has_changed_nothing()
    {
        var gateway = FaultyServer.Start(Faults.Close);
        await gateway.DisposeAsync();
        using var client = ClientWorld.NewClient(gateway.Url);

        (await client.RotateAsync(Token).ShouldFailAsync()).Code.ShouldBe(GatewayErrorCodes.Unreachable);
    }

    [Fact]
    public async Task A_connection_that_dies_while_it_was_kept_is_not_replaced_by_another_request()
    {
        // The first answer leaves a connection that is kept; the second request goes out on it and finds it closed.
        await using var gateway = FaultyServer.Start(call => call.Path.EndsWith("inspect", StringComparison.Ordinal)
            ? Faults.Answer(200, """{"valid":false,"reason":"session_not_found"}""")
            : Faults.Close);
        using var client = ClientWorld.NewClient(gateway.Url);
        await client.InspectAsync(Token);

        var lost = await client.RotateAsync(Token).ShouldFailAsync();

        lost.Code.ShouldBe(GatewayErrorCodes.RotateOutcomeUnknown);
        gateway.Calls.Count(call => call.Path.EndsWith("rotate", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_handler_of_the_program_that_retries_sends_nothing_a_second_time()
    {
        await using var gateway = FaultyServer.Start(Faults.Answer(503, "<html>", "text/html"));
        var services = new ServiceCollection();
        services.AddPhigrosLoginClient(gateway.Url).AddHttpMessageHandler(() => new Stubborn());
        await using var provider = services.BuildServiceProvider();

        var lost = await provider.GetRequiredService<PhigrosLoginClient>().RotateAsync(Token).ShouldFailAsync();

        lost.Code.ShouldBe(GatewayErrorCodes.RotateOutcomeUnknown);
        gateway.Calls.Count(call => call.Body.Length > 0).ShouldBe(1);
    }

    private sealed class Stubborn : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (await base.SendAsync(request, cancellationToken)).Dispose();
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
