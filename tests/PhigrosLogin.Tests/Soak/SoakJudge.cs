namespace PhigrosLogin.Tests.Soak;

/// <summary>
/// Whether everything that happened was permitted: computed from what the callers saw and from the notes of the relay, which
/// knows every grant that TapTap gave away and every fault that was injected.
/// </summary>
internal static class SoakJudge
{
    // The interval is 3 s, counted from the end of the last answer; what a busy machine delays is a second at most or shows elsewhere.
    private static readonly TimeSpan LeastGap = TimeSpan.FromSeconds(2);

    /// <summary>A sentence for each thing that must not have happened.</summary>
    public static IReadOnlyList<string> Judge(IReadOnlyCollection<Story> stories, IReadOnlyCollection<UpstreamNote> notes)
    {
        var byCode = notes.Where(note => note.UserCode is not null).ToLookup(note => note.UserCode!);
        var storyOf = stories.Where(story => story.UserCode is not null).ToDictionary(story => story.UserCode!);
        return
        [
            .. stories.SelectMany(story => story.Complaints.Select(complaint => $"{story}: {complaint}")),
            .. stories.Select(story => Guilt(story, story.UserCode is { } code ? [.. byCode[code]] : [])).OfType<string>(),
            .. notes.Where(note => note.Word == PollWord.Granted && !storyOf.ContainsKey(note.UserCode!)).Select(note => $"code {note.UserCode} was granted, and no player had confirmed it"),
            .. byCode.Where(calls => calls.Count(call => call.Word == PollWord.Granted) > 1).Select(calls => $"code {calls.Key} was granted twice"),
            .. byCode.Where(calls => Gaps(calls).Any(gap => gap < LeastGap)).Select(calls => $"code {calls.Key} was asked about again within {Gaps(calls).Min().TotalSeconds:0.0} s"),
            .. stories.Where(story => story.Ending?.Token is not null).GroupBy(story => story.Ending!.Token).Where(same => same.Count() > 1).Select(same => $"one token was given to {string.Join(" and ", same)}"),
        ];
    }

    private static string? Guilt(Story story, IReadOnlyList<UpstreamNote> calls)
    {
        if (story.Ending is not { } ending) return $"{story} is still not over";
        if (ending.OpenId is { } whose && whose != story.Player.OpenId && whose != story.Player.ObjectId) return $"{story} was given somebody else's result";
        var grant = calls.FirstOrDefault(call => call.Word == PollWord.Granted);
        return grant is null ? WithoutGrant(story, ending, calls) : WithGrant(story, ending, grant, calls);
    }

    private static string? WithGrant(Story story, Ending ending, UpstreamNote grant, IReadOnlyList<UpstreamNote> calls) => ending.Word switch
    {
        Ending.Succeeded or Ending.Left => null,
        Ending.Cancelled when story.WasCancelled && (story.Person == Person.IsCancelled || grant.Fault is not null) => null,
        Ending.Lost or Ending.Gone when grant.Fault is not null => null,
        Ending.Lost or Ending.Gone => $"{story} lost a grant whose answer was not touched",
        // Three tries, each of which met a fault.
        Ending.ExchangeFailed when calls.Count(call => call.IsExchange && call.Fault is not null) >= 3 => null,
        Ending.ExchangeFailed => $"{story} failed in the exchange without three faults",
        // Nobody can know of a lost grant when no later poll was answered before the code or the login ended.
        Ending.TimedOut when grant.Fault is not null && IsUnknowable(grant, calls) => null,
        _ => $"{story} had a grant and came to this",
    };

    /// <summary>Whether nothing that came after the grant was lost could tell of it.</summary>
    public static bool IsUnknowable(UpstreamNote grant, IEnumerable<UpstreamNote> calls) =>
        calls.Where(call => call.IsPoll && call.When > grant.When).All(call => call.Fault is not null);

    private static string? WithoutGrant(Story story, Ending ending, IReadOnlyList<UpstreamNote> calls) => ending.Word switch
    {
        Ending.Succeeded => $"{story} succeeded without a grant",
        Ending.ExchangeFailed => $"{story} failed in the exchange without a grant",
        // TapTap says once that the player refused; later it says that the code is used up.
        Ending.Lost when calls.Any(call => call.Word == PollWord.Refused && call.Fault is not null) => null,
        Ending.Lost => $"{story} speaks of a lost grant, and there was none",
        Ending.Denied when story.Person != Person.Denies => $"{story} was denied by nobody",
        Ending.Cancelled when !story.WasCancelled => $"{story} was cancelled by nobody",
        Ending.TimedOut or Ending.Gone when story.ConfirmedAt is { } when && calls.Where(call => call.IsPoll && call.When > when).All(call => call.Fault is null) =>
            $"{story} was confirmed, was not granted in time, and no fault was in the way",
        Ending.TimedOut or Ending.Gone or Ending.Left or Ending.Denied or Ending.Cancelled => null,
        _ => $"{story} came to this",
    };

    private static IEnumerable<TimeSpan> Gaps(IEnumerable<UpstreamNote> calls)
    {
        var times = calls.Where(call => call.IsPoll).Select(call => call.When).Order().ToList();
        return times.Zip(times.Skip(1), (one, next) => next - one);
    }
}
