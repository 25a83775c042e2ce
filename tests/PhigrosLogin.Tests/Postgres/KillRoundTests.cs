using System.Collections.Concurrent;
using System.Diagnostics;

namespace PhigrosLogin.Tests.Postgres;

/// <summary>Two processes on one PostgreSQL behind nginx, and kill -9 at each point of a login.</summary>
public sealed class KillRoundTests
{
    private static readonly int Worlds = FullLength.Or(everyday: 2, full: 5);
    private static readonly int Each = FullLength.Or(everyday: 1, full: 6);

    [Fact]
    public async Task P39_A_kill_9_of_one_instance_in_any_state_loses_no_committed_grant()
    {
        var start = Stopwatch.GetTimestamp();
        var plan = new ConcurrentQueue<KillRound>(KillRound.Plan(Each));
        var outcomes = new ConcurrentBag<(KillRound Round, KillOutcome Outcome)>();

        // Several at once, each on tables of its own: most of a round is waiting.
        await Task.WhenAll(Enumerable.Range(0, Worlds).Select(async _ =>
        {
            await using var world = await KillWorld.StartAsync();
            try
            {
                while (plan.TryDequeue(out var round)) outcomes.Add((round, await round.PlayAsync(world)));
            }
            catch
            {
                plan.Clear(); // the others need not go on
                throw;
            }
        }));

        foreach (var point in Enum.GetValues<KillPoint>())
        {
            var ends = outcomes.Where(outcome => outcome.Round.Point == point).Select(outcome => outcome.Outcome).ToList();
            ends.Count.ShouldBe(Each);
            if (point is KillPoint.GrantedNotCommitted or KillPoint.LoginQrCodeNotCommitted) ends.ShouldAllBe(end => end == KillOutcome.Lost);
            else if (point != KillPoint.AroundTheCommit) ends.ShouldAllBe(end => end == KillOutcome.Kept);
        }
        if (FullLength.IsOn) await KillReport.WriteAsync(outcomes, Stopwatch.GetElapsedTime(start));
    }
}
