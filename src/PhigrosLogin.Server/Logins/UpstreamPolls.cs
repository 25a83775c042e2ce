using System.Diagnostics;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// Asks TapTap whether codes were confirmed: one poll at a time for one code, no sooner than its interval, shared by
/// all who wait for it and cancelled by nobody's leaving, because the poll that sees the grant consumes the code.
/// </summary>
internal sealed partial class UpstreamPolls(
    GatewayOptions options, TimeProvider time, ILogger<UpstreamPolls> logger) : IAsyncDisposable
{
    private readonly RunningWork _running = new();

    /// <summary>The state of a code, fresh when a poll is due and from memory when not.</summary>
    /// <exception cref="OperationCanceledException">The caller left; the poll goes on.</exception>
    public async ValueTask<AttemptState> CheckAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        if (attempt.Join(PollAsync) is { } poll)
        {
            try
            {
                // A poll that waits long for its turn has its callers wait no longer than one that does not.
                await poll.WaitAsync(options.UpstreamTimeout, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                return attempt.State;
            }
        }
        return attempt.State;
    }

    /// <summary>Waits for the polls in flight: a grant that is on its way is still kept.</summary>
    public ValueTask DisposeAsync() => new(_running.WhenIdle());

    private async Task PollAsync(Attempt attempt)
    {
        using var running = _running.Begin();
        try
        {
            var (outcome, pace) = Read(await attempt.Upstream.PollAsync(attempt));
            var state = attempt.Interpret(outcome);
            await attempt.Keep(state);
            attempt.Conclude(state, pace);
        }
        catch (UpstreamException trouble)
        {
            Log.PollFailed(logger, attempt.Upstream.Region.Name, trouble.Message);
            attempt.Conclude(attempt.Interpret(new AttemptState.Pending(trouble.Message)), pace => pace.AfterTrouble(), trouble.MayHaveArrived);
        }
#pragma warning disable CA1031 // whatever happens, those who wait must hear of it
        catch (Exception unforeseen)
#pragma warning restore CA1031
        {
            Log.PollBroke(logger, attempt.Upstream.Region.Name, unforeseen.GetType().FullName, unforeseen.StackTrace);
            attempt.Conclude(attempt.Interpret(new AttemptState.Pending("The gateway has trouble of its own.")), pace => pace.AfterTrouble(), mayBeSpent: true);
        }
    }

    private static (AttemptState Outcome, Func<PollPace, PollPace> Pace) Read(Approval? approval) => approval switch
    {
        null => (new AttemptState.Expired(), pace => pace),
        Approval.Pending => (new AttemptState.Pending(), pace => pace.AfterAnswer()),
        Approval.Scanned => (new AttemptState.Scanned(), pace => pace.AfterAnswer()),
        Approval.SlowDown slower => (new AttemptState.Pending(), pace => pace.AfterSlowDown(slower.Wish)),
        Approval.Granted granted => (new AttemptState.Granted(granted.Token), pace => pace.AfterAnswer()),
        Approval.Denied denied => (new AttemptState.Ended(AttemptEnd.Denied, denied.Refusal), pace => pace.AfterAnswer()),
        Approval.Expired expired => (new AttemptState.Ended(AttemptEnd.Expired, expired.Refusal), pace => pace.AfterAnswer()),
        Approval.Refused refused => (new AttemptState.Ended(AttemptEnd.Refused, refused.Refusal), pace => pace.AfterAnswer()),
        _ => throw new UnreachableException(approval.GetType().Name),
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A poll in region {Region} went wrong: {Trouble}")]
        public static partial void PollFailed(ILogger logger, string region, string trouble);

        // NOTE: the type and the place only; the text of an exception may hold what the poll carried.
        [LoggerMessage(2, LogLevel.Error, "A poll in region {Region} broke with {Type}\n{StackTrace}")]
        public static partial void PollBroke(ILogger logger, string region, string? type, string? stackTrace);
    }
}
