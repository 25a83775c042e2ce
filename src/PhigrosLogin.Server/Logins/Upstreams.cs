using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;

namespace PhigrosLogin.Server.Logins;

/// <summary>The regions that this gateway serves.</summary>
internal sealed class Upstreams : IDisposable
{
    public const string SandboxName = "sandbox";

    private readonly Dictionary<string, Upstream> _byName;

    public Upstreams(GatewayOptions options, IEnumerable<RegionOptions> regions, TimeProvider time, IMeterFactory meters, ILogger<Upstream> logger)
    {
#pragma warning disable CA2000 // the factory owns its meters
        var meter = meters.Create(LoginMetrics.MeterName);
#pragma warning restore CA2000
        var metrics = new UpstreamMetrics(meter);
        _byName = regions.ToDictionary(
            region => region.Region.Name, region => new Upstream(region, options, time, metrics, logger),
            StringComparer.Ordinal);
        Default = _byName[options.DefaultRegion];
        meter.CreateObservableUpDownCounter(
            "phigroslogin.upstream.queue", MeasureQueues, "{call}", "Calls that wait for a permit, by priority");
        meter.CreateObservableGauge(
            "phigroslogin.upstream.rate", MeasureRates, "{call}/s", "Calls per second that may begin; 0 = no limit");
        meter.CreateObservableGauge("phigroslogin.upstream.clock_skew", MeasureClocks, "s", "How far the upstream's clock is ahead of this machine's");
        meter.CreateObservableUpDownCounter("phigroslogin.upstream.status", MeasureWeather, description: "1 for the state that a region is in and 0 for the others");
    }

    public Upstream Default { get; }

    public IEnumerable<Upstream> DefaultFirst => _byName.Values.OrderBy(upstream => upstream != Default);

    /// <summary>The regions of the real TapTap, the default one first.</summary>
    public IEnumerable<Upstream> RealOnes => DefaultFirst.Where(upstream => upstream.Region.Name != SandboxName);

    /// <summary>Whether every region answers and tells the time of this machine's clock.</summary>
    public bool AreWell => _byName.Values.All(upstream => !upstream.IsClockOff && upstream.Weather.Report().Status == UpstreamStatus.Ok);

    public IEnumerable<string> Names => _byName.Keys;

    public bool TryFind(string name, [NotNullWhen(true)] out Upstream? upstream) => _byName.TryGetValue(name, out upstream);

    /// <summary>The region that a QR link belongs to.</summary>
    public bool TryFindByLink(string link, [NotNullWhen(true)] out Upstream? upstream)
    {
        upstream = _byName.Values.FirstOrDefault(candidate => candidate.Region.Owns(link));
        return upstream is not null;
    }

    private IEnumerable<Measurement<double>> MeasureClocks() =>
        _byName.Select(region => new Measurement<double>(region.Value.ClockSkew.TotalSeconds, new KeyValuePair<string, object?>("region", region.Key)));

    private IEnumerable<Measurement<int>> MeasureRates() =>
        _byName.Select(region => new Measurement<int>(
            region.Value.Rate, new KeyValuePair<string, object?>("region", region.Key)));

    private IEnumerable<Measurement<int>> MeasureQueues() =>
        from region in _byName
        from callClass in Enum.GetValues<UpstreamCallClass>()
        select new Measurement<int>(
            region.Value.CountWaiting(callClass), new("region", region.Key),
            new("priority", UpstreamMetrics.NameOf(callClass)));

    private IEnumerable<Measurement<int>> MeasureWeather() =>
        from region in _byName
        let status = region.Value.Weather.Report().Status
        from state in Enum.GetValues<UpstreamStatus>()
        select new Measurement<int>(state == status ? 1 : 0, new("region", region.Key), new("state", LoginWords.Of(state)));

    public void Dispose()
    {
        foreach (var upstream in _byName.Values) upstream.Dispose();
    }
}
