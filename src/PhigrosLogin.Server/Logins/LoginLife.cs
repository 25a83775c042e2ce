namespace PhigrosLogin.Server.Logins;

/// <summary>How long what remains of a login can be had (promise: a lost answer costs nothing, a secret does not lie about).</summary>
internal static class LoginLife
{
    /// <summary>A scanned login has the rest of its code, but no more than this after its end.</summary>
    public static readonly TimeSpan AfterScan = TimeSpan.FromSeconds(60);

    /// <summary>The time for the exchange, its commit included.</summary>
    public static readonly TimeSpan Exchange = GrantExchange.Limit + TimeSpan.FromSeconds(5);

    /// <summary>How long a shutdown waits: for a poll in flight, which has 15 s, and its commit. A longer exchange is
    /// left to the next start.</summary>
    public static readonly TimeSpan Shutdown = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan AfterReading = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AfterEnd = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Gone = TimeSpan.FromMinutes(10);

    /// <summary>Until when a result can be read: 5 min after the first reading; unread, until the later of the login's end and 5 min after success.</summary>
    public static DateTimeOffset ReadableUntil(LoginFacts facts, LoginState state) =>
        state.FirstReadAt is { } read ? read + AfterReading : Later(facts.ExpiresAt, state.EndedAt!.Value + AfterEnd);

    /// <summary>When nothing is known of it any more.</summary>
    public static DateTimeOffset ForgottenAt(LoginFacts facts, LoginState state) =>
        (!state.IsFinal
            ? facts.ExpiresAt + AfterScan + Exchange + AfterEnd
            : state.AcknowledgedAt ?? ReadableUntil(facts, state)) + Gone;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
