namespace PhigrosLogin.Server.Pages;

/// <summary>How a login that did not succeed is told: what happened, and what helps on an own page and on a bot's link.</summary>
internal sealed record Ending(Phrase Status, Phrase Title, Phrase Say, Phrase OwnStep, Phrase BotStep)
{
    private static readonly Ending Denied = new(Words.DeniedStatus, Words.DeniedTitle, Words.DeniedSay, Words.OwnAgain, Words.AskBot);
    private static readonly Ending Cancelled = new(Words.CancelledStatus, Words.CancelledTitle, Words.CancelledSay, Words.OwnAgain, Words.AskBot);
    private static readonly Ending TimedOut = new(Words.ExpiredStatus, Words.ExpiredTitle, Words.ExpiredSay, Words.OwnAgain, Words.AskBot);
    private static readonly Ending NoPlayer = new(Words.FailedStatus, Words.NoPlayerTitle, Words.NoPlayerSay, Words.OwnRegion, Words.AskBotRegion);
    private static readonly Ending Exchange = new(Words.FailedStatus, Words.ExchangeTitle, Words.ExchangeSay, Words.OwnLater, Words.AskBotLater);
    private static readonly Ending Lost = new(Words.FailedStatus, Words.LostTitle, Words.LostSay, Words.OwnAgain, Words.AskBot);
    private static readonly Ending Upstream = new(Words.FailedStatus, Words.UpstreamTitle, Words.UpstreamSay, Words.OwnLater, Words.AskBotLater);
    private static readonly Ending Clock = new(Words.FailedStatus, Words.ClockTitle, Words.ClockSay, Words.OwnLater, Words.AskBotLater);
    private static readonly Ending Failed = new(Words.FailedStatus, Words.FailedTitle, Words.FailedSay, Words.OwnLater, Words.AskBotLater);

    public static Ending Of(string state, string? reason) => (state, reason) switch
    {
        ("denied", _) => Denied,
        ("cancelled", _) => Cancelled,
        (_, "no_player_account") => NoPlayer,
        (_, "exchange_failed") => Exchange,
        (_, "result_lost") => Lost,
        (_, "upstream_unavailable") => Upstream,
        (_, "clock_skew") => Clock,
        ("expired", _) or (_, "timed_out") => TimedOut,
        ("failed", _) => Failed,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "This state is no end."),
    };
}
