namespace PhigrosLogin.Tests.Soak;

/// <summary>Chance that can be had again: the same seed, subject and number give the same throws (splitmix64).</summary>
internal sealed class Chance(ulong seed, string subject, long number)
{
    private ulong _state = subject.Aggregate(seed + ((ulong)number * 0x9E3779B97F4A7C15), (state, letter) => (state ^ letter) * 0x100000001B3);

    /// <summary>A number from 0 to below <paramref name="sides"/>.</summary>
    public int Below(int sides) => (int)(Next() % (ulong)sides);

    public bool Percent(int likelihood) => Below(100) < likelihood;

    public TimeSpan Seconds(double from, double to) => TimeSpan.FromSeconds(from + ((to - from) * Below(1 << 20) / (1 << 20)));

    public T Of<T>(params IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>One of the choices, each as likely as its weight says.</summary>
    public T Weighted<T>(params IReadOnlyList<(int Weight, T Choice)> choices)
    {
        var left = Below(choices.Sum(choice => choice.Weight));
        return choices.First(choice => (left -= choice.Weight) < 0).Choice;
    }

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
