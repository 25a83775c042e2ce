namespace PhigrosLogin.Tests.Engine;

/// <summary>Chance that a failing test can repeat (SplitMix64).</summary>
internal sealed class Chance(ulong state)
{
    public int Below(int limit)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)((mixed ^ (mixed >> 31)) % (ulong)limit);
    }

    /// <summary>From 0 to 1, without 1.</summary>
    public double Fraction() => Below(1 << 30) / (double)(1 << 30);
}
