namespace PhigrosLogin.Server.Http;

/// <summary>
/// The arithmetic of a token bucket that is kept as the moment when it is full again (the generic cell rate algorithm).
/// </summary>
/// <param name="size">How many tokens it holds, and how many are added within a minute.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenBucket(int size, TimeProvider time)
{
    /// <summary>The time in which one token is added, as a difference of timestamps.</summary>
    public long Token { get; } = time.TimestampFrequency * 60 / size;

    /// <summary>How long it takes until there is a token; zero or less if there is one.</summary>
    public long Wait(long fullAt, long now) => Draw(fullAt, now) - now - (Token * size);

    /// <summary>When it is full again after one token is drawn.</summary>
    public long Draw(long fullAt, long now) => Math.Max(fullAt, now) + Token;
}
