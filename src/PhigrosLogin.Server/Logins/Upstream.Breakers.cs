using System.Security.Cryptography;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

// What closes the region and what opens it again.
internal sealed partial class Upstream
{
    private const string TokenCharacters = "abcdefghijklmnopqrstuvwxyz0123456789";

    // By RegionUpstream.
    private readonly int[] _logged = new int[2];

    private bool IsClosedBy(RegionUpstream upstream) => Weather.StateOf(upstream).State != CircuitState.Closed;

    private static UpstreamException Closed(RegionUpstream cause, TimeSpan wait) => new(
        UpstreamTrouble.Unreachable,
        cause == RegionUpstream.TapTap
            ? "TapTap has not been answering lately."
            : "The game cloud has not been answering lately, so a login could not be finished.",
        wait);

    /// <summary>A code that nobody sees: it expires by itself.</summary>
    private async Task ProbeTapTapAsync(CancellationToken cancellationToken)
    {
        Weather.ProbeBegins(RegionUpstream.TapTap);
        using var permit = await EnterAsync(UpstreamCallClass.Login, cancellationToken);
        await AskAsync(() => _tapTap.RequestCodeAsync(cancellationToken), UpstreamCallKind.TapTapProbe);
    }

    /// <summary>Asks about a session that nobody has: the refusal is a sign of life.</summary>
    private async Task ProbeCloudAsync(CancellationToken cancellationToken)
    {
        Weather.ProbeBegins(RegionUpstream.Cloud);
        using var permit = await EnterAsync(UpstreamCallClass.Login, cancellationToken);
        var madeUp = new Secret(RandomNumberGenerator.GetString(TokenCharacters, 25));
        await AskAsync(() => _cloud.GetPlayerAsync(madeUp, cancellationToken), UpstreamCallKind.CloudProbe);
    }

    private void WatchBreakers()
    {
        Watch(RegionUpstream.TapTap, _tapTapProbe, "calls to TapTap");
        Watch(RegionUpstream.Cloud, _cloudProbe, "exchanges with the game cloud");
    }

    private void Watch(RegionUpstream upstream, RegionProbe probe, string calls)
    {
        var (state, failure) = Weather.StateOf(upstream);
        if (state != CircuitState.Closed) probe.Start();
        var before = (CircuitState)Interlocked.Exchange(ref _logged[(int)upstream], (int)state);
        if (state == before) return;
        var word = LoginWords.Of(upstream);
        if (state == CircuitState.HalfOpen) Log.IsTried(_logger, Region.Name, word);
        else if (state == CircuitState.Closed) Log.CameBack(_logger, Region.Name, word);
        else Log.WentDown(_logger, Region.Name, word, calls, failure?.Message, $"Regions:{Region.Name}:Proxy");
    }

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Warning,
            "Region {Region} is down, cause {Cause}: most of the last ten {Calls} failed, the last one so: {Trouble} New QR " +
            "codes are refused until a probe is answered; nothing needs a restart. If this machine cannot reach it, see " +
            "the setting {Setting}")]
        public static partial void WentDown(ILogger logger, string region, string cause, string calls, string? trouble,
            string setting);

        [LoggerMessage(3, LogLevel.Information, "Region {Region} answers again, cause {Cause}")]
        public static partial void CameBack(ILogger logger, string region, string cause);

        [LoggerMessage(4, LogLevel.Information,
            "Region {Region} answers a probe, cause {Cause}: one login is let through and decides")]
        public static partial void IsTried(ILogger logger, string region, string cause);
    }
}
