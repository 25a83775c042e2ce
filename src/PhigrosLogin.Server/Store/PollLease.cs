namespace PhigrosLogin.Server.Store;

/// <summary>Whether this instance may poll a code now, and what other instances recorded about that code.</summary>
internal sealed record PollLease
{
    /// <summary>A lease where there are no other instances: always acquired.</summary>
    public static PollLease Local { get; } = new() { IsAcquired = true };

    /// <summary>Not acquired, and nothing known.</summary>
    public static PollLease Denied { get; } = new();

    /// <summary>Whether this instance may poll TapTap.</summary>
    public bool IsAcquired { get; init; }

    /// <summary>Whether another instance is polling TapTap right now.</summary>
    public bool IsHeldByOther { get; init; }

    /// <summary>Increases with every lease of the code, so that a release that comes late changes nothing.</summary>
    public long FencingToken { get; init; }

    /// <summary>The time until the next poll is due; zero if it is due.</summary>
    public TimeSpan RetryAfter { get; init; }

    /// <summary>The pace after the last poll; null before the first one.</summary>
    public PollPace? Pace { get; init; }

    /// <summary>Whether a response of TapTap may have been lost; null where only this process can know.</summary>
    public bool? MayBeSpent { get; init; }

    /// <summary>Whether an instance that disappeared during its poll may still write TapTap's grant.</summary>
    public bool IsInDoubt { get; init; }
}
