namespace PhigrosLogin.Client.Wire;

/// <summary>The words of the wire and what they mean here.</summary>
internal static class Words
{
    public static IReadOnlyDictionary<string, LoginStatus> Statuses { get; } = new Dictionary<string, LoginStatus>
    {
        ["pending"] = LoginStatus.Pending,
        ["scanned"] = LoginStatus.Scanned,
        ["completing"] = LoginStatus.Completing,
        ["succeeded"] = LoginStatus.Succeeded,
        ["denied"] = LoginStatus.Denied,
        ["expired"] = LoginStatus.Expired,
        ["failed"] = LoginStatus.Failed,
        ["cancelled"] = LoginStatus.Cancelled,
    };

    public static IReadOnlyDictionary<string, LoginReason> Reasons { get; } = new Dictionary<string, LoginReason>
    {
        ["no_player_account"] = LoginReason.NoPlayerAccount,
        ["exchange_failed"] = LoginReason.ExchangeFailed,
        ["result_lost"] = LoginReason.ResultLost,
        ["upstream_unavailable"] = LoginReason.UpstreamUnavailable,
        ["clock_skew"] = LoginReason.ClockSkew,
        ["timed_out"] = LoginReason.TimedOut,
    };

    public static IReadOnlyDictionary<string, UpstreamHealth> Health { get; } = new Dictionary<string, UpstreamHealth>
    {
        ["ok"] = UpstreamHealth.Ok,
        ["degraded"] = UpstreamHealth.Degraded,
        ["down"] = UpstreamHealth.Down,
    };

    /// <summary>What a word means; the type's unknown when it is newer than this client.</summary>
    public static T Meaning<T>(this IReadOnlyDictionary<string, T> words, string? word)
        where T : struct => word is not null && words.TryGetValue(word, out var meaning) ? meaning : default;

    /// <summary>What a word means, if there is one.</summary>
    public static T? MeaningIfAny<T>(this IReadOnlyDictionary<string, T> words, string? word)
        where T : struct => word is null ? null : words.Meaning(word);
}
