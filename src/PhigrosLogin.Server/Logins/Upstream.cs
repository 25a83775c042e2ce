using PhigrosLogin.Cloud;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// TapTap and the game cloud of one region: every call goes through the region's gate, is noted in its weather and
/// measures how far this machine's clock is off.
/// </summary>
internal sealed partial class Upstream : IDisposable
{
    private const string Cloud = "The game cloud";
    private static readonly TimeSpan TolerableSkew = TimeSpan.FromSeconds(30);

    private readonly HttpClient _connections;
    private readonly UpstreamHttp _http;
    private readonly TapTapClient _tapTap;
    private readonly GameCloudClient _cloud;
    private readonly UpstreamGate _gate;
    private readonly UnusableAnswers _unusable;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RegionProbe _tapTapProbe;
    private readonly RegionProbe _cloudProbe;
    private int _clockIsOff;
    private int _defaultsLogged;
    private int _createdLogged;

    public Upstream(RegionOptions region, GatewayOptions options, TimeProvider time, ILogger logger)
    {
        _connections = UpstreamHttp.CreateClient(options.UpstreamConnectTimeout, region.Proxy);
        _http = new UpstreamHttp(_connections, time, options.UpstreamTimeout);
        _tapTap = new TapTapClient(_http, region.Region, time);
        _cloud = new GameCloudClient(_http, region.Region, time);
        _gate = new UpstreamGate(options.MaxConcurrency, options.CallsPerSecond, time);
        _unusable = new UnusableAnswers(region.Region.Name, logger);
        (Region, Weather, _time, _logger) = (region.Region, new Weather(time), time, logger);
        _tapTapProbe = new RegionProbe(Weather.TapTapProbeInterval, () => IsClosedBy(RegionUpstream.TapTap),
            ProbeTapTapAsync, time);
        _cloudProbe = new RegionProbe(Weather.CloudProbeInterval, () => IsClosedBy(RegionUpstream.Cloud),
            ProbeCloudAsync, time);
    }

    public Region Region { get; }

    public Weather Weather { get; }

    /// <summary>How far the region's clock is ahead of this machine's.</summary>
    public TimeSpan ClockSkew => _http.ClockSkew;

    /// <summary>Whether that is so much that signatures may be refused.</summary>
    public bool IsClockOff => ClockSkew.Duration() > TolerableSkew;

    /// <param name="needsCloud">Whether the code is of use only if the game cloud works.</param>
    /// <param name="cancellationToken">The caller.</param>
    /// <exception cref="OverloadedException">The region is asked as much as it may be.</exception>
    /// <exception cref="UpstreamException">There is no code to be had.</exception>
    public async Task<DeviceCode> RequestCodeAsync(bool needsCloud, CancellationToken cancellationToken)
    {
        if (!Weather.MayBegin(needsCloud, out var cause, out var probe)) throw Closed(cause, probe);
        if (!_gate.TryEnter(out var wait)) throw new OverloadedException("Too many logins begin at once: try again in a moment.", wait);
        var code = await AskAsync(() => _tapTap.RequestCodeAsync(cancellationToken), UpstreamCallKind.CodeRequest);
        if (code.Defaulted.Count > 0 && Interlocked.Exchange(ref _defaultsLogged, 1) == 0)
            Log.Defaulted(_logger, Region.Name, string.Join(", ", code.Defaulted));
        return code;
    }

    /// <summary>Polls once, when its turn has come.</summary>
    /// <param name="attempt">The code.</param>
    /// <param name="mayAsk">Asked when the turn has come: whether TapTap is to be asked after all.</param>
    /// <param name="stopWaiting">Gives up the wait for a turn; a poll that has begun goes on.</param>
    /// <returns>Null when TapTap was not asked.</returns>
    /// <exception cref="UpstreamException">TapTap did not answer as it should.</exception>
    /// <exception cref="OperationCanceledException">The wait was given up; TapTap was not asked.</exception>
    public async Task<Approval?> PollAsync(Attempt attempt, Func<ValueTask<bool>> mayAsk, CancellationToken stopWaiting)
    {
        stopWaiting.ThrowIfCancellationRequested();
        await _gate.EnterAsync(stopWaiting);
        var isAsked = false;
        try
        {
            isAsked = await mayAsk();
        }
        finally
        {
            if (!isAsked) _gate.Leave();
        }
        if (!isAsked) return null;
        // NOTE: no caller's token: the poll that sees the grant consumes the code.
        return await AskAsync(() => _tapTap.PollAsync(attempt.Code, attempt.DeviceId, CancellationToken.None),
            UpstreamCallKind.Poll(attempt.IsOwn));
    }

    /// <exception cref="UpstreamException">TapTap refused the token, did not answer, or sent nonsense.</exception>
    public async Task<TapTapProfile> GetProfileAsync(TapTapToken token, CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(cancellationToken);
        return await AskAsync(() => _tapTap.GetProfileAsync(token, cancellationToken), UpstreamCallKind.Profile);
    }

