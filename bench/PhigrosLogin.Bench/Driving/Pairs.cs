using PhigrosLogin.Bench.Reporting;

namespace PhigrosLogin.Bench.Driving;

/// <summary>
/// The gateway and a rival, loaded in turn, so that whatever else the machine does falls on both; what counts is the
/// median of the ratios.
/// </summary>
/// <param name="stage">Where it happens.</param>
/// <param name="load">Loads one of the two for so many seconds.</param>
internal sealed class Pairs(Stage stage, Func<Child, int, Task<(long Requests, double PerSecond)>> load)
{
    /// <param name="what">What is asked for, for the table.</param>
    /// <param name="atLeast">The goal for the ratio.</param>
    /// <param name="gateway">The gateway.</param>
    /// <param name="rival">The rival.</param>
    /// <param name="mayAsk">How many calls to the upstream the gateway's requests and the time taken allow.</param>
    public async Task<Row> CompareAsync(
        string what, double atLeast, Child gateway, Child rival, Func<long, TimeSpan, long> mayAsk)
    {
        await WarmUpAsync(rival);
        await WarmUpAsync(gateway);
        var (ours, theirs) = (new List<Turn>(), new List<Turn>());
        var begun = TimeProvider.System.GetTimestamp();
        for (var pair = 0; pair < stage.Extent.Pairs; pair++)
        {
            // Who is second finds a warmer machine, so each is second in turn.
            if (pair % 2 == 1) theirs.Add(await TakeAsync(rival));
            ours.Add(await TakeAsync(gateway));
            if (pair % 2 == 0) theirs.Add(await TakeAsync(rival));
        }
        var allowed = mayAsk(ours.Sum(turn => turn.Requests), TimeProvider.System.GetElapsedTime(begun));
        var asked = ours.Sum(turn => turn.UpstreamCalls);
        if (asked > allowed && !stage.Options.IsSmoke)
        {
            throw new InvalidOperationException($"{what}: the upstream was asked {asked} times where {allowed} are allowed.");
        }

        var ratio = Quartiles.Of(ours.Zip(theirs, (our, their) => our.PerSecond / their.PerSecond));
        var (our, their) = (Quartiles.Of(ours.Select(turn => turn.PerSecond)), Quartiles.Of(theirs.Select(turn => turn.PerSecond)));
        return new Row
        {
            What = what,
            Goal = new Goal("≥", atLeast, "×", "0.00"),
            Seen = ratio.Median,
            Spread = ratio,
            Details = FormattableString.Invariant(
                $"{our.Median:0} and {their.Median:0} requests a second; {Cost(ours):0.0} and {Cost(theirs):0.0} µs of CPU for a request; {asked} upstream calls for {ours.Sum(turn => turn.Requests)} requests, {allowed} allowed"),
            Figures = [ratio.Median, our.Median, their.Median],
        };
    }

    private static double Cost(List<Turn> turns) => turns.Sum(turn => turn.Cpu.TotalMicroseconds) / turns.Sum(turn => turn.Requests);

    private async Task WarmUpAsync(Child child)
    {
        for (var answered = 0L; answered < stage.Extent.WarmUpRequests;) answered += (await load(child, stage.Extent.Seconds)).Requests;
    }

    private async Task<Turn> TakeAsync(Child child)
    {
        var (calls, cpu) = (await stage.UpstreamCallsAsync(), child.CpuTime);
        var (requests, perSecond) = await load(child, stage.Extent.Seconds);
        return new Turn(requests, perSecond, child.CpuTime - cpu, await stage.UpstreamCallsAsync() - calls);
    }

    private sealed record Turn(long Requests, double PerSecond, TimeSpan Cpu, long UpstreamCalls);
}
