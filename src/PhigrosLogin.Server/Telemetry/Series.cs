namespace PhigrosLogin.Server.Telemetry;

/// <summary>A number under one set of tags; changed by many at once without a lock.</summary>
/// <param name="bounds">The upper bounds of the buckets of a histogram; null for a plain number.</param>
internal sealed class Series(double[]? bounds)
{
    private readonly long[] _counts = bounds is null ? [] : new long[bounds.Length + 1];
    private long _sum;

    /// <summary>The number, or the sum of what a histogram has seen.</summary>
    public double Sum => BitConverter.Int64BitsToDouble(Interlocked.Read(ref _sum));

    /// <summary>How many measurements there are up to each bound, the last without one.</summary>
    public long[] Cumulate()
    {
        var counts = new long[_counts.Length];
        var sum = 0L;
        for (var at = 0; at < counts.Length; at++) counts[at] = sum += Interlocked.Read(ref _counts[at]);
        return counts;
    }

    public void Set(double value) => Interlocked.Exchange(ref _sum, BitConverter.DoubleToInt64Bits(value));

    public void Add(double value)
    {
        long before, after;
        do
        {
            before = Interlocked.Read(ref _sum);
            after = BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(before) + value);
        }
        while (Interlocked.CompareExchange(ref _sum, after, before) != before);
    }

    /// <summary>Takes a measurement into a histogram.</summary>
    public void Observe(double value)
    {
        var bucket = 0;
        while (bucket < bounds!.Length && value > bounds[bucket]) bucket++;
        Interlocked.Increment(ref _counts[bucket]);
        Add(value);
    }
}
