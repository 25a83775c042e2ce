namespace PhigrosLogin.Server.Store;

/// <summary>Whether this instance may poll a code now, and what the others know of that code.</summary>
internal sealed record Turn
{
    /// <summary>Always granted, where there are no others.</summary>
    public static Turn Alone { get; } = new() { IsMine = true };

    /// <summary>Not granted, and nothing known.</summary>
    public static Turn None { get; } = new();

    /// <summary>Whether TapTap may be asked.</summary>
    public bool IsMine { get; init; }

    /// <summary>Whether another instance is asking TapTap right now.</summary>
    public bool IsOthers { get; init; }

    /// <summary>Grows with every turn, so that one who comes back late changes nothing.</summary>
    public long Fence { get; init; }

    /// <summary>The time until the next poll is due, where it is not yet.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>The pace as whoever polled last left it; null when nobody did.</summary>
    public PollPace? Pace { get; init; }

    /// <summary>Whether an answer of TapTap's may have been lost; null where only this process can know.</summary>
    public bool? MayBeSpent { get; init; }

    /// <summary>Whether somebody who disappeared in mid-poll may still come back with TapTap's grant.</summary>
    public bool IsInDoubt { get; init; }
}
