namespace PhigrosLogin.Server.Logins;

/// <summary>
/// The time of day as it was by the store's clock when the process started, carried on by the monotonic clock: a jump
/// of the wall clock neither ends a login nor lengthens it.
/// </summary>
internal sealed class SteadyClock(TimeProvider time, DateTimeOffset start)
{
    private readonly long _startTicks = time.GetTimestamp();

    public TimeProvider Time => time;

    public DateTimeOffset Now => start + time.GetElapsedTime(_startTicks);
}
