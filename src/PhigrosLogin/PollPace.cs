namespace PhigrosLogin;

/// <summary>
/// How long to wait between two polls of one device code, counted from the end of the last answer (RFC 8628 §3.5,
/// docs/protocol.md §8.1: TapTap announces 1 s and then complains about clients that obey it).
/// </summary>
public readonly record struct PollPace
{
    private static readonly TimeSpan SlowDownStep = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TroubleCap = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWish = TimeSpan.FromSeconds(1800);

    private PollPace(TimeSpan usual, TimeSpan next) => (Usual, Next) = (usual, next);

    /// <summary>The interval while all goes well; it only grows.</summary>
    public TimeSpan Usual { get; }

    /// <summary>The wait before the next poll.</summary>
    public TimeSpan Next { get; }

    /// <summary>The pace of a new code: what the upstream announced, but no faster than <paramref name="minimum"/>.</summary>
    public static PollPace Start(TimeSpan announced, TimeSpan minimum) => new(Longer(announced, minimum), Longer(announced, minimum));

    /// <summary>The pace as it was when somebody else polled the code: its usual interval and its next wait, which is never less.</summary>
    public static PollPace Continue(TimeSpan usual, TimeSpan next) => new(usual, Longer(usual, next));

    /// <summary>After any answer that makes sense: back to the usual interval.</summary>
    public PollPace AfterAnswer() => new(Usual, Usual);

    /// <summary>After <c>slow_down</c> or 429: 5 s more for good, or what the server wishes if that is longer (at most 1800 s).</summary>
    public PollPace AfterSlowDown(TimeSpan? wish)
    {
        var wished = wish is { } value && value < LongestWish ? value : wish is null ? TimeSpan.Zero : LongestWish;
        var usual = Longer(Usual + SlowDownStep, wished);
        return new(usual, usual);
    }

    /// <summary>After a timeout, a broken connection or nonsense: twice the wait, up to 30 s.</summary>
    public PollPace AfterTrouble()
    {
        var doubled = Next * 2;
        return new(Usual, Longer(Usual, doubled < TroubleCap ? doubled : TroubleCap));
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
