using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace PhigrosLogin.Server.Telemetry;

/// <summary>All numbers of one name, added up in memory from the start of the program.</summary>
internal sealed class Family
{
    /// <summary>More sets of tags than any honest use makes; what comes on top shares one series.</summary>
    public const int MostSeries = 1000;

    // What OpenTelemetry uses where an instrument has no wish.
    private static readonly double[] UsualBounds = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];

    // OpenTelemetry's name for it.
    private static readonly KeyValuePair<string, object?>[] Overflow = [new("otel.metric.overflow", true)];

    private readonly ConcurrentDictionary<KeyValuePair<string, object?>[], Series> _series = new(new TagSets());
    private readonly ConcurrentDictionary<KeyValuePair<string, object?>[], Series>.AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _byTags;
    private readonly Lock _lock = new();
    private readonly bool _isObserved;
    private int _count;

    public Family(Instrument instrument)
    {
        (Name, Unit, Description) = (instrument.Name, instrument.Unit ?? "", instrument.Description ?? "");
        Kind = KindOf(instrument.GetType().GetGenericTypeDefinition());
        Bounds = Kind != FamilyKind.Histogram ? null : [.. (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? UsualBounds];
        _isObserved = instrument.IsObservable;
        _byTags = _series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
    }

    public string Name { get; }

    public string Unit { get; }

    public string Description { get; }

    public FamilyKind Kind { get; }

    /// <summary>The upper bounds of a histogram's buckets.</summary>
    public double[]? Bounds { get; }

    public IEnumerable<KeyValuePair<KeyValuePair<string, object?>[], Series>> All => _series;

    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (!_byTags.TryGetValue(tags, out var series)) series = Open(tags);
        if (Bounds is not null) series.Observe(value);
        else if (_isObserved) series.Set(value);
        else series.Add(value);
    }

    private Series Open(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_lock)
        {
            if (_byTags.TryGetValue(tags, out var known)) return known;
            if (_count < MostSeries) _count++;
            else if (_series.TryGetValue(Overflow, out var shared)) return shared;
            else tags = Overflow;
            return _series[tags.ToArray()] = new Series(Bounds);
        }
    }

    private static FamilyKind KindOf(Type instrument) =>
        instrument == typeof(Counter<>) || instrument == typeof(ObservableCounter<>) ? FamilyKind.Counter :
        instrument == typeof(Histogram<>) ? FamilyKind.Histogram :
        FamilyKind.Gauge;
}

/// <summary>What Prometheus knows a family as.</summary>
internal enum FamilyKind
{
    Counter,
    Gauge,
    Histogram,
}
