using System.Globalization;
using System.Text;

namespace PhigrosLogin.Tests.Soak;

/// <summary>What a soak came to, for docs/reports.</summary>
internal static class SoakReport
{
    public static string Write(SoakRun run, SoakWorld world, IReadOnlyCollection<string> guilty)
    {
        var notes = world.Relay.Notes;
        var grants = notes.Where(note => note.Word == PollWord.Granted).ToList();
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"""
            # Soak

            Two instances behind nginx on one PostgreSQL that is restarted underneath, one call to TapTap and the game cloud in
            ten spoiled, callers of all three APIs, of whom many leave in the middle of a request. The judge knows every grant
            that TapTap gave away and every fault with the code that it hit: a grant has to end as `succeeded`, or as
            `result_lost` where its own answer was spoiled, or as `exchange_failed` where the exchange met three faults; a login
            has to be over when its time, a scanned one's minute and the exchange's 45 s have passed. The settings are the defaults
            (interval 3 s) but for `Upstream:Timeout` (5 s) and the limit on starts; a code lives 100 s. `./test.sh --full` writes this.

            {TimeProvider.System.GetUtcNow():yyyy-MM-dd} · {Environment.ProcessorCount} cores, load average up to {run.Load:0.0} · {run.Length.TotalMinutes:0.#} minutes of new logins, all over after {run.Passed.TotalMinutes:0.0} · seed {run.Seed}

            - {run.Stories.Count} logins · {notes.Count} calls to the upstream, {notes.Count(note => note.Fault is not null)} of them spoiled · {grants.Count} grants
            - PostgreSQL away at {string.Join(", ", run.Restarts)}
            - violations found by the judge: {guilty.Count}

            ## How the grants ended

            | ending | grants | of them, answer of the grant spoiled |
            |---|---|---|
            """);
        var storyOf = run.Stories.Where(story => story.UserCode is not null).ToDictionary(story => story.UserCode!);
        foreach (var ending in grants.Where(grant => storyOf.ContainsKey(grant.UserCode!)).GroupBy(grant => Words(storyOf[grant.UserCode!])).OrderByDescending(same => same.Count()))
            text.AppendLine(CultureInfo.InvariantCulture, $"| {ending.Key} | {ending.Count()} | {ending.Count(grant => grant.Fault is not null)} |");

        text.AppendLine().AppendLine(
            "`gone` is how the LoginQrCode API tells a lost grant: the code is used up. `cancelled`: the caller cancelled at about that time. A grant that ends as `expired:timed_out` was lost, and so was every later answer about its code.");

        text.AppendLine().AppendLine("## What was spoiled").AppendLine().AppendLine("| fault | never reached TapTap | reached it, the answer was lost |").AppendLine("|---|---|---|");
        foreach (var kind in notes.Where(note => note.Fault is not null).GroupBy(note => note.Fault!.Kind).OrderBy(same => same.Key))
            text.AppendLine(CultureInfo.InvariantCulture, $"| {kind.Key} | {kind.Count(note => !note.Fault!.IsHeard)} | {kind.Count(note => note.Fault!.IsHeard)} |");

        text.AppendLine().AppendLine("## Who came").AppendLine().AppendLine("| api | caller | logins | ended as |").AppendLine("|---|---|---|---|");
        foreach (var kind in run.Stories.GroupBy(story => (story.Api, Caller: CallerOf(story))).OrderBy(same => same.Key))
        {
            var ends = kind.GroupBy(Words).OrderByDescending(same => same.Count()).Select(same => string.Create(CultureInfo.InvariantCulture, $"{same.Key} {same.Count()}"));
            text.AppendLine(CultureInfo.InvariantCulture, $"| {kind.Key.Api} | {kind.Key.Caller} | {kind.Count()} | {string.Join(", ", ends)} |");
        }

        text.AppendLine().AppendLine("## Memory").AppendLine().AppendLine(
            "Resident, in MB, the median of each twentieth of the run. Flat: the median of the last quarter is no more than a tenth, or 15 MB, above that of the second.").AppendLine();
        foreach (var (memory, name) in run.Memory.Zip(["A", "B"]))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {name}: {string.Join(' ', memory.Steps.Select(step => step.ToString("0", CultureInfo.InvariantCulture)))} · second quarter {memory.Early:0.0}, last quarter {memory.Late:0.0}, allowed {memory.Early + memory.Allowed:0.0}");
        }

        text.AppendLine().AppendLine("## Answers and log").AppendLine().AppendLine(CultureInfo.InvariantCulture,
            $"- HTTP: {string.Join(" · ", world.Http.Statuses.OrderBy(status => status.Key).Select(status => string.Create(CultureInfo.InvariantCulture, $"{(status.Key == 0 ? "broken off" : status.Key)} {status.Value}")))}");
        foreach (var (gateway, name) in world.Gateways.Zip(["A", "B"]))
            text.AppendLine(CultureInfo.InvariantCulture, $"- log of {name}: {string.Join(" · ", SoakConsole.Levels.Select(level => string.Create(CultureInfo.InvariantCulture, $"{level} {SoakConsole.Count(gateway.Console, level)}")))}");
        if (guilty.Count > 0) text.AppendLine().AppendLine("## Violations").AppendLine().AppendJoin('\n', guilty.Select(sentence => $"- {sentence}")).AppendLine();
        return text.ToString();
    }

    private static string CallerOf(Story story) =>
        story.Api == Api.Login || story.Caller == Caller.Vanishes ? story.Caller.ToString() : "Asks";

    private static string Words(Story story) => story.Ending?.Word ?? "not over";
}
