namespace PhigrosLogin.Tests.Soak;

/// <summary>The resident memory of one instance over a run, and whether it stayed flat.</summary>
internal sealed class SoakMemory(TimeSpan length)
{
    private const double MegaByte = 1 << 20;

    private readonly List<(TimeSpan At, double MegaBytes)> _samples = [];

    public void Add(TimeSpan at, long bytes) => _samples.Add((at, bytes / MegaByte));

    /// <summary>The median from a quarter to half of the run (of 20 minutes: from the fifth to the tenth).</summary>
    public double Early => Median(length / 4, length / 2);

    /// <summary>The median of the last quarter.</summary>
    public double Late => Median(length * 3 / 4, length);

    /// <summary>
    /// What may be between them: a tenth, as much as the heap's budget moves by itself, and no less than 15 MB. Between
    /// the two lie some 3,000 logins of a full run: 5 KB kept of each would be more.
    /// </summary>
    public double Allowed => Math.Max(Early / 10, 15);

    public bool IsFlat => Late - Early <= Allowed;

    /// <summary>The median of each twentieth of the run: of 20 minutes, each minute.</summary>
    public IEnumerable<double> Steps => Enumerable.Range(0, 20).Select(step => Median(length * step / 20, length * (step + 1) / 20));

    private double Median(TimeSpan from, TimeSpan to)
    {
        var within = _samples.Where(sample => sample.At >= from && sample.At < to).Select(sample => sample.MegaBytes).Order().ToList();
        return within.Count == 0 ? double.NaN : within[within.Count / 2];
    }
}
