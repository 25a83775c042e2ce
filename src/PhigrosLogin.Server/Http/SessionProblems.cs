namespace PhigrosLogin.Server.Http;

/// <summary>What can go wrong with session care.</summary>
internal static class SessionProblems
{
    public static Problem Closed => new(
        401, "api_key_required", "Sessions are closed here",
        "Session care is open to callers on the gateway's own machine only; its operator opens it to others with ApiKeys or with Sessions:Public.");

    public static Problem Unknown => new(
        404, "unknown_session", "No such session",
        "Every region that was asked says that it knows no such session token: it was replaced or never was one. Nothing has changed.");

    public static Problem RotateOutcomeUnknown => new(
        502, "rotate_outcome_unknown", "Nobody knows whether the token was replaced",
        "The game cloud was asked for a new token and its answer was lost or made no sense. The old token may be dead, and the new one is not to be had this way: sign in again.",
        TimeSpan.FromSeconds(5));

    /// <summary>What an upstream's trouble means for somebody who asked after a session.</summary>
    public static Problem Of(UpstreamException trouble)
    {
        var wait = trouble.RetryAfter ?? TimeSpan.FromSeconds(5);
        return trouble.Trouble switch
        {
            UpstreamTrouble.TimedOut => new(504, "upstream_timeout", "The game cloud did not answer", trouble.Message, wait),
            UpstreamTrouble.BadAnswer or UpstreamTrouble.Blocked or UpstreamTrouble.Refused or
                UpstreamTrouble.ClockSkew => new(502, "upstream_bad_response", "The game cloud gave no usable answer", trouble.Message, wait),
            _ => new(503, "upstream_unavailable", "The game cloud is not answering", trouble.Message, wait),
        };
    }
}
