namespace PhigrosLogin.Cli.LiveCheck;

/// <summary>What a region's answers say to the open questions of docs/protocol.md §8.</summary>
internal static class OpenQuestions
{
    /// <summary>Section and answer; a question that this run could not see says how it could be seen.</summary>
    public static IEnumerable<(string Section, string Answer)> Answers(RegionResult result, Mask mask)
    {
        var tokens = result.Of("token").ToList();
        if (result.Of("device-code", "code").FirstOrDefault() is { } code)
        {
            yield return ("§8.1", $"interval {code.Number("interval")?.ToString(null, null) ?? "absent"}, expires_in {code.Number("expires_in")}; " +
                $"of {tokens.Count} polls {result.Of("token", "slow_down").Count()} were too fast.");
            yield return ("§8.6, §8.7, §8.8", "a code is issued for the region's own client id at its host, with a UUID without dashes as device id.");
            yield return ("§8.16", $"verification_url: {mask.VerificationUrlOf(code.Exchange) ?? "absent"}; " +
                (code.Findings.Any(finding => finding.EndsWith("another order.", StringComparison.Ordinal)) ? "members in another order than supposed." : "members in the supposed order."));
        }
        yield return ("§8.2", result.Of("token", "slow_down").FirstOrDefault() is { } slow ? Told(slow) :
            result.FastPolls > 0 ? "one poll each second met no complaint." : "not seen; `--slow-down` tries.");
        yield return ("§8.3, second poll after success", result.Of("token", "granted").Any() && tokens.SkipWhile(one => one.Means != "granted").Skip(1).FirstOrDefault() is { } again
            ? Told(again)
            : "not seen.");
        var refusals = tokens.SkipWhile(one => one.Means != "denied").Take(2).ToList();
        yield return ("§8.4", refusals.Count == 0 ? "not seen; `--refuse` tries." :
            $"{Told(refusals[0])} {(refusals.Count == 2 && refusals[1].Means is "denied" or "expired" ? $"The next poll: {Told(refusals[1])}" : "")}".TrimEnd());
        yield return ("§8.5", result.Of("token", "scanned").FirstOrDefault() is { } scanned ? Told(scanned) : "not seen: no poll came between the scan and the decision.");
        yield return ("§8.10", $"milliseconds {Took(SignUnit.Milliseconds)}, seconds {Took(SignUnit.Seconds)}.");

        string Took(SignUnit unit) => result.Took(unit) switch { true => "accepted", false => "refused", null => "not tried" };
    }

    private static string Told(Observation one) => $"{one.Means}: status {one.Exchange.Status}, word `{one.ErrorWord ?? "none"}`.";
}
