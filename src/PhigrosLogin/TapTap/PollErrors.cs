namespace PhigrosLogin.TapTap;

/// <summary>What the error word of a poll means for its device code.</summary>
internal enum PollError
{
    /// <summary>There is no word, or one that says nothing about the code.</summary>
    Other,

    Pending,
    Scanned,
    Denied,
    Expired,
    Refused,
}

/// <summary>Tells the error words of a poll apart (docs/protocol.md §2).</summary>
internal static class PollErrors
{
    // §8.3: SDKs, captured bodies and other clients each name words of their own for a code that is over.
    private static readonly string[] OverWords =
        ["expired_token", "invalid_grant", "invalid_grant_code", "invalid_device_code", "device_code_expired"];

    /// <summary>The words that end a code unless a region says otherwise.</summary>
    public static IReadOnlyList<string> FatalByDefault { get; } =
    [
        "access_denied", "user_is_deactivated", .. OverWords,
        "invalid_client", "invalid_request", "unsupported_*", "*_declined", "*_denied", "*_expired",
    ];

    /// <param name="word">The word in lower case; null when there is none.</param>
    /// <param name="fatal">The words that end a code, as <see cref="Region.FatalErrors"/>.</param>
    public static PollError MeaningOf(string? word, IReadOnlyList<string> fatal) => word switch
    {
        null or "slow_down" or "too_many_login_attempts" => PollError.Other,
        "authorization_pending" => PollError.Pending,
        "authorization_waiting" => PollError.Scanned,
        _ when fatal.Any(pattern => Fits(word, pattern)) => EndOf(word),
        // TapTap names the steps of an authorization in this way; a new one is no reason to end the code.
        _ when word.StartsWith("authorization_", StringComparison.Ordinal) => PollError.Pending,
        _ => PollError.Other,
    };

    private static PollError EndOf(string word) => word switch
    {
        "access_denied" or "user_is_deactivated" => PollError.Denied,
        _ when HasEnding(word, "_denied") || HasEnding(word, "_declined") => PollError.Denied,
        _ when OverWords.Contains(word) || HasEnding(word, "_expired") => PollError.Expired,
        _ => PollError.Refused,
    };

    private static bool Fits(string word, string pattern) => pattern switch
    {
        ['*', .. var inside, '*'] => word.Contains(inside, StringComparison.Ordinal),
        ['*', .. var end] => HasEnding(word, end),
        [.. var start, '*'] => word.StartsWith(start, StringComparison.Ordinal),
        _ => word == pattern,
    };

    private static bool HasEnding(string word, string end) => word.EndsWith(end, StringComparison.Ordinal);
}
