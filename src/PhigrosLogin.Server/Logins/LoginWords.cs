namespace PhigrosLogin.Server.Logins;

/// <summary>The words for what becomes of logins, the same in answers and in measurements.</summary>
internal static class LoginWords
{
    public static string Of(UpstreamStatus status) => status switch
    {
        UpstreamStatus.Ok => "ok",
        UpstreamStatus.Degraded => "degraded",
        _ => "down",
    };

    public static string Of(RegionUpstream upstream) => upstream == RegionUpstream.TapTap ? "taptap" : "cloud";

    /// <summary>How a region fails.</summary>
    public static string Of(UpstreamTrouble problem) => problem switch
    {
        UpstreamTrouble.Unreachable or UpstreamTrouble.ConnectionLost => "unreachable",
        UpstreamTrouble.TimedOut => "slow",
        UpstreamTrouble.Failing => "errors",
        UpstreamTrouble.Blocked => "blocked",
        _ => "bad_response",
    };

    public static string Of(LoginStatus status) => status switch
    {
        LoginStatus.Pending => "pending",
        LoginStatus.Scanned => "scanned",
        LoginStatus.Completing => "completing",
        LoginStatus.Succeeded => "succeeded",
        LoginStatus.Denied => "denied",
        LoginStatus.Expired => "expired",
        LoginStatus.Failed => "failed",
        _ => "cancelled",
    };

    public static string? Of(LoginReason? reason) => reason switch
    {
        null => null,
        LoginReason.NoPlayerAccount => "no_player_account",
        LoginReason.ExchangeFailed => "exchange_failed",
        LoginReason.ResultLost => "result_lost",
        LoginReason.UpstreamUnavailable => "upstream_unavailable",
        LoginReason.ClockSkew => "clock_skew",
        _ => "timed_out",
    };
}
