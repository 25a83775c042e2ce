namespace PhigrosLogin.Sandbox.TapTap;

/// <summary>
/// One of TapTap's error words with its HTTP status (docs/protocol.md §2). Which text belongs to a word was captured
/// for few of them; the others follow their pattern.
/// </summary>
internal sealed record TapTapWord(string Word, int Status, string Description, string Message, string Outcome)
{
    private const string Usual = "请求错误";

    public static TapTapWord Pending { get; } = Dotted("authorization_pending", 400, "InvalidArgument", "the end-user authorization is pending", "pending");

    public static TapTapWord Waiting { get; } = Dotted("authorization_waiting", 400, "InvalidArgument", "the end-user authorization is waiting", "waiting");

    /// <summary>A word that no source names.</summary>
    public static TapTapWord Unknown { get; } =
        Dotted("risk_control", 400, "FailedPrecondition", "the request has to be reviewed first", "unknown_word");

    public static TapTapWord SlowDown { get; } = Dotted("slow_down", 400, "InvalidArgument", "the client is checking too frequently");

    public static TapTapWord TooManyLoginAttempts { get; } =
        Dotted("too_many_login_attempts", 429, "ResourceExhausted", "there were too many attempts", "slow_down");

    public static TapTapWord Refused { get; } = Dotted("access_denied", 400, "PermissionDenied", "the end-user denied the authorization", "refused");

    /// <summary>A signed request whose token or signature is wrong.</summary>
    public static TapTapWord BadToken { get; } = Dotted("access_denied", 401, "Unauthenticated", "the access token is invalid or was revoked");

    public static TapTapWord InvalidClient { get; } = Dotted("invalid_client", 401, "Unauthenticated", "client authentication failed");

    public static TapTapWord InvalidTime { get; } = Dotted("invalid_time", 400, "InvalidArgument", "the timestamp is too far from the server's");

    public static TapTapWord ReplayAttacks { get; } = Dotted("replay_attacks", 400, "InvalidArgument", "the nonce was used before");

    public static TapTapWord Forbidden { get; } = Dotted("forbidden", 403, "PermissionDenied", "the client may not do this");

    public static TapTapWord UnsupportedResponseType { get; } =
        Dotted("unsupported_response_type", 400, "InvalidArgument", "the response type is not supported");

    public static TapTapWord UnsupportedGrantType { get; } =
        Dotted("unsupported_grant_type", 400, "InvalidArgument", "the grant type is not supported");

    public static TapTapWord UnsupportedSecretType { get; } =
        Dotted("unsupported_secret_type", 400, "InvalidArgument", "the secret type is not supported");

    public static TapTapWord InvalidRequest(string what) => Dotted("invalid_request", 400, "InvalidArgument", what);

    /// <summary>§1: what a body gets that is no form.</summary>
    public static TapTapWord Missing(string field) => new("invalid_request", 400, $"{field} 必填", $"{field} 必填", "invalid_request");

    /// <summary>The captured words for a client id of another region.</summary>
    public static TapTapWord WrongRegion(string store)
    {
        var text = $"client store [{store}] do not match: InvalidArgument";
        return new("invalid_request", 400, text, text, "wrong_region");
    }

    /// <summary>A code that is over, was used or never existed (§8.3: three words).</summary>
    public static TapTapWord Gone(ExpiredWord word, string outcome) => word switch
    {
        ExpiredWord.InvalidGrant => Dotted("invalid_grant", 400, "InvalidArgument", "the provided access grant is invalid, expired, or revoked", outcome),
        ExpiredWord.ExpiredToken => Dotted("expired_token", 400, "InvalidArgument", "the device code has expired", outcome),
        _ => Dotted("invalid_grant_code", 400, "InvalidArgument", "the provided access grant is invalid, expired, or revoked", outcome),
    };

    private static TapTapWord Dotted(string word, int status, string kind, string text, string? outcome = null) =>
        new(word, status, $"oauth2.tapapis.com.{word.ToUpperInvariant()}: {kind}: {text}", Usual, outcome ?? word);
}
