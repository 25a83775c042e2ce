using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PhigrosLogin.Server.Logins;

/// <summary>Measures how the calls to each region share its limit of calls per second (docs/telemetry.md).</summary>
internal sealed class UpstreamMetrics
{
    private static readonly InstrumentAdvice<double> Waits =
        new() { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 60] };

    private readonly Counter<long> _calls;
    private readonly Histogram<double> _waits;

    public UpstreamMetrics(Meter meter)
    {
        _calls = meter.CreateCounter<long>(
            "phigroslogin.upstream.calls", "{call}", "Calls to TapTap and the game cloud, by priority");
        _waits = meter.CreateHistogram(
            "phigroslogin.upstream.wait", "s", "The time that a call waited for its permit, by priority", tags: null,
            Waits);
    }

    /// <summary>A call got its permit.</summary>
    public void Begun(string region, UpstreamCallClass callClass, TimeSpan waited)
    {
        var tags = new TagList { { "region", region }, { "priority", NameOf(callClass) } };
        _calls.Add(1, tags);
        _waits.Record(waited.TotalSeconds, tags);
    }

    public static string NameOf(UpstreamCallClass callClass) => callClass switch
    {
        UpstreamCallClass.Login => "login",
        UpstreamCallClass.ClientCode => "client_code",
        UpstreamCallClass.NewCode => "new_code",
        UpstreamCallClass.RecentCode => "recent_code",
        UpstreamCallClass.OtherCode => "other_code",
        _ => "unknown_token",
    };
}
