namespace PhigrosLogin;

/// <summary>What one may want otherwise about logins; the defaults are those of the gateway.</summary>
/// <example>
/// <code>
/// using var connections = UpstreamHttp.CreateClient(proxy: new WebProxy("http://127.0.0.1:7890"));
/// var options = new PlayerLoginOptions { Connections = connections };
/// using var login = await PlayerLogin.StartAsync(Region.International, options);
/// </code>
/// </example>
public sealed class PlayerLoginOptions
{
    /// <summary>
    /// Connections made by <see cref="UpstreamHttp.CreateClient"/>, shared by as many logins as you like, through a proxy if
    /// you gave it one; they stay yours to dispose of. Each login has its own when null, the default.
    /// </summary>
    public HttpClient? Connections { get; init; }

    /// <summary>The time for one whole exchange with TapTap or the game cloud, its connection and its body included; 15
    /// s by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// No code is polled more often than this, whatever TapTap announces; 3 s by default. TapTap announces 1 s and then
    /// complains about clients that obey it (docs/protocol.md §8.1).
    /// </summary>
    public TimeSpan MinimumInterval { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The clock that everything runs on; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
