namespace PhigrosLogin.Cli.LiveCheck;

/// <summary>What one region has shown.</summary>
internal sealed class RegionResult(string region)
{
    private readonly List<Observation> _observations = [];

    public string Region => region;

    public IReadOnlyList<Observation> Observations => _observations;

    /// <summary>What went wrong beside the answers themselves, one sentence each.</summary>
    public List<string> Troubles { get; } = [];

    /// <summary>Whether the person says that the account has no player here.</summary>
    public bool NeverPlayed { get; set; }

    public bool WasNotConfirmed { get; set; }

    /// <summary>At which fast poll the pace was complained about; 0 when that was not tried.</summary>
    public int FastPolls { get; set; }

    /// <summary>Every answer of the region, those included that no fixture is compared with.</summary>
    public IReadOnlyList<Exchange> Exchanges { get; init; } = [];

    public IReadOnlyList<ConnectTime> Connections { get; init; } = [];

    /// <summary>The player's id in the game cloud, to be compared and never shown; null when nobody signed in.</summary>
    public string? PlayerId { get; set; }

    /// <summary>The list of saves that was asked for as the game does; null when it was not read.</summary>
    public SaveRows? OwnSaves { get; set; }

    /// <summary>The list of saves without a filter; null when it was not read.</summary>
    public SaveRows? UnfilteredSaves { get; set; }

    /// <summary>What came of a login through the gateway, in one sentence; null when none was asked for.</summary>
    public string? Gateway { get; set; }

    public bool IsSignedIn => NeverPlayed ? Of("users", "no_player").Any() : PlayerId is not null;

    public void Add(Observation observation) => _observations.Add(observation);

    public IEnumerable<Observation> Of(string endpoint, string? means = null) =>
        _observations.Where(one => one.Exchange.Endpoint == endpoint && (means is null || one.Means == means));

    /// <summary>Whether the cloud took a signature in this unit; null when it was not asked.</summary>
    public bool? Took(SignUnit unit) =>
        Of("users").FirstOrDefault(one => one.Exchange.SignedIn == unit) is { } answer ? answer.Exchange.Status != 401 : null;

    public bool Differs => _observations.Exists(one => one.Differences.Count > 0) || RefusedUnits.Any() || Troubles.Count > 0;

    private IEnumerable<SignUnit> RefusedUnits => Enum.GetValues<SignUnit>().Where(unit => Took(unit) == false);

    /// <summary>What differs: a line for each answer, and the rest.</summary>
    public IEnumerable<string> Differences(Mask mask) =>
    [
        .. _observations.Where(one => one.Differences.Count > 0).Select(one => Line(one, one.Differences, mask)).Distinct(),
        .. RefusedUnits.Select(unit => $"{region}: X-LC-Sign in {unit.ToString().ToLowerInvariant()} was refused, and both units are said to work (§8.10)."),
        .. Troubles.Select(trouble => $"{region}: {trouble}").Distinct(),
    ];

    public IEnumerable<string> Findings(Mask mask) =>
        _observations.Where(one => one.Findings.Count > 0).Select(one => Line(one, one.Findings, mask)).Distinct();

    // A member's name among them may be somebody's id.
    private static string Line(Observation one, IEnumerable<string> sentences, Mask mask) =>
        $"{one.Region} · `{one.Exchange.Route}` · {one.Means} · against `{one.Fixture}`: {string.Join(' ', sentences.Select(mask.Scrub))}" +
        (one.Exactly is { } exactly && exactly != one.Fixture ? $" It is exactly as `{exactly}` ({exactly.Evidence}) has it." : "");
}
