namespace PhigrosLogin.Server.Logins;

/// <summary>The priority classes of calls to a region's upstreams, the most important first.</summary>
internal enum UpstreamCallClass
{
    /// <summary>
    /// A login that a player has begun: polls of scanned codes, exchanges, calls with tokens granted by this gateway.
    /// </summary>
    Login,

    /// <summary>A request for a new device code by a registered client, which has a limit of its own.</summary>
    ClientCode,

    /// <summary>A request for a new device code by any other caller.</summary>
    NewCode,

    /// <summary>A poll of an unscanned code whose player is probably about to scan it.</summary>
    RecentCode,

    /// <summary>A poll of any other unscanned code.</summary>
    OtherCode,

    /// <summary>A call with a token or session that this gateway does not know.</summary>
    UnknownToken,
}
