namespace PhigrosLogin.Server.Logins;

/// <summary>
/// The time of day by the store's clock at the start of the process, continued by the monotonic clock: a jump of the wall
/// clock neither ends a login nor lengthens it.
/// </summary>
internal sealed class SteadyClock(TimeProvider time, DateTimeOffset start)
{
    private readonly long _startTimestamp = time.GetTimestamp();
    private long _correction;

    public TimeProvider Time => time;

    public DateTimeOffset Now =>
        start + time.GetElapsedTime(_startTimestamp) + TimeSpan.FromTicks(Interlocked.Read(ref _correction));

    /// <summary>
    /// Takes over the clock that all instances share, if it is ahead: the monotonic clock stands still while the host is
    /// suspended. Never backwards, so that nothing that was over begins again.
    /// </summary>
    public void CatchUp(DateTimeOffset shared)
    {
        var late = shared - Now;
        if (late > TimeSpan.Zero) Interlocked.Add(ref _correction, late.Ticks);
    }
}
