namespace PhigrosLogin.Server.Logins;

/// <summary>
/// How often the token endpoint may be asked about one login (RFC 8628 §3.5): an interval after the last answer that was
/// more than "slow down", which each haste makes 5 s longer. It lives as long as the process.
/// </summary>
internal sealed class TokenPace
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private TimeSpan _more;
    private long? _last;
    private (long At, ClientAuthentication Method, bool IsInTime)? _answered;

    /// <summary>The interval as it has become.</summary>
    /// <param name="usual">The interval that was announced.</param>
    public TimeSpan IntervalFrom(TimeSpan usual)
    {
        lock (_lock) return usual + _more;
    }

    /// <summary>
    /// Whether it is time; what comes too soon lengthens the interval. A client that does not know how to authenticate
    /// sends each question twice, by either method (golang.org/x/oauth2): the second one within a second gets the answer
    /// of the first and counts for nothing.
    /// </summary>
    /// <param name="usual">The interval that was announced.</param>
    /// <param name="method">How the client authenticated.</param>
    /// <param name="time">The clock.</param>
    public bool TryTake(TimeSpan usual, ClientAuthentication method, TimeProvider time)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (_answered is var (at, other, wasInTime) && other != method && time.GetElapsedTime(at, now) < Tolerance)
            {
                _answered = null;
                return wasInTime;
            }
            var isInTime = _last is not { } last || time.GetElapsedTime(last, now) >= usual + _more - Tolerance;
            if (isInTime) _last = now;
            else _more += Step;
            _answered = (now, method, isInTime);
            return isInTime;
        }
    }
}
