using System.Data.Common;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Server.Logins;

/// <summary>Acquires and releases the leases under which codes are polled, and copes with a database that does not answer.</summary>
internal sealed partial class PollLeases(IInstanceCoordinator coordinator, GatewayOptions options, ILogger<PollLeases> logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    // Longer than any poll can last: after it, the holder is gone.
    private readonly TimeSpan _duration = options.UpstreamTimeout + TimeSpan.FromSeconds(3);

    /// <summary>Whether other instances may hold leases.</summary>
    public bool AreShared => coordinator.HasOthers;

    /// <summary>Requests the lease of a code and applies what other instances recorded about the code.</summary>
    public async ValueTask<PollLease> AcquireAsync(DeviceCodeSession session)
    {
        var lease = PollLease.Denied;
        try
        {
            lease = await coordinator.AcquirePollLeaseAsync(session.Key, session.LoginId, _duration, session.Remaining);
            if (AreShared) Synchronize(session, lease, lease.RetryAfter);
            // NOTE: checked under the lease, so that the code cannot end between this check and the poll.
            if (await session.Store.RefreshAsync(session)) return lease;
        }
        catch (Exception failure) when (failure is DbException or OverloadedException)
        {
            Log.LeaseUnavailable(logger, session.Id, failure.GetType().FullName);
            Synchronize(session, PollLease.Denied, RetryDelay);
        }
        await ReleaseAsync(session, lease);
        return PollLease.Denied;
    }

    /// <summary>Releases a lease, if it was acquired.</summary>
    public async ValueTask ReleaseAsync(DeviceCodeSession session, PollLease lease)
    {
        if (!lease.IsAcquired) return;
        try
        {
            var polling = session.Polling;
            await coordinator.ReleasePollLeaseAsync(session.Key, lease, polling.Pace, polling.MayBeSpent);
        }
        catch (DbException failure)
        {
            // The lease ends by itself; until then no instance polls this code.
            Log.LeaseNotReleased(logger, session.Id, failure.GetType().FullName);
        }
    }

    private static void Synchronize(DeviceCodeSession session, PollLease lease, TimeSpan retryAfter)
    {
        // A lease that is neither ours nor another instance's: the code is not due yet.
        TimeSpan? nextPoll = lease.IsAcquired || lease.IsHeldByOther ? null : session.Age + retryAfter;
        session.Update(polling =>
            polling.Synchronized(lease.Pace, lease.MayBeSpent, lease.IsInDoubt, nextPoll));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Code {Id} is not polled for now: the database did not grant the lease ({Type})")]
        public static partial void LeaseUnavailable(ILogger logger, string id, string? type);

        [LoggerMessage(2, LogLevel.Warning, "Code {Id} is not polled until its lease ends: the database did not release it ({Type})")]
        public static partial void LeaseNotReleased(ILogger logger, string id, string? type);
    }
}
