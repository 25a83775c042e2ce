using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// Asks TapTap whether codes were confirmed: one poll at a time for one code, no sooner than its interval, shared by
/// all who wait for it and cancelled by nobody's leaving, because the poll that sees the grant consumes the code.
/// </summary>
internal sealed partial class UpstreamPolls(ILogger<UpstreamPolls> logger)
{
    /// <summary>The state of a code, fresh when a poll is due and from memory when not.</summary>
    /// <exception cref="OperationCanceledException">The caller left; the poll goes on.</exception>
    public async ValueTask<AttemptState> CheckAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        if (attempt.Join(PollAsync) is { } poll) await poll.WaitAsync(cancellationToken);
        return attempt.State;
    }

    private async Task PollAsync(Attempt attempt)
    {
        try
        {
            var approval = await attempt.Upstream.TapTap.PollAsync(attempt.Code, attempt.DeviceId, CancellationToken.None);
            var (state, pace) = Read(approval);
            attempt.Conclude(state, pace);
        }
        catch (UpstreamException trouble)
        {
            Log.PollFailed(logger, attempt.Upstream.Region.Name, trouble.Message);
            attempt.Conclude(new AttemptState.Pending(trouble.Message), pace => pace.AfterTrouble());
        }
#pragma warning disable CA1031 // whatever happens, those who wait must hear of it
        catch (Exception unforeseen)
#pragma warning restore CA1031
        {
            Log.PollBroke(logger, attempt.Upstream.Region.Name, unforeseen.GetType().FullName, unforeseen.StackTrace);
            attempt.Conclude(new AttemptState.Pending("The gateway has trouble of its own."), pace => pace.AfterTrouble());
        }
    }

    private static (AttemptState State, Func<PollPace, PollPace> Pace) Read(Approval approval) => approval switch
    {
        Approval.Pending => (new AttemptState.Pending(), pace => pace.AfterAnswer()),
        Approval.Scanned => (new AttemptState.Scanned(), pace => pace.AfterAnswer()),
        Approval.SlowDown slower => (new AttemptState.Pending(), pace => pace.AfterSlowDown(slower.Wish)),
        Approval.Granted granted => (new AttemptState.Granted(granted.Token), pace => pace.AfterAnswer()),
        Approval.Denied denied => (new AttemptState.Refused(denied.Refusal), pace => pace.AfterAnswer()),
        Approval.Expired expired => (new AttemptState.Refused(expired.Refusal), pace => pace.AfterAnswer()),
        Approval.Refused refused => (new AttemptState.Refused(refused.Refusal), pace => pace.AfterAnswer()),
        _ => throw new System.Diagnostics.UnreachableException(approval.GetType().Name),
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "TapTap did not answer a poll in region {Region}: {Trouble}")]
        public static partial void PollFailed(ILogger logger, string region, string trouble);

        // NOTE: the type and the place only; the text of an exception may hold what the poll carried.
        [LoggerMessage(2, LogLevel.Error, "A poll in region {Region} broke with {Type}\n{StackTrace}")]
        public static partial void PollBroke(ILogger logger, string region, string? type, string? stackTrace);
    }
}
