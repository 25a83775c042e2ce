namespace PhigrosLogin.Tests.Postgres;

/// <summary>Where a login is when its instance is killed.</summary>
internal enum KillPoint
{
    PendingUnseen,
    Shown,
    Scanned,
    PollOnItsWay,
    GrantedNotCommitted,
    AroundTheCommit,
    GrantCommitted,
    InTheExchange,
    SucceededUnread,
    Read,
    LoginQrCodeNotCommitted,
    LoginQrCodeAnswered,
}

/// <summary>What a round came to.</summary>
internal enum KillOutcome
{
    /// <summary>The login was brought to its success by the other instance, or the answer came again, byte for byte.</summary>
    Kept,

    /// <summary>TapTap gave the grant, nothing of it was committed, nobody was told of a success: the player is told.</summary>
    Lost,
}

internal static class KillPoints
{
    /// <summary>For the report.</summary>
    public static string Words(this KillPoint point) => point switch
    {
        KillPoint.PendingUnseen => "pending, nobody has looked",
        KillPoint.Shown => "pending, shown, nobody connected",
        KillPoint.Scanned => "scanned, not confirmed",
        KillPoint.PollOnItsWay => "a poll has set out and has not reached TapTap",
        KillPoint.GrantedNotCommitted => "TapTap has granted, its answer is on the way",
        KillPoint.AroundTheCommit => "0–40 ms after TapTap's answer was let go",
        KillPoint.GrantCommitted => "the grant is committed, the exchange about to begin",
        KillPoint.InTheExchange => "the game cloud has answered, its answer is on the way",
        KillPoint.SucceededUnread => "succeeded, not read",
        KillPoint.Read => "succeeded, read once",
        KillPoint.LoginQrCodeNotCommitted => "LoginQrCode API: TapTap has granted, its answer is on the way, the caller waits through nginx",
        _ => "LoginQrCode API: the caller has the grant",
    };
}
