using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Sandbox;

public class ControlTests
{
    [Theory]
    [InlineData("scan", "waiting")]
    [InlineData("confirm", "confirmed")]
    [InlineData("refuse", "refused")]
    [InlineData("expire", "expired")]
    public async Task A_program_plays_the_player(string act, string state)
    {
        await using var world = await SandboxWorld.StartAsync();
        var code = await world.IssueAsync();

        var answer = await world.SendAsync(HttpMethod.Post, $"/sandbox/codes/{code.UserCode}/{act}");
        var shown = await world.GetAsync($"/sandbox/codes/{code.UserCode}");

        answer.Member("state").ShouldBe(state);
        shown.Text.ShouldBe(answer.Text);
        shown.Text.ShouldNotContain(code.DeviceCode);
    }

    [Fact]
    public async Task A_program_hands_a_code_over_to_a_script()
    {
        await using var world = await SandboxWorld.StartAsync();
        var code = await world.IssueAsync();

        var answer = await world.SendAsync(HttpMethod.Put, $"/sandbox/codes/{code.UserCode}/script", SandboxWorld.Json("""{"script":"never_played","after":0.5}"""));
        world.Clock.Advance(TimeSpan.FromSeconds(0.5));

        answer.Member("script").ShouldBe("never_played");
        world.Sandbox.Codes.Find(code.DeviceCode)!.State.ShouldBe(SandboxCodeState.Confirmed);
    }

    [Theory]
    [InlineData("""{"script":"dance"}""", "$.script is not understood.")]
    [InlineData("""{"after":3}""", "script is missing.")]
    [InlineData("""{"script":"refuse","after":-1}""", "after is a number of seconds from 0 to 86400.")]
    [InlineData("""{"script":"refuse","afterwards":3}""", "$.afterwards is not understood.")]
    [InlineData("refuse", "The body is not the JSON object that is wanted here.")]
    [InlineData("null", "The body is null.")]
    public async Task A_script_that_is_not_understood_is_refused_with_the_reason(string json, string error)
    {
        await using var world = await SandboxWorld.StartAsync();
        var code = await world.IssueAsync();

        var answer = await world.SendAsync(HttpMethod.Put, $"/sandbox/codes/{code.UserCode}/script", SandboxWorld.Json(json));

        answer.Status.ShouldBe(400);
        answer.Member("error").ShouldBe(error);
    }

    [Fact]
    public async Task What_cannot_be_is_a_404_or_a_409()
    {
        await using var world = await SandboxWorld.StartAsync();
        var code = await world.IssueAsync();
        world.Sandbox.Codes.Refuse(code.UserCode);

        var unknown = await world.SendAsync(HttpMethod.Post, "/sandbox/codes/nobody/scan");
        var decided = await world.SendAsync(HttpMethod.Post, $"/sandbox/codes/{code.UserCode}/confirm");
        var nothing = await world.GetAsync("/oauth2/v1/authorize");

        unknown.Status.ShouldBe(404);
        decided.Status.ShouldBe(409);
        nothing.Status.ShouldBe(404);
    }

    [Fact]
    public async Task Variants_are_switched_while_it_runs()
    {
        await using var world = await SandboxWorld.StartAsync();
        var code = await world.IssueAsync();
        world.Sandbox.Codes.Refuse(code.UserCode);

        var switched = await world.SendAsync(HttpMethod.Put, "/sandbox/variants", SandboxWorld.Json("""{"refusalStatus":"403"}"""));
        var refused = await world.PollAsync(code.DeviceCode);
        var nonsense = await world.SendAsync(HttpMethod.Put, "/sandbox/variants", SandboxWorld.Json("""{"refusalStatus":"418"}"""));

        switched.Member("refusalStatus").ShouldBe("403");
        refused.Status.ShouldBe(403);
        nonsense.Status.ShouldBe(400);
        world.Sandbox.Variants.RefusalStatus.ShouldBe(RefusalStatus.Forbidden);
    }

    [Fact]
    public void Each_variant_alone_is_another_and_survives_its_own_words()
    {
        var all = SandboxVariants.EachAlone.Select(each => each.Variants).ToList();

        all.Distinct().Count().ShouldBe(all.Count);
        all.Select(variants => SandboxVariants.Parse(variants.ToString())).ShouldBe(all);
    }

    [Fact]
    public async Task The_calls_are_noted_in_their_order_without_a_secret()
    {
        await using var world = await SandboxWorld.StartAsync();
        var grant = await world.GrantAsync();
        await world.LoginAsync(grant);

        var calls = await world.GetAsync("/sandbox/calls");

        world.Sandbox.Calls.Select(call => $"{call.Operation} {call.Status} {call.Outcome}").ShouldBe(["DeviceCode 200 code", "Token 200 granted", "Users 200 player"]);
        world.Sandbox.Calls.Select(call => call.UserCode).Distinct().Count().ShouldBe(1);
        world.Sandbox.CountOf(SandboxOperation.Token).ShouldBe(1);
        calls.Root.GetProperty("counts").GetProperty("device_code").GetInt64().ShouldBe(1);
        calls.Text.ShouldNotContain(grant.Kid);
        calls.Text.ShouldNotContain(grant.MacKey);
    }

    [Fact]
    public async Task A_call_can_be_waited_for_before_and_after_it_was_made()
    {
        await using var world = await SandboxWorld.StartAsync();
        var code = await world.IssueAsync();
        var cancelled = TestContext.Current.CancellationToken;

        var next = world.Sandbox.WhenCalledAsync(SandboxOperation.Token, cancellationToken: cancelled);
        next.IsCompleted.ShouldBeFalse();
        await world.PollAsync(code.DeviceCode);

        (await next).Outcome.ShouldBe("pending");
        (await world.Sandbox.WhenCalledAsync(SandboxOperation.Token, 1, cancelled)).ShouldBe(await next);
    }

    [Theory]
    [InlineData("https://127.0.0.1:0")]
    [InlineData("http://192.0.2.1:81")]
    public async Task It_listens_on_this_machine_only(string url)
    {
        var options = new SandboxOptions { ListenUrl = new Uri(url) };

        var exception = await Should.ThrowAsync<ArgumentException>(() => SandboxUpstream.StartAsync(options, new ManualClock(), TestContext.Current.CancellationToken));

        exception.Message.ShouldContain(url);
    }
}
