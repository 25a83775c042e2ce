using PhigrosLogin.Bench.Driving;
using PhigrosLogin.Bench.Reporting;

namespace PhigrosLogin.Bench.Measurements;

/// <summary>A start: from the process's birth to its first answer, and what it then holds of the memory.</summary>
internal sealed class FirstAnswer : IMeasurement
{
    private static readonly Goal Memory = new("≤", 50, " MB");
    private static readonly Goal Time = new("≤", 250, " ms");

    public async Task<IReadOnlyList<Row>> TakeAsync(Stage stage)
    {
        var (times, rss, pss) = (new List<double>(), new List<double>(), new List<double>());
        for (var start = 0; start < stage.Extent.Starts; start++)
        {
            var begun = TimeProvider.System.GetTimestamp();
            await using var gateway = await stage.StartGatewayAsync();
            await stage.Http.GetStringAsync(new Uri(gateway.Url, "/health/live"));
            times.Add(TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds);
            await Task.Delay(stage.Extent.Rest);
            var memory = await gateway.MemoryAsync();
            rss.Add(memory.Rss);
            pss.Add(memory.Pss);
        }
        return
        [
            Row("idle memory as published, resident", Memory, rss,
                FormattableString.Invariant($"{Quartiles.Of(pss).Median:0.0} MB with shared pages divided (PSS)")),
            Row("first answer after start, as published", Time, times,
                FormattableString.Invariant($"{times.Count} starts, each with a new store")),
        ];
    }

    private static Row Row(string what, Goal goal, List<double> figures, string details)
    {
        var seen = Quartiles.Of(figures);
        return new Row
        {
            What = what,
            Goal = goal,
            Seen = seen.Median,
            Spread = seen,
            Details = details,
            Figures = figures,
        };
    }
}
