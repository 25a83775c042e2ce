using PhigrosLogin.Polling;
using PhigrosLogin.Server.Store;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// Polls TapTap for device codes: one poll at a time for each code, no sooner than its interval, shared by all callers
/// that wait for it. A caller who disconnects does not cancel it, because the poll that sees the grant consumes the code.
/// </summary>
internal sealed partial class DeviceCodePoller(
    GatewayOptions options, PollLeases leases, LoginMetrics metrics, TimeProvider time, ILogger<DeviceCodePoller> logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan LeaseRetry = TimeSpan.FromMilliseconds(200);

    // A caller whose poll has no permit after this time gets the last known state.
    private static readonly TimeSpan PermitPatience = TimeSpan.FromSeconds(2);

    private readonly RunningWork _running = new();
    private readonly CancellationTokenSource _stopping = new();

    // NOTE: a little more than a poll's own limit, so that its callers learn its outcome.
    private readonly TimeSpan _patience = options.UpstreamTimeout + TimeSpan.FromMilliseconds(500);

    /// <summary>The state of a code, after a poll if one is due.</summary>
    /// <exception cref="OperationCanceledException">The caller left; the poll goes on.</exception>
    public async ValueTask<DeviceCodeState> PollIfDueAsync(DeviceCodeSession session, CancellationToken caller)
    {
        if (session.JoinOrBegin(out var begins) is not { } poll) return session.State;
        if (begins) Begin(session, poll);
        try
        {
            if (!poll.Sent.IsCompleted) await poll.Sent.WaitAsync(PermitPatience, time, caller);
            if (!poll.Ended.IsCompleted) await poll.Ended.WaitAsync(_patience, time, caller);
        }
        catch (TimeoutException)
        {
            // The poll goes on; the state is the one before it.
        }
        return session.State;
    }

    /// <summary>Polls in flight go on and no other begins, so that a stop takes no longer than one of them.</summary>
    public void Stop() => _stopping.Cancel();

    /// <summary>Ends as soon as no poll is in flight.</summary>
    public Task WhenIdle() => _running.WhenIdle();

    /// <summary>Waits for the polls in flight: a grant that is under way is still saved.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.WhenIdle();
        _stopping.Dispose();
    }

    // The poll belongs to no caller: it must not run in the trace and the log scopes of the one who came first.
    private void Begin(DeviceCodeSession session, PollInFlight poll)
    {
        using var noFlow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        _ = RunAsync(session, poll);
    }

    private async Task RunAsync(DeviceCodeSession session, PollInFlight poll)
    {
        using var running = _running.Begin();
        var lease = PollLease.Denied;
        try
        {
            lease = await AcquireLeaseAsync(session, poll);
            if (lease.IsHeldByOther || session.State.IsFinal) return;
            if (session.IsExpired) await ApplyAsync(session, polling => polling.Expire());
            else if (lease.IsAcquired) await PollAsync(session, poll);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // TapTap was not asked.
        }
        catch (UpstreamException failure)
        {
            metrics.Polled(session.Upstream.Region.Name, failure.Trouble);
            Log.PollFailed(logger, session.Id, session.Upstream.Region.Name, failure.Message);
            await FailAsync(session, failure.Message, failure.MayHaveArrived);
        }
#pragma warning disable CA1031 // whatever happens, the code must stay usable and its callers must learn of it
        catch (Exception unforeseen)
#pragma warning restore CA1031
        {
            Log.PollBroke(
                logger, session.Id, session.Upstream.Region.Name, unforeseen.GetType().FullName, unforeseen.StackTrace);
            await FailAsync(session, "Internal gateway error.", mayHaveArrived: true);
        }
        finally
        {
            try
            {
                await leases.ReleaseAsync(session, lease);
            }
            finally
            {
                session.EndPoll();
            }
        }
    }

    private async Task<PollLease> AcquireLeaseAsync(DeviceCodeSession session, PollInFlight poll)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            var lease = await leases.AcquireAsync(session);
            if (!lease.IsHeldByOther || time.GetElapsedTime(begun) >= options.UpstreamTimeout) return lease;
            // Another instance polls the code: its outcome is awaited like that of an own poll.
            poll.MarkSent();
            await Task.Delay(LeaseRetry, time, _stopping.Token);
        }
    }

    private async Task PollAsync(DeviceCodeSession session, PollInFlight poll)
    {
        var region = session.Upstream;
        using var permit = await EnterAsync(session);
        if (session.IsExpired)
        {
            await ApplyAsync(session, polling => polling.Expire());
            return;
        }
        if (permit is null) return; // it stays due, and keeps its place by that
        poll.MarkSent();
        var response = await region.PollAsync(session);
        metrics.Polled(region.Region.Name, response);
        if (response is Approval.UnknownWord unknown && session.IsFirstUnknownWord())
            Log.UnknownWord(logger, session.Id, region.Region.Name, unknown.Sentence);
        var age = session.Age;
        await ApplyAsync(session, polling => polling.After(response, age));
    }

    private async ValueTask<UpstreamPermit?> EnterAsync(DeviceCodeSession session)
    {
        var requested = time.GetTimestamp();
        while (true)
        {
            // A wait is cut short because the priority may change, and the lease could end during the poll.
            var permit = await session.Upstream.TryEnterAsync(
                session.CallClass, session.NextPoll, requested, PermitPatience, _stopping.Token);
            if (permit is not null || session.IsExpired || leases.AreShared) return permit;
        }
    }

    private Task FailAsync(DeviceCodeSession session, string sentence, bool mayHaveArrived)
    {
        var age = session.Age;
        return ApplyAsync(session, polling => polling.AfterFailure(sentence, mayHaveArrived, age));
    }

    private async Task ApplyAsync(DeviceCodeSession session, Func<DeviceCodePolling, DeviceCodePolling> next)
    {
        var before = session.State.Status;
        var state = next(session.Polling).State;
        // NOTE: saved first; from the update on callers are answered with it.
        if (state.Status != before) await SaveAsync(session, state);
        session.Update(next);
        if (session.State.Status == before) return;
        metrics.Changed(session, session.State);
        if (state.Status == DeviceCodeStatus.Lost) Log.Lost(logger, session.Id, session.Upstream.Region.Name);
        else Log.Changed(logger, session.Id, session.Upstream.Region.Name, session.State.Status);
    }

    // Whatever fails here, a grant that arrived stays in memory: TapTap gives it once.
    private async Task SaveAsync(DeviceCodeSession session, DeviceCodeState state)
    {
        try
        {
            await session.Store.SaveAsync(session, state);
        }
        catch (Exception unforeseen) when (unforeseen is not OutOfMemoryException)
        {
            Log.NotSaved(logger, session.Id, state.Status, unforeseen.GetType().FullName, unforeseen.StackTrace);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A poll of code {Id} in region {Region} failed: {Failure}")]
        public static partial void PollFailed(ILogger logger, string id, string region, string failure);

        // NOTE: the type and the place only; the text of an exception may hold what the poll carried.
        [LoggerMessage(2, LogLevel.Error, "A poll of code {Id} in region {Region} failed with {Type}\n{StackTrace}")]
        public static partial void PollBroke(ILogger logger, string id, string region, string? type, string? stackTrace);

        [LoggerMessage(3, LogLevel.Information, "Code {Id} in region {Region} is now {Status}")]
        public static partial void Changed(ILogger logger, string id, string region, DeviceCodeStatus status);

        [LoggerMessage(4, LogLevel.Warning,
            "Code {Id} in region {Region} is lost: a response of TapTap's did not arrive, and now the code is used up")]
        public static partial void Lost(ILogger logger, string id, string region);

        [LoggerMessage(6, LogLevel.Critical,
            "Code {Id} is now {Status}, which could not be saved ({Type}) and is in memory only\n{StackTrace}")]
        public static partial void NotSaved(
            ILogger logger, string id, DeviceCodeStatus status, string? type, string? stackTrace);

        [LoggerMessage(5, LogLevel.Warning,
            "A poll of code {Id} in region {Region}: {Sentence} The code is polled on, less often; " +
            "Regions:{Region}:FatalErrors names the words that end a code. Further ones of this code are not logged")]
        public static partial void UnknownWord(ILogger logger, string id, string region, string sentence);
    }
}
