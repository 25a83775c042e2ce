using PhigrosLogin.Bench.Driving;

namespace PhigrosLogin.Bench.Reporting;

/// <summary>One line of the table.</summary>
internal sealed record Row
{
    public required string What { get; init; }

    public required Goal Goal { get; init; }

    /// <summary>The figure that the goal is about.</summary>
    public required double Seen { get; init; }

    /// <summary>Between what half of the figures lie; none if there was one reading.</summary>
    public Quartiles? Spread { get; init; }

    /// <summary>What the figure is made of.</summary>
    public required string Details { get; init; }

    /// <summary>The figures behind it; each is positive if the measurement works at all.</summary>
    public required IReadOnlyList<double> Figures { get; init; }

    public bool IsMet => Goal.IsMetBy(Seen);

    public string Figure => Goal.Write(Seen);

    /// <summary>The spread in words, such as "0.81× and 0.84×".</summary>
    public string Between => Spread is { } spread ? $"{Goal.Write(spread.Lower)} and {Goal.Write(spread.Upper)}" : "one reading";

    public override string ToString() => $"{What}: {Figure} (goal {Goal}{(IsMet ? "" : ", MISSED")}; half between {Between}; {Details})";
}
