using System.Net.Http.Json;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Sessions;

/// <summary>A rotation is asked for once, whatever happens: a second one would kill the token that the first one made.</summary>
public class RotateTests
{
    private const string OutcomeUnknown = "rotate_outcome_unknown";

    // What the cloud makes of the one request that counts, and what the caller hears.
    private static readonly (string Name, Fault Fault, int Status, string Code)[] Ends =
    [
        ("closed", Faults.Close, 502, OutcomeUnknown),
        ("reset", Faults.Reset, 502, OutcomeUnknown),
        ("cut off", Faults.CutOff("{\"sessionToken\":"), 502, OutcomeUnknown),
        ("no HTTP", Faults.Raw("hello"), 502, OutcomeUnknown),
        ("an empty answer", Faults.Answer(200, ""), 502, OutcomeUnknown),
        ("an empty object", Faults.Answer(200, "{}"), 502, OutcomeUnknown),
        ("a list", Faults.Answer(200, "[]"), 502, OutcomeUnknown),
        ("a page", Faults.Answer(200, "<html>"), 502, OutcomeUnknown),
        ("a redirect", Faults.Redirect(new Uri("http://127.0.0.1:9/")), 502, OutcomeUnknown),
        ("a token that is none", Faults.Answer(200, """{"sessionToken":"short"}"""), 502, OutcomeUnknown),
        ("a token that is an object", Faults.Answer(200, """{"sessionToken":{}}"""), 502, OutcomeUnknown),
        ("the old token", Faults.Answer(200, $$"""{"sessionToken":"{{TwoClouds.Token}}"}"""), 502, OutcomeUnknown),
        ("somebody else's token", Faults.Answer(200, $$"""{"sessionToken":"{{TwoClouds.Fresh}}","objectId":"anybody"}"""), 502, OutcomeUnknown),
        ("a failure", Faults.Answer(500, """{"code":1,"error":"internal"}"""), 502, OutcomeUnknown),
        ("a failing proxy", Faults.Answer(504, "<html>"), 502, OutcomeUnknown),
        ("a timeout of its own", Faults.Answer(400, """{"code":124,"error":"timeout"}"""), 502, OutcomeUnknown),
        ("too large", Faults.HugeBody(1 << 20), 502, OutcomeUnknown),
        ("too much", Faults.Answer(429, """{"code":429,"error":"Too many requests."}"""), 503, "upstream_unavailable"),
        ("too much, as a page", Faults.Answer(429, "<html>"), 503, "upstream_unavailable"),
        ("not for clients", Faults.Answer(400, """{"code":119,"error":"not allowed"}"""), 502, "upstream_rejected"),
        ("forbidden", Faults.Answer(403, """{"code":403,"error":"Forbidden."}"""), 502, "upstream_rejected"),
        ("a refused signature", Faults.Answer(401, """{"code":401,"error":"Unauthorized."}"""), 502, "upstream_rejected"),
    ];

    public static TheoryData<string> EndNames => [.. Ends.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(EndNames))]
    public async Task It_is_asked_for_exactly_once(string name)
    {
        var (_, fault, status, code) = Ends.Single(row => row.Name == name);
        await using var clouds = await TwoClouds.StartAsync(_ => TwoClouds.Unknown, TwoClouds.Well(refresh: fault));

        using var answer = await clouds.Gateway.RotateAsync(TwoClouds.Token);

        await answer.ShouldBeProblemAsync(status, code);
        answer.Headers.RetryAfter.ShouldNotBeNull();
        var body = await answer.Content.ReadAsStringAsync();
        if (code == OutcomeUnknown) body.ShouldContain("sign in again");
        body.ShouldNotContain(TwoClouds.Token);
        body.ShouldNotContain(TwoClouds.Fresh);
        clouds.AskedInChina.ShouldBe(["GET /1.1/users/me"]);
        clouds.AskedAbroad.ShouldBe(["GET /1.1/users/me", $"PUT /1.1/users/{TwoClouds.ObjectId}/refreshSessionToken"]);
    }

    [Fact]
    public async Task A_silence_has_the_whole_time_and_then_nobody_knows()
    {
        await using var clouds = await TwoClouds.StartAsync(TwoClouds.Well(refresh: Faults.Silent), _ => TwoClouds.Unknown, settings: "--Upstream:Timeout=1s");

        using var answer = await clouds.Gateway.RotateAsync(TwoClouds.Token);

        await answer.ShouldBeProblemAsync(502, OutcomeUnknown);
        clouds.Puts.ShouldBe(1);
    }

    [Fact]
    public async Task It_goes_on_when_the_caller_leaves()
    {
        var (asked, answered) = (NewEvent(), NewEvent());
        var late = Faults.After(
            () =>
            {
                asked.TrySetResult();
                return answered.Task;
            },
            TwoClouds.Refreshed);
        await using var clouds = await TwoClouds.StartAsync(TwoClouds.Well(refresh: late), _ => TwoClouds.Unknown, new ManualClock());
        using var leaving = new CancellationTokenSource();

        var rotation = clouds.Gateway.Http.PostAsJsonAsync("/api/v1/sessions/rotate", new { sessionToken = TwoClouds.Token }, leaving.Token);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => rotation);
        answered.TrySetResult();
        await clouds.Gateway.StopGatewayAsync();

        clouds.Puts.ShouldBe(1);
        clouds.Gateway.Log.Lines.ShouldAllBe(line => !line.Text.Contains(TwoClouds.Token) && !line.Text.Contains(TwoClouds.Fresh));
    }

    private static TaskCompletionSource NewEvent() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
