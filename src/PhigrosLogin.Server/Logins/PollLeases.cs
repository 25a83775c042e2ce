using System.Data.Common;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Server.Logins;

/// <summary>Acquires and releases the leases under which codes are polled, and copes with a database that does not answer.</summary>
internal sealed partial class PollLeases(IInstanceCoordinator coordinator, GatewayOptions options, ILogger<PollLeases> logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    // Longer than any poll can last: after it, the holder is gone.
    private readonly TimeSpan _duration = options.UpstreamTimeout + TimeSpan.FromSeconds(3);

    /// <summary>Requests the lease of a code and applies what other instances recorded about the code.</summary>
    public async ValueTask<PollLease> AcquireAsync(Attempt attempt)
    {
        var lease = PollLease.Denied;
        try
        {
            lease = await coordinator.AcquirePollLeaseAsync(attempt.Key, attempt.LoginId, _duration, attempt.Remaining);
            attempt.Learn(lease);
            // NOTE: checked under the lease, so that the code cannot end between this check and the poll.
            if (attempt.IsWanted is null || await attempt.IsWanted()) return lease;
        }
        catch (Exception failure) when (failure is DbException or OverloadedException)
        {
            Log.LeaseUnavailable(logger, attempt.Id, failure.GetType().FullName);
            attempt.Learn(PollLease.Denied with { RetryAfter = RetryDelay });
        }
        await ReleaseAsync(attempt, lease);
        return PollLease.Denied;
    }

    /// <summary>Releases a lease, if it was acquired.</summary>
    public async ValueTask ReleaseAsync(Attempt attempt, PollLease lease)
    {
        if (!lease.IsAcquired) return;
        try
        {
            await coordinator.ReleasePollLeaseAsync(attempt.Key, lease, attempt.Pace, attempt.MayBeSpent);
        }
        catch (DbException failure)
        {
            // The lease ends by itself; until then no instance polls this code.
            Log.LeaseNotReleased(logger, attempt.Id, failure.GetType().FullName);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Code {Id} is not polled for now: the database did not grant the lease ({Type})")]
        public static partial void LeaseUnavailable(ILogger logger, string id, string? type);

        [LoggerMessage(2, LogLevel.Warning, "Code {Id} is not polled until its lease ends: the database did not release it ({Type})")]
        public static partial void LeaseNotReleased(ILogger logger, string id, string? type);
    }
}
