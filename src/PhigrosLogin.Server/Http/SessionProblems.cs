namespace PhigrosLogin.Server.Http;

/// <summary>The errors of the Sessions API.</summary>
internal static class SessionProblems
{
    public static Problem Closed => new(401, "client_credential_required",
        "By default only programs on the gateway's own machine can use these endpoints, and only while PublicUrl is unset. " +
        "On a public gateway its operator registers Clients, or sets Sessions:AllowAnonymous.");

    public static Problem SessionNotFound => new(404, "session_not_found",
        "The session token isn't recognized by any of the regions checked: it was rotated or never existed. Nothing has changed.");

    public static Problem RotateOutcomeUnknown => new(502, "rotate_outcome_unknown",
        "The response from the game cloud was lost. The old token may be invalid and the new one can't be recovered: have the player sign in again.",
        TimeSpan.FromSeconds(5));
}
