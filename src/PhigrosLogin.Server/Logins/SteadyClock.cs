namespace PhigrosLogin.Server.Logins;

/// <summary>
/// The time of day as it was when the process started, carried on by the monotonic clock: a jump of the wall clock
/// neither ends a login nor lengthens it.
/// </summary>
internal sealed class SteadyClock(TimeProvider time)
{
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly long _startTicks = time.GetTimestamp();

    public TimeProvider Time => time;

    public DateTimeOffset Now => _start + time.GetElapsedTime(_startTicks);
}
