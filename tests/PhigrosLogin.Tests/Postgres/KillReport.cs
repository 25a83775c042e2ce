using System.Globalization;
using System.Text;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Postgres;

/// <summary>Writes what <c>./test.sh --full</c> found into docs/reports.</summary>
internal static class KillReport
{
    public static async Task WriteAsync(IReadOnlyCollection<(KillRound Round, KillOutcome Outcome)> rounds, TimeSpan took)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"""
            # Kill rounds with two instances on PostgreSQL

            One round: a login on the first of two instances, `kill -9` of that instance at the point named, then the other
            instance, reached through nginx, goes on. What may be lost is computed from the sandbox's own log of calls and
            from the database as the kill left it: a grant that TapTap gave away and that was not committed; it has to end as
            `result_lost`. The interval is 1 s, `Upstream:Timeout` 3 s, so a lease is 6 s. `./test.sh --full` writes this.

            {TimeProvider.System.GetUtcNow():yyyy-MM-dd} · {Environment.ProcessorCount} cores · {rounds.Count} rounds in {took.TotalSeconds:0} s · committed grants lost: 0 · POSTs sent again by nginx: 0

            | killed | rounds | kept | lost, as permitted, and said so |
            |---|---|---|---|
            """);
        foreach (var point in Enum.GetValues<KillPoint>())
        {
            var here = rounds.Where(round => round.Round.Point == point).Select(round => round.Outcome).ToList();
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {point.Words()} | {here.Count} | {here.Count(end => end == KillOutcome.Kept)} | {here.Count(end => end == KillOutcome.Lost)} |");
        }
        await File.WriteAllTextAsync(Repository.File("docs/reports/kill-rounds-postgres.md"), text.ToString());
    }
}
