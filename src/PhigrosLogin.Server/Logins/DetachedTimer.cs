namespace PhigrosLogin.Server.Logins;

/// <summary>Timers of what outlives the request that set them.</summary>
internal static class DetachedTimer
{
    /// <summary>A timer that is not set yet and keeps nothing of the request during which it is made.</summary>
    // NOTE: a timer holds its maker's execution context for as long as it lives, and with it the trace of a request and
    // its log scopes: the better part of a kilobyte for every login, and the background work would count as that request's.
    public static ITimer CreateDetachedTimer(this TimeProvider time, TimerCallback callback, object? state)
    {
        if (ExecutionContext.IsFlowSuppressed()) return Create();
        using (ExecutionContext.SuppressFlow()) return Create();

        ITimer Create() => time.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
