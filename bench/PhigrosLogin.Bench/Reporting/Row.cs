namespace PhigrosLogin.Bench.Reporting;

/// <summary>One line of the table.</summary>
internal sealed record Row
{
    public required string What { get; init; }

    /// <summary>The same for the Chinese README.</summary>
    public required string WhatInChinese { get; init; }

    /// <summary>What is to be reached, such as "≥ 0.8×".</summary>
    public required string Goal { get; init; }

    /// <summary>The median, in the goal's unit.</summary>
    public required string Seen { get; init; }

    public required bool IsMet { get; init; }

    /// <summary>Between what half of the figures lie, such as "0.81× and 0.84×".</summary>
    public required string Between { get; init; }

    /// <summary>What the figure is made of.</summary>
    public required string Details { get; init; }

    /// <summary>The figures behind it; each is positive if the measurement works at all.</summary>
    public required IReadOnlyList<double> Figures { get; init; }

    public override string ToString() => $"{What}: {Seen} (goal {Goal}{(IsMet ? "" : ", MISSED")}; half between {Between}; {Details})";
}
