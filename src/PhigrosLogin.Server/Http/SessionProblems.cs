namespace PhigrosLogin.Server.Http;

/// <summary>The errors of the Sessions API.</summary>
internal static class SessionProblems
{
    public static Problem Disabled => new(403, "sessions_disabled",
        "The Sessions API is closed to you. Its operator opens it: register a client (Clients:<id>) that sends its secret in " +
        "X-Api-Key, or open it to everyone with Sessions:AllowAnonymous=true. The tool phigros-login needs no gateway for this.");

    public static Problem SessionNotFound => new(404, "session_not_found",
        "The session token isn't recognized by any of the regions checked: it was rotated or never existed. Nothing has changed.");

    public static Problem RotateOutcomeUnknown => new(502, "rotate_outcome_unknown",
        "The response from the game cloud was lost. The old token may be invalid and the new one can't be recovered: have the player sign in again.",
        TimeSpan.FromSeconds(5));
}
