using PhigrosLogin.Cloud;

namespace PhigrosLogin.Cli.LiveCheck;

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

    /// <summary>What an answer means whose request the library sent again at once.</summary>
    public static string MeaningOfFirst(Exchange exchange) => exchange.Endpoint is "users" or "save" ? "refused" : "clock_skew";

    public static string MeaningOf(NewestSave save) => save switch
    {
        NewestSave.Present => "save",
        NewestSave.None => "no_save",
        _ => "session_not_found",
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
