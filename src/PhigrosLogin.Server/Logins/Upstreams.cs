using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;

namespace PhigrosLogin.Server.Logins;

/// <summary>The regions that this gateway serves.</summary>
internal sealed class Upstreams : IDisposable
{
    public const string MeterName = "PhigrosLogin";
    public const string SandboxName = "sandbox";

    private readonly Dictionary<string, Upstream> _byName;

    public Upstreams(GatewayOptions options, IEnumerable<RegionOptions> regions, TimeProvider time, IMeterFactory meters, ILogger<Upstream> logger)
    {
#pragma warning disable CA2000 // the factory owns its meters
        var meter = meters.Create(MeterName);
#pragma warning restore CA2000
        _byName = regions.ToDictionary(region => region.Region.Name, region => new Upstream(region, options, time, meter, logger), StringComparer.Ordinal);
        Default = _byName[options.DefaultRegion];
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

    public void Dispose()
    {
        foreach (var upstream in _byName.Values) upstream.Dispose();
    }
}
