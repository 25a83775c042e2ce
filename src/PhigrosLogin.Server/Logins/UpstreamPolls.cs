using System.Diagnostics;
using PhigrosLogin.Server.Store;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// Asks TapTap whether codes were confirmed: one poll at a time for one code, no sooner than its interval, shared by
/// all who wait for it and cancelled by nobody's leaving, because the poll that sees the grant consumes the code. Other
/// instances take their turns (see <see cref="PollTurns"/>).
/// </summary>
internal sealed partial class UpstreamPolls(
    GatewayOptions options, PollTurns turns, LoginMetrics metrics, TimeProvider time, ILogger<UpstreamPolls> logger) : IAsyncDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    private readonly RunningWork _running = new();
    private readonly CancellationTokenSource _stopping = new();

    // NOTE: a little more than a poll's own limit, so that who waits for one hears how it ended.
    private readonly TimeSpan _patience = options.UpstreamTimeout + TimeSpan.FromMilliseconds(500);

    /// <summary>The state of a code, fresh when a poll is due and from memory when not.</summary>
    /// <exception cref="OperationCanceledException">The caller left; the poll goes on.</exception>
    public async ValueTask<AttemptState> CheckAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var poll = attempt.Join(PollAsync, out var hasExpired);
        if (hasExpired) Tell(attempt, attempt.State);
        try
        {
            if (poll is not null) await poll.WaitAsync(_patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The poll still waits for its turn: what is known so far has to do.
        }
        return attempt.State;
    }

    /// <summary>The program is about to stop: polls in flight go on, no other begins, so that the stop takes no longer
    /// than one of them.</summary>
    public void StopBeginning() => _stopping.Cancel();

    /// <summary>Ends as soon as no poll is in flight.</summary>
    public Task WhenIdle() => _running.WhenIdle();

    /// <summary>Waits for the polls in flight: a grant that is on its way is still kept. Who waits for a turn goes without.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.WhenIdle();
        _stopping.Dispose();
    }

    private async Task PollAsync(Attempt attempt)
    {
        using var running = _running.Begin();
        var turn = Turn.None;
        try
        {
            var begun = time.GetTimestamp();
            var approval = await AskAsync();
            // As with a poll of one's own, who comes while another instance asks hears how that ended.
            while (turn.IsOthers && time.GetElapsedTime(begun) < options.UpstreamTimeout)
            {
                await Task.Delay(LookAgain, time, _stopping.Token);
                approval = await AskAsync();
            }
            if (approval is not null) metrics.Polled(attempt.Upstream.Region.Name, approval);
            if (approval is Approval.UnknownWord unknown && attempt.IsFirstUnknownWord())
                Log.UnknownWord(logger, attempt.Id, attempt.Upstream.Region.Name, unknown.Sentence);
            var isEnd = approval is not null || (attempt.IsOver && !turn.IsOthers && !attempt.State.IsFinal);
            if (isEnd) await ConcludeAsync(attempt, Read(approval), approval is { ShowsUnspent: true } ? false : null);
            else attempt.Abandon();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            attempt.Abandon();
        }
        catch (UpstreamException trouble)
        {
            metrics.Polled(attempt.Upstream.Region.Name, trouble.Trouble);
            Log.PollFailed(logger, attempt.Id, attempt.Upstream.Region.Name, trouble.Message);
            await ConcludeAsync(attempt, (new AttemptState.Pending(trouble.Message), pace => pace.AfterTrouble()), trouble.MayHaveArrived ? true : null);
        }
#pragma warning disable CA1031 // whatever happens, those who wait must hear of it
        catch (Exception unforeseen)
#pragma warning restore CA1031
        {
            Log.PollBroke(logger, attempt.Id, attempt.Upstream.Region.Name, unforeseen.GetType().FullName, unforeseen.StackTrace);
            await ConcludeAsync(attempt, (new AttemptState.Pending("Internal gateway error."), pace => pace.AfterTrouble()), mayBeSpent: true);
        }
        finally
        {
            await turns.GiveBackAsync(attempt, turn);
        }

        Task<Approval?> AskAsync() => attempt.Upstream.PollAsync(attempt, MayAskAsync, _stopping.Token);

        async ValueTask<bool> MayAskAsync() => (turn = await turns.TakeAsync(attempt)).IsMine && !attempt.IsOver;
    }

    private async Task ConcludeAsync(Attempt attempt, (AttemptState State, Func<PollPace, PollPace> Pace) outcome, bool? mayBeSpent)
    {
        var state = attempt.Interpret(outcome.State);
        var isNews = state.GetType() != attempt.State.GetType();
        // NOTE: kept first; from Conclude on callers are answered with it.
        if (isNews) await attempt.Keep(state);
        attempt.Conclude(state, outcome.Pace, mayBeSpent);
        if (isNews) Tell(attempt, state);
    }

    /// <summary>What an answer means for the state and for the pace; null is a code whose end came first.</summary>
    internal static (AttemptState Outcome, Func<PollPace, PollPace> Pace) Read(Approval? approval) => approval switch
    {
        null => (new AttemptState.Expired(), pace => pace),
        Approval.Pending => (new AttemptState.Pending(), pace => pace.AfterAnswer()),
        Approval.Scanned => (new AttemptState.Scanned(), pace => pace.AfterAnswer()),
        Approval.SlowDown slower => (new AttemptState.Pending(), pace => pace.AfterSlowDown(slower.Wish)),
        Approval.UnknownWord unknown => (new AttemptState.Pending(unknown.Sentence), pace => pace.AfterTrouble()),
        Approval.Granted granted => (new AttemptState.Granted(granted.Token), pace => pace.AfterAnswer()),
        Approval.Denied denied => (new AttemptState.Ended(AttemptEnd.Denied, denied.Refusal), pace => pace.AfterAnswer()),
        Approval.Expired expired => (new AttemptState.Ended(AttemptEnd.Expired, expired.Refusal), pace => pace.AfterAnswer()),
        Approval.Refused refused => (new AttemptState.Ended(AttemptEnd.Refused, refused.Refusal), pace => pace.AfterAnswer()),
        _ => throw new UnreachableException(approval.GetType().Name),
    };

    private void Tell(Attempt attempt, AttemptState state)
    {
        metrics.CameTo(attempt, state);
        if (state is AttemptState.Ended { End: AttemptEnd.Lost }) Log.Lost(logger, attempt.Id, attempt.Upstream.Region.Name);
        else Log.Changed(logger, attempt.Id, attempt.Upstream.Region.Name, state is AttemptState.Ended ended ? ended.End.ToString() : state.GetType().Name);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A poll of code {Id} in region {Region} went wrong: {Trouble}")]
        public static partial void PollFailed(ILogger logger, string id, string region, string trouble);

        // NOTE: the type and the place only; the text of an exception may hold what the poll carried.
        [LoggerMessage(2, LogLevel.Error, "A poll of code {Id} in region {Region} broke with {Type}\n{StackTrace}")]
        public static partial void PollBroke(ILogger logger, string id, string region, string? type, string? stackTrace);

        [LoggerMessage(3, LogLevel.Information, "Code {Id} in region {Region} is now {State}")]
        public static partial void Changed(ILogger logger, string id, string region, string state);

        [LoggerMessage(4, LogLevel.Warning, "Code {Id} in region {Region} is lost: an answer of TapTap's did not arrive, and now the code is spent")]
        public static partial void Lost(ILogger logger, string id, string region);

        [LoggerMessage(5, LogLevel.Warning,
            "A poll of code {Id} in region {Region}: {Sentence} The code is polled on, less often; " +
            "Regions:{Region}:FatalErrors names the words that end a code. Further ones of this code are not logged")]
        public static partial void UnknownWord(ILogger logger, string id, string region, string sentence);
    }
}
