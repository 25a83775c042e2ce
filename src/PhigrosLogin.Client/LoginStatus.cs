namespace PhigrosLogin.Client;

/// <summary>Where a login is. The last five are final and never left.</summary>
public enum LoginStatus
{
    /// <summary>A word that is newer than this client; the message tells the player what it means.</summary>
    Unknown,

    /// <summary>Nobody has scanned yet.</summary>
    Pending,

    /// <summary>Scanned, not confirmed yet.</summary>
    Scanned,

    /// <summary>Confirmed; the game cloud is being asked, which takes seconds.</summary>
    Completing,

    /// <summary>The session token is there.</summary>
    Succeeded,

    /// <summary>The player refused in TapTap.</summary>
    Denied,

    /// <summary>Nobody confirmed in time.</summary>
    Expired,

    /// <summary>It went wrong; the reason says how.</summary>
    Failed,

    /// <summary>Somebody with the link, or you, cancelled it.</summary>
    Cancelled,
}

/// <summary>Why a login failed or expired.</summary>
public enum LoginReason
{
    /// <summary>A word that is newer than this client.</summary>
    Unknown,

    /// <summary>The account never played in this region.</summary>
    NoPlayerAccount,

    /// <summary>The game cloud did not answer, three times over.</summary>
    ExchangeFailed,

    /// <summary>TapTap's answer was lost on the way, and a code works once.</summary>
    ResultLost,

    /// <summary>TapTap gave no code, or refused the one it had given.</summary>
    UpstreamUnavailable,

    /// <summary>The clock of the gateway's machine is wrong.</summary>
    ClockSkew,

    /// <summary>Nobody confirmed in time.</summary>
    TimedOut,
}

/// <summary>How TapTap has been answering.</summary>
public enum UpstreamHealth
{
    /// <summary>A word that is newer than this client.</summary>
    Unknown,

    /// <summary>No trouble seen.</summary>
    Ok,

    /// <summary>Some calls fail.</summary>
    Degraded,

    /// <summary>It is not answering.</summary>
    Down,
}
