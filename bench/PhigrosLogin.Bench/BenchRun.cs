using PhigrosLogin.Bench.Measurements;
using PhigrosLogin.Bench.Reporting;

namespace PhigrosLogin.Bench;

/// <summary>One run: the rivals are started, one measurement after the other is taken, the figures are told.</summary>
internal static class BenchRun
{
    // The order is that of the report.
    private static readonly IMeasurement[] All =
    [
        new OneWaitingCode(),
        new ManyWaitingCodes(),
        new NewCode(),
        new SessionToken(),
        new StateRead(),
        new FirstAnswer(),
        new OpenStreams(),
        new KnownLogins(),
    ];

    /// <returns>The exit status: 0 when every figure came out, be it good or bad.</returns>
    public static async Task<int> RunAsync(BenchOptions options)
    {
        var load = Machine.Load();
        await using var stage = await Stage.StartAsync(options);
        var chosen = All.Where(measurement => measurement.GetType().Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase));
        // Nobody compares the figures of a smoke run, so there they may stand in each other's way.
        var rows = options.IsSmoke
            ? [.. (await Task.WhenAll(chosen.Select(measurement => TakeAsync(measurement, stage)))).SelectMany(rows => rows)]
            : await InTurnAsync(chosen, stage);

        var failed = rows.Where(row => !row.Figures.All(figure => figure > 0 && double.IsFinite(figure))).ToList();
        foreach (var row in failed) await Console.Error.WriteLineAsync($"No figure came out of: {row.What}");
        if (failed.Count > 0 || rows.Count == 0) return 1;
        if (options.WriteTo is { } folder) await Report.WriteAsync(folder, rows, load);
        return 0;
    }

    private static async Task<List<Row>> InTurnAsync(IEnumerable<IMeasurement> measurements, Stage stage)
    {
        var rows = new List<Row>();
        foreach (var measurement in measurements) rows.AddRange(await TakeAsync(measurement, stage));
        return rows;
    }

    private static async Task<IReadOnlyList<Row>> TakeAsync(IMeasurement measurement, Stage stage)
    {
        var rows = await measurement.TakeAsync(stage);
        foreach (var row in rows) Console.WriteLine(row);
        return rows;
    }
}
