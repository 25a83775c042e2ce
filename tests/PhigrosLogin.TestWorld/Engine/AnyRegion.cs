using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using PhigrosLogin.Server;
using PhigrosLogin.Server.Logins;

namespace PhigrosLogin.Tests.Engine;

/// <summary>A region for tests that send nothing to it.</summary>
internal static class AnyRegion
{
    private static readonly Meter Meter = new("tests");

    public static Upstream Create(TimeProvider time) => new(
        new RegionOptions(Region.China, null), GatewayOptions.Read(new ConfigurationBuilder().Build(), []), time,
        new UpstreamMetrics(Meter), NullLogger.Instance);
}
