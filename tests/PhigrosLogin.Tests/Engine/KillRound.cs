using System.Diagnostics;
using System.Text;
using System.Text.Json;
using PhigrosLogin.Polling;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Tests.Engine;

/// <summary>Where the gateway is on its way from TapTap's answer to the caller's when it is killed.</summary>
internal enum KillPoint
{
    /// <summary>The poll is about to set out, on its way to TapTap, or just there.</summary>
    AroundThePoll,

    /// <summary>TapTap has granted and its answer has not arrived.</summary>
    WhileTapTapAnswers,

    /// <summary>The answer is in the gateway's socket, since so many milliseconds.</summary>
    AfterTapTapAnswered,

    /// <summary>The caller has the answer.</summary>
    AfterTheCallerWasAnswered,
}

/// <summary>What a round came to.</summary>
internal enum KillOutcome
{
    /// <summary>The grant was committed before the kill and came out again, byte for byte.</summary>
    Kept,

    /// <summary>TapTap gave the grant, nothing of it was committed, nobody was told of a success: the player is told at once.</summary>
    Lost,

    /// <summary>TapTap had not given the grant yet: the login went on.</summary>
    WentOn,
}

/// <summary>Confirm, poll, kill -9, start again, ask again; and whether the outcome is one that is permitted.</summary>
internal sealed record KillRound(KillPoint Point, TimeSpan Delay)
{
    /// <summary>Rounds at all points; those after TapTap's answer sweep the first 30 ms.</summary>
    public static IEnumerable<KillRound> Plan(int count) => Enumerable.Range(0, count).Select(number => (number % 6) switch
    {
        0 => new KillRound(KillPoint.AroundThePoll, TimeSpan.FromMilliseconds(number / 6 * 5 % 100)),
        1 => new KillRound(KillPoint.WhileTapTapAnswers, TimeSpan.Zero),
        2 => new KillRound(KillPoint.AfterTheCallerWasAnswered, TimeSpan.Zero),
        var third => new KillRound(KillPoint.AfterTapTapAnswered, TimeSpan.FromMilliseconds(((number / 6 * 3) + third - 3) * 3 % 31)),
    });

    /// <summary>Plays it on a gateway that runs.</summary>
    /// <returns>The outcome, and the gateway that was started after it.</returns>
    public async Task<(KillOutcome Outcome, ServerProcess Next)> PlayAsync(ProcessWorld world, ServerProcess gateway)
    {
        var code = await world.ConfirmedCodeAsync(gateway);
        var passage = world.Relay.Next(isHeld: Point is KillPoint.WhileTapTapAnswers or KillPoint.AfterTapTapAnswered);
        var asking = ProcessWorld.AskAsync(gateway, code);
        await UntilPointAsync(passage, asking);
        await gateway.KillAsync();
        passage.Release();

        var answered = await asking;
        var isGiven = world.HasGranted(code);
        var left = await world.LeftBehindAsync(code);
        var next = await world.StartGatewayAsync();
        var after = (await ProcessWorld.AskAsync(next, code))!;

        left.ShouldNotBeNull("an issued code is in the store before its caller has it");
        var outcome = left.State == DeviceCodeStatus.Granted ? KillOutcome.Kept : isGiven ? KillOutcome.Lost : KillOutcome.WentOn;
        switch (outcome)
        {
            case KillOutcome.Kept:
                after.Status.ShouldBe(200, after.Body);
                KidOf(after.Body).ShouldBe(JsonDocument.Parse(Encoding.UTF8.GetString(left.Answer!)).RootElement.GetProperty("kid").GetString());
                if (answered is not null) after.Body.ShouldBe(answered.Body);
                break;
            case KillOutcome.Lost:
                answered.ShouldBeNull();
                after.Status.ShouldBe(500, after.Body);
                after.Body.ShouldContain("\"code\":11,");
                (await world.StateInFileAsync(code)).ShouldBe(DeviceCodeStatus.Lost);
                break;
            default:
                answered.ShouldBeNull();
                after.Status.ShouldBe(200, after.Body);
                break;
        }
        return (outcome, next);
    }

    private async Task UntilPointAsync(GrantPassage passage, Task asking)
    {
        switch (Point)
        {
            case KillPoint.AroundThePoll:
                // The sandbox announces an interval of 1 s, and the player has confirmed since.
                await Task.Delay(TimeSpan.FromMilliseconds(950), TimeProvider.System, TestContext.Current.CancellationToken);
                break;
            case KillPoint.WhileTapTapAnswers:
                await passage.Given;
                break;
            case KillPoint.AfterTapTapAnswered:
                await passage.Given;
                passage.Release();
                await passage.Written;
                break;
            default:
                await asking;
                break;
        }
        // A few milliseconds to the tenth, which no timer gives.
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Delay) Thread.SpinWait(100);
    }

    private static string? KidOf(string body) => JsonDocument.Parse(body).RootElement.GetProperty("data").GetProperty("kid").GetString();
}
