using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.Upstreams;

/// <summary>All the calls that one answer takes share one time limit.</summary>
public class BudgetTests
{
    [Fact]
    public async Task A_slow_profile_leaves_the_game_cloud_only_the_rest_of_the_time()
    {
        var profile = new Held(Faults.Answer(200, WireBody.Profile));
        var cloud = new Held(Faults.Answer(200, WireBody.Player));
        await using var upstream = FaultyServer.Start(call => call.Path == "/1.1/users" ? cloud.AnswerAsync : profile.AnswerAsync);
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), upstream.Url);
        var answer = gateway.PostAsync("GetPhigrosToken", WireBody.TokenBody);

        await profile.Asked;
        gateway.Clock.Advance(TimeSpan.FromSeconds(14));
        profile.Release();
        await cloud.Asked;
        gateway.Clock.Advance(TimeSpan.FromSeconds(1));

        (await answer.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).Body.ShouldBe(
            """{"message":"Error processing request","error":"The game cloud did not answer in time.","code":1145,"codeName":"LCLoginError"}""");
    }

    [Fact]
    public async Task A_profile_that_is_asked_for_twice_has_the_time_of_one()
    {
        var wrongTime = new Held(Faults.Answer(401, WireBody.Error("invalid_time")));
        var silence = new Held(Faults.Silent);
        var asked = 0;
        await using var upstream = FaultyServer.Start(_ => asked++ == 0 ? wrongTime.AnswerAsync : silence.AnswerAsync);
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), upstream.Url);
        var answer = gateway.PostAsync("GetTapTapProfile", WireBody.TokenBody);

        await wrongTime.Asked;
        gateway.Clock.Advance(TimeSpan.FromSeconds(14));
        wrongTime.Release();
        await silence.Asked;
        gateway.Clock.Advance(TimeSpan.FromSeconds(1));

        (await answer.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).Body.ShouldBe(
            """{"message":"Error processing request","error":"TapTap did not answer in time.","code":114,"codeName":"GetProfileError"}""");
    }
}
