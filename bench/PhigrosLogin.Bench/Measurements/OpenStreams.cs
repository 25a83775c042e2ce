using PhigrosLogin.Bench.Driving;
using PhigrosLogin.Bench.Reporting;

namespace PhigrosLogin.Bench.Measurements;

/// <summary>Very many open event streams, 16 a login: what they hold, what they cost while nothing happens, how fast a change is with all who watch.</summary>
internal sealed class OpenStreams : IMeasurement
{
    private const int StreamsOfALogin = 16;

    private static readonly Goal Memory = new("≤", 400, " MB");
    private static readonly Goal AtRest = new("≤", 10, " %", "0.0");
    private static readonly Goal UntilHeard = new("<", 50, " ms", "0.0");

    public async Task<IReadOnlyList<Row>> TakeAsync(Stage stage)
    {
        await using var gateway = await stage.StartGatewayAsync();
        var ids = await LinkedLogins.OpenAsync(stage.Http, gateway.Url, stage.Extent.Streams / StreamsOfALogin);
        var before = (await gateway.MemoryAsync()).Rss;
        var watchers = new EventStream[ids.Length][];
        try
        {
            await Parallel.ForAsync(0, ids.Length, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (login, _) =>
                watchers[login] = await Task.WhenAll(Enumerable.Range(0, StreamsOfALogin).Select(_ => EventStream.OpenAsync(gateway.Url, ids[login]))));
            await Task.Delay(stage.Extent.Rest);

            var cpu = await RestAsync(gateway, stage.Extent.QuietTime);
            var pings = watchers.Sum(login => login.Sum(stream => (double)stream.Pings));
            var memory = (await gateway.MemoryAsync()).Rss;
            var times = new List<double>();
            foreach (var (id, watching) in ids.Zip(watchers).Take(stage.Extent.Changes)) times.Add(await ChangeAsync(stage, gateway, id, watching));
            return Rows(ids.Length * StreamsOfALogin, before, memory, cpu, pings, times);
        }
        finally
        {
            foreach (var stream in watchers.Where(login => login is not null).SelectMany(login => login)) stream.Dispose();
        }
    }

    private static async Task<double> RestAsync(Child gateway, TimeSpan time)
    {
        var (begun, cpu) = (TimeProvider.System.GetTimestamp(), gateway.CpuTime);
        await Task.Delay(time);
        return (gateway.CpuTime - cpu) / TimeProvider.System.GetElapsedTime(begun) * 100;
    }

    // From the request that brings it about to the last stream that tells of it.
    private static async Task<double> ChangeAsync(Stage stage, Child gateway, string id, EventStream[] watching)
    {
        var begun = TimeProvider.System.GetTimestamp();
        using var cancelled = await stage.Http.PostAsync(new Uri(gateway.Url, $"/api/v1/logins/{id}/cancel"), null);
        cancelled.EnsureSuccessStatusCode();
        var heard = await Task.WhenAll(watching.Select(stream => stream.Ended)).WaitAsync(TimeSpan.FromSeconds(30));
        return TimeProvider.System.GetElapsedTime(begun, heard.Max()).TotalMilliseconds;
    }

    private static Row[] Rows(int streams, double before, double memory, double cpu, double pings, List<double> times)
    {
        var change = Quartiles.Of(times);
        return
        [
            new Row
            {
                What = FormattableString.Invariant($"{streams:#,0} open event streams, resident memory in all"),
                Goal = Memory,
                Seen = memory,
                Details = FormattableString.Invariant($"{before:0} MB before them; {(memory - before) * 1024 / streams:0.0} KB each, with its connection"),
                Figures = [memory],
            },
            new Row
            {
                What = FormattableString.Invariant($"{streams:#,0} open event streams while nothing happens, of a core"),
                Goal = AtRest,
                Seen = cpu,
                Details = FormattableString.Invariant($"{pings:#,0} heartbeats came meanwhile"),
                Figures = [1 + cpu],
            },
            new Row
            {
                What = FormattableString.Invariant($"a change is with all {StreamsOfALogin} streams of its login, beside {streams:#,0} open ones"),
                Goal = UntilHeard,
                Seen = times.Max(),
                Spread = change,
                Details = FormattableString.Invariant($"the slowest of {times.Count} changes; half within {change.Median:0.0} ms"),
                Figures = times,
            },
        ];
    }
}
