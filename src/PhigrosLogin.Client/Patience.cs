using System.Security.Cryptography;

namespace PhigrosLogin.Client;

/// <summary>How long a call is repeated: 1, 2, 4, then every 8 s, none of them quite that, and never sooner than the gateway wishes.</summary>
internal sealed class Patience(TimeProvider time, TimeSpan length)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    private readonly long _start = time.GetTimestamp();
    private TimeSpan _end = length;
    private TimeSpan _pause = TimeSpan.FromSeconds(1);

    /// <summary>How long it has been needed.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <summary>The pause before the next time; false when it would be over by then.</summary>
    public bool TryTake(TimeSpan? wish, out TimeSpan pause)
    {
        // Up to a quarter more: the bots of a gateway that restarts shall not come back all at once.
        pause = Longer(_pause, wish ?? TimeSpan.Zero);
        pause += pause * (RandomNumberGenerator.GetInt32(250) / 1000.0);
        _pause = Shorter(_pause * 2, LongestPause);
        return Elapsed + pause <= _end;
    }

    /// <summary>The gateway answered: the next trouble begins anew, and there is at least so much time for it.</summary>
    public void Answered(TimeSpan atLeast)
    {
        _pause = TimeSpan.FromSeconds(1);
        _end = Longer(_end, Elapsed + atLeast);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
