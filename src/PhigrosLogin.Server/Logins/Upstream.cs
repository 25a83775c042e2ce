using System.Diagnostics.CodeAnalysis;
using PhigrosLogin.Cloud;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>TapTap and the game cloud of one region, with connections of their own.</summary>
internal sealed class Upstream : IDisposable
{
    private readonly HttpClient _http;

    public Upstream(RegionOptions options, TimeSpan connectTimeout, TimeSpan timeout, TimeProvider time)
    {
        _http = UpstreamHttp.CreateClient(connectTimeout, options.Proxy);
        var http = new UpstreamHttp(_http, time, timeout);
        Region = options.Region;
        TapTap = new TapTapClient(http, Region, time);
        Cloud = new GameCloudClient(http, Region, time);
    }

    public Region Region { get; }

    public TapTapClient TapTap { get; }

    public GameCloudClient Cloud { get; }

    public void Dispose() => _http.Dispose();
}

/// <summary>The regions that this gateway serves.</summary>
internal sealed class Upstreams : IDisposable
{
    private readonly Dictionary<string, Upstream> _byName;

    public Upstreams(GatewayOptions options, IEnumerable<RegionOptions> regions, TimeProvider time)
    {
        _byName = regions.ToDictionary(
            region => region.Region.Name,
            region => new Upstream(region, options.UpstreamConnectTimeout, options.UpstreamTimeout, time),
            StringComparer.Ordinal);
        Default = _byName[options.DefaultRegion];
    }

    public Upstream Default { get; }

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
