using PhigrosLogin.Bench.Driving;
using PhigrosLogin.Bench.Reporting;

namespace PhigrosLogin.Bench.Measurements;

/// <summary>
/// How memory, processor time and calls upstream grow with the logins that are known, and how long a start takes with
/// them. The logins were opened with a link; one in a hundred was looked at and has a code that waits and is polled.
/// </summary>
internal sealed class KnownLogins : IMeasurement
{
    private const int OneLookedAtIn = 100;

    private static readonly Goal Memory = new("≤", 250, " MB");
    private static readonly Goal Start = new("≤", 2, " s", "0.00");
    private static readonly Goal Growth = new("≤", 1.3, "×", "0.00");

    // The file has an id a line; each request takes the next one.
    private const string Script = """
        local paths, next = {}, 0
        function init(args)
          for id in io.lines(args[1]) do paths[#paths + 1] = '/api/v1/logins/' .. id end
        end
        function request()
          next = next % #paths + 1
          return wrk.format('GET', paths[next])
        end
        """;

    public async Task<IReadOnlyList<Row>> TakeAsync(Stage stage)
    {
        var script = await stage.WriteFileAsync("known.lua", Script);
        string[] settings = [$"--Store={stage.Place("known.db")}", $"--Limits:MaxLogins={2 * stage.Extent.Logins[^1]}"];
        var steps = new List<Step>();
        var ids = new List<string>();
        await using (var gateway = await stage.StartGatewayAsync(settings))
        {
            foreach (var count in stage.Extent.Logins)
            {
                var opened = await LinkedLogins.OpenAsync(stage.Http, gateway.Url, count - ids.Count);
                await LinkedLogins.LookAsync(stage.Http, gateway.Url, opened.Where((_, number) => number % OneLookedAtIn == 0));
                ids.AddRange(opened);
                await Task.Delay(stage.Extent.Rest);
                steps.Add(await LookAtAsync(stage, gateway, ids, script));
            }
        }

        var begun = TimeProvider.System.GetTimestamp();
        await using var again = await stage.StartGatewayAsync(settings);
        await stage.Http.GetStringAsync(new Uri(again.Url, $"/api/v1/logins/{ids[0]}"));
        var start = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
        return Rows(steps, start, again.CpuTime.TotalSeconds, (await again.MemoryAsync()).Rss);
    }

    private static async Task<Step> LookAtAsync(Stage stage, Child gateway, List<string> ids, string script)
    {
        var (begun, cpu, calls) = (TimeProvider.System.GetTimestamp(), gateway.CpuTime, await stage.UpstreamCallsAsync());
        await Task.Delay(stage.Extent.QuietTime);
        var time = TimeProvider.System.GetElapsedTime(begun);
        var (quietCpu, quietCalls) = (gateway.CpuTime - cpu, await stage.UpstreamCallsAsync() - calls);
        var memory = (await gateway.MemoryAsync()).Rss;

        var file = await stage.WriteFileAsync("known.txt", string.Join('\n', ids));
        if (!stage.Options.IsSmoke) await Wrk.LoadAsync(gateway.Url, 3 * stage.Extent.Seconds, script, file); // compiled for good
        cpu = gateway.CpuTime;
        var (requests, _) = await Wrk.LoadAsync(gateway.Url, stage.Extent.Seconds, script, file);
        return new(ids.Count, memory, quietCpu / time * 100, quietCalls / time.TotalSeconds, (gateway.CpuTime - cpu).TotalMicroseconds / requests);
    }

    private static Row[] Rows(List<Step> steps, double start, double startCpu, double memoryAfter)
    {
        var (first, last) = (steps[0], steps[^1]);
        return
        [
            new Row
            {
                What = FormattableString.Invariant($"{last.Count:#,0} logins under way, resident memory"),
                Goal = Memory,
                Seen = last.Memory,
                Details = string.Join("; ", steps.Select(step => FormattableString.Invariant(
                    $"{step.Count:#,0} logins: {step.Memory:0} MB, {step.Cpu:0.0} % of a core and {step.Calls:0.0} calls upstream a second while nobody asks"))) + "; 1 in 100 has a code that waits",
                Figures = [.. steps.Select(step => step.Memory)],
            },
            new Row
            {
                What = FormattableString.Invariant($"first answer after a start with {last.Count:#,0} logins in the store"),
                Goal = Start,
                Seen = start,
                Details = FormattableString.Invariant($"{startCpu:0.00} s of processor time, {memoryAfter:0} MB afterwards; the process before it was killed"),
                Figures = [start, memoryAfter],
            },
            new Row
            {
                What = FormattableString.Invariant($"processor time of a state read, {last.Count:#,0} logins against {first.Count:#,0}"),
                Goal = Growth,
                Seen = last.Cost / first.Cost,
                Details = string.Join(", ", steps.Select(step => FormattableString.Invariant($"{step.Cost:0} µs with {step.Count:#,0}"))) + "; reads spread over all of them",
                Figures = [.. steps.Select(step => step.Cost)],
            },
        ];
    }

    private sealed record Step(int Count, double Memory, double Cpu, double Calls, double Cost);
}
