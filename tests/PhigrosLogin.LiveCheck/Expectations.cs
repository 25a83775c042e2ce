namespace PhigrosLogin.LiveCheck;

/// <summary>Which fixture an answer is held against, where the step of the flow does not say it.</summary>
internal static class Expectations
{
    /// <summary>The likeliest form of an answer that may come at any poll, or null.</summary>
    public static string? Usual(string means) => means switch
    {
        "pending" => "token.pending",
        "scanned" => "token.waiting",
        "slow_down" => "token.slow-down",
        "profile" => "profile.with-gender",
        _ => null,
    };

    public static string MeaningOf(UpstreamTrouble trouble) => trouble switch
    {
        UpstreamTrouble.Refused => "refused",
        UpstreamTrouble.TooManyRequests => "too_many",
        UpstreamTrouble.ClockSkew => "clock_skew",
        UpstreamTrouble.BadAnswer => "nonsense",
        _ => "failing",
    };
}