    /// <param name="token">What TapTap granted.</param>
    /// <param name="profile">The profile that belongs to it.</param>
    /// <param name="createMissing">Whether a player who never played is created.</param>
    /// <param name="isOwnGrant">Whether the grant is one of a login of this gateway, and not a token that a caller
    /// brings.</param>
    /// <param name="cancellationToken">Cancelling leaves nothing undone.</param>
    /// <exception cref="UpstreamException">The game cloud refused, did not answer, or sent nonsense.</exception>
    public async Task<CloudLogin> SignInAsync(
        TapTapToken token, TapTapProfile profile, bool createMissing, bool isOwnGrant,
        CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(cancellationToken);
        var login = await AskAsync(
            () => _cloud.LoginAsync(token, profile, createMissing, cancellationToken),
            UpstreamCallKind.SignIn(isOwnGrant));
        if (login is CloudLogin.Player { WasAnsweredCreated: true } && Interlocked.Exchange(ref _createdLogged, 1) == 0)
            Log.ExistingWithCreated(_logger, Region.Name);
        return login;
    }

    /// <exception cref="UpstreamException">The game cloud refused, did not answer, or sent nonsense.</exception>
    public Task<CloudSession> GetPlayerAsync(Secret session, UpstreamBudget budget) =>
        AskCloudAsync(budget, cancellationToken => _cloud.GetPlayerAsync(session, cancellationToken));

    /// <exception cref="UpstreamException">The game cloud refused, did not answer, or sent nonsense.</exception>
    public Task<NewestSave> GetSaveAsync(Secret session, string objectId, UpstreamBudget budget) =>
        AskCloudAsync(budget, cancellationToken => _cloud.GetSaveAsync(session, objectId, cancellationToken));

    /// <summary>Asks for a new session token, once; the budget is for the wait for a turn.</summary>
    /// <exception cref="UpstreamException">Nothing has changed: the game cloud was not asked, or it refused.</exception>
    /// <exception cref="OutcomeUnknownException">It was asked, and what came of it is not known.</exception>
    public async Task<SessionRefresh> RefreshSessionAsync(Secret session, string objectId, UpstreamBudget budget)
    {
        await EnterAsync(budget);
        try
        {
            // NOTE: no caller's token and a time limit of its own, because the answer does not come twice.
            return await AskAsync(() => _cloud.RefreshSessionAsync(session, objectId, CancellationToken.None),
                UpstreamCallKind.Session);
        }
        catch (UpstreamException trouble) when (trouble.MayHaveArrived)
        {
            throw new OutcomeUnknownException(trouble);
        }
    }

    public void Dispose()
    {
        _tapTapProbe.Dispose();
        _cloudProbe.Dispose();
        _connections.Dispose();
        _gate.Dispose();
    }

    private async Task<T> AskCloudAsync<T>(UpstreamBudget budget, Func<CancellationToken, Task<T>> call)
    {
        await EnterAsync(budget);
        return await AskAsync(() => budget.SpendAsync(Cloud, call), UpstreamCallKind.Session);
    }

    private Task<bool> EnterAsync(UpstreamBudget budget) => budget.SpendAsync(Cloud, async cancellationToken =>
    {
        await _gate.EnterAsync(cancellationToken);
        return true;
    });

    private async Task<T> AskAsync<T>(Func<Task<T>> call, UpstreamCallKind kind)
    {
        var start = _time.GetTimestamp();
        var received = ReceivedAnswer.Observe();
        try
        {
            var answer = await call();
            Weather.Note(kind, _time.GetElapsedTime(start), null);
            return answer;
        }
        catch (UpstreamException trouble)
        {
            Weather.Note(kind, _time.GetElapsedTime(start), trouble);
            _unusable.Add(trouble, received);
            throw;
        }
        finally
        {
            _gate.Leave();
            WatchClock();
            WatchBreakers();
        }
    }

    private void WatchClock()
    {
        var isOff = IsClockOff;
        var wasOff = Interlocked.Exchange(ref _clockIsOff, isOff ? 1 : 0) == 1;
        if (isOff && !wasOff) Log.ClockIsOff(_logger, Region.Name, ClockSkew.TotalSeconds);
    }

    private static partial class Log
    {
        [LoggerMessage(5, LogLevel.Warning,
            "TapTap in region {Region} sent a code without a usable {Members}: the default is used. Further ones are not logged")]
        public static partial void Defaulted(ILogger logger, string region, string members);

        [LoggerMessage(6, LogLevel.Warning,
            "The game cloud of region {Region} answered 201 for a player who existed before, as the body shows: taken as " +
            "existing (Regions:{Region}:CreatedStatus). Further ones are not logged")]
        public static partial void ExistingWithCreated(ILogger logger, string region);

        [LoggerMessage(1, LogLevel.Warning, "By the clock of region {Region} this machine's clock is {Seconds:0} s behind (negative: ahead): signatures may be refused; set the clock")]
        public static partial void ClockIsOff(ILogger logger, string region, double seconds);
    }
}

/// <summary>An upstream was asked to change something, and nobody knows whether it did.</summary>
internal sealed class OutcomeUnknownException(UpstreamException trouble) : Exception(trouble.Message, trouble);
