using PhigrosLogin.Cloud;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// TapTap and the game cloud of one region: every call needs a permit of the region's scheduler, is counted in its
/// health and measures how far this machine's clock is off.
/// </summary>
internal sealed partial class Upstream : IDisposable
{
    private const string Cloud = "The game cloud";
    private static readonly TimeSpan TolerableSkew = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan NotableWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortageOver = TimeSpan.FromSeconds(10);

    private readonly HttpClient _connections;
    private readonly UpstreamHttp _http;
    private readonly TapTapClient _tapTap;
    private readonly GameCloudClient _cloud;
    private readonly UpstreamScheduler _scheduler;
    private readonly UpstreamMetrics _metrics;
    private readonly UnusableAnswers _unusable;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RegionProbe _tapTapProbe;
    private readonly RegionProbe _cloudProbe;
    private int _clockIsOff;
    private int _defaultsLogged;
    private int _createdLogged;
    private int _isShort;
    private long _lastShortage;

    public Upstream(
        RegionOptions region, GatewayOptions options, TimeProvider time, UpstreamMetrics metrics, ILogger logger)
    {
        _connections = UpstreamHttp.CreateClient(options.UpstreamConnectTimeout, region.Proxy);
        _http = new UpstreamHttp(_connections, time, options.UpstreamTimeout);
        _tapTap = new TapTapClient(_http, region.Region, time);
        _cloud = new GameCloudClient(_http, region.Region, time);
        _scheduler = new UpstreamScheduler(options.MaxConcurrency, options.CallsPerSecond, time);
        _metrics = metrics;
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

    /// <summary>The calls per second that may begin now; 0 = no limit.</summary>
    public int Rate => _scheduler.Rate;

    /// <summary>The number of calls that wait for a permit.</summary>
    public int CountWaiting(UpstreamCallClass callClass) => _scheduler.CountWaiting(callClass);

    /// <summary>Waits for the permit to make one call.</summary>
    /// <param name="callClass">The priority of the call.</param>
    /// <param name="due">The timestamp from which the call has been due.</param>
    /// <param name="requested">The timestamp at which the permit was first requested.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    /// <returns>Null if there was no permit within that time.</returns>
    /// <exception cref="OverloadedException">Too many calls of that priority wait.</exception>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public async ValueTask<UpstreamPermit?> TryEnterAsync(
        UpstreamCallClass callClass, long due, long requested, TimeSpan patience, CancellationToken cancellationToken)
    {
        var hasPermit = await _scheduler.EnterAsync(callClass, due, patience, cancellationToken);
        var waited = _time.GetElapsedTime(requested);
        WatchShortage(waited);
        if (!hasPermit) return null;
        _metrics.Begun(Region.Name, callClass, waited);
        return new UpstreamPermit(_scheduler, callClass);
    }

    private async ValueTask<UpstreamPermit> EnterAsync(
        UpstreamCallClass callClass, CancellationToken cancellationToken)
    {
        var now = _time.GetTimestamp();
        return (await TryEnterAsync(callClass, now, now, Timeout.InfiniteTimeSpan, cancellationToken))!;
    }

    /// <param name="needsCloud">Whether the code is of use only if the game cloud works.</param>
    /// <param name="isForClient">Whether a registered client created the login.</param>
    /// <param name="cancellationToken">The caller.</param>
    /// <exception cref="OverloadedException">Too many requests for codes wait.</exception>
    /// <exception cref="UpstreamException">TapTap provides no code.</exception>
    public async Task<DeviceCode> RequestCodeAsync(
        bool needsCloud, bool isForClient, CancellationToken cancellationToken)
    {
        if (!Weather.IsOpen(needsCloud, out var cause, out var probe)) throw Closed(cause, probe);
        var callClass = isForClient ? UpstreamCallClass.ClientCode : UpstreamCallClass.NewCode;
        using var permit = await EnterAsync(callClass, cancellationToken);
        // NOTE: only now, because this takes the one trial that a closed game cloud allows.
        if (!Weather.MayBegin(needsCloud, out cause, out probe)) throw Closed(cause, probe);
        var code = await AskAsync(() => _tapTap.RequestCodeAsync(cancellationToken), UpstreamCallKind.CodeRequest);
        if (code.Defaulted.Count > 0 && Interlocked.Exchange(ref _defaultsLogged, 1) == 0)
            Log.Defaulted(_logger, Region.Name, string.Join(", ", code.Defaulted));
        return code;
    }

    /// <summary>Polls TapTap once for a code. Requires a permit.</summary>
    /// <exception cref="UpstreamException">TapTap did not answer as it should.</exception>
    public async Task<Approval> PollAsync(DeviceCodeSession session)
    {
        var begun = _time.GetTimestamp();
        // NOTE: no caller's token: the poll that sees the grant consumes the code.
        var response = await AskAsync(
            () => _tapTap.PollAsync(session.Code, session.DeviceId, CancellationToken.None),
            UpstreamCallKind.Poll(session.IsOwn));
        if (session.IsOwn && response is Approval.SlowDown { IsTooManyRequests: true }) ReduceRate(begun);
        return response;
    }

    /// <exception cref="UpstreamException">TapTap refused the token, did not answer, or sent nonsense.</exception>
    public async Task<TapTapProfile> GetProfileAsync(
        TapTapToken token, UpstreamCallClass callClass, CancellationToken cancellationToken)
    {
        using var permit = await EnterAsync(callClass, cancellationToken);
        return await AskAsync(() => _tapTap.GetProfileAsync(token, cancellationToken), UpstreamCallKind.Profile);
    }

    /// <param name="token">What TapTap granted.</param>
    /// <param name="profile">The profile that belongs to it.</param>
    /// <param name="createMissing">Whether a player who never played is created.</param>
    /// <param name="isOwnGrant">Whether the grant is one of a login of this gateway, and not a token that a caller
    /// brings.</param>
    /// <param name="callClass">The priority of the call.</param>
    /// <param name="cancellationToken">Cancelling leaves nothing undone.</param>
    /// <exception cref="UpstreamException">The game cloud refused, did not answer, or sent nonsense.</exception>
    public async Task<CloudLogin> SignInAsync(
        TapTapToken token, TapTapProfile profile, bool createMissing, bool isOwnGrant, UpstreamCallClass callClass,
        CancellationToken cancellationToken)
    {
        using var permit = await EnterAsync(callClass, cancellationToken);
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
        using var permit = await EnterAsync(budget);
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
        _scheduler.Dispose();
    }

    private async Task<T> AskCloudAsync<T>(UpstreamBudget budget, Func<CancellationToken, Task<T>> call)
    {
        using var permit = await EnterAsync(budget);
        return await AskAsync(() => budget.SpendAsync(Cloud, call), UpstreamCallKind.Session);
    }

    private Task<UpstreamPermit> EnterAsync(UpstreamBudget budget) => budget.SpendAsync(Cloud, cancellationToken =>
        EnterAsync(UpstreamCallClass.UnknownToken, cancellationToken).AsTask());

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
            if (kind == UpstreamCallKind.CodeRequest && trouble.Trouble == UpstreamTrouble.TooManyRequests)
                ReduceRate(start);
            _unusable.Add(trouble, received);
            throw;
        }
        finally
        {
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

    private void ReduceRate(long begun)
    {
        if (_scheduler.ReduceRate(begun)) Log.RateReduced(_logger, Region.Name, Rate);
    }

    // One line when permits become short and one when they no longer are.
    private void WatchShortage(TimeSpan waited)
    {
        var now = _time.GetTimestamp();
        if (waited >= NotableWait)
        {
            Volatile.Write(ref _lastShortage, now);
            if (Interlocked.Exchange(ref _isShort, 1) == 0) Log.Short(_logger, Region.Name, Rate);
        }
        else if (Volatile.Read(ref _isShort) == 1 &&
            _time.GetElapsedTime(Volatile.Read(ref _lastShortage), now) >= ShortageOver &&
            Interlocked.Exchange(ref _isShort, 0) == 1)
        {
            Log.NoLongerShort(_logger, Region.Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4, LogLevel.Warning,
            "TapTap in region {Region} sent a code without a usable {Members}: the default is used. Further ones are not logged")]
        public static partial void Defaulted(ILogger logger, string region, string members);

        [LoggerMessage(5, LogLevel.Warning,
            "The game cloud of region {Region} answered 201 for a player who existed before, as the body shows: taken as " +
            "existing (Regions:{Region}:CreatedStatus). Further ones are not logged")]
        public static partial void ExistingWithCreated(ILogger logger, string region);

        [LoggerMessage(6, LogLevel.Warning,
            "Region {Region} is at its limit of {Rate} calls per second (Upstream:CallsPerSecond): polls of unscanned " +
            "codes are delayed")]
        public static partial void Short(ILogger logger, string region, int rate);

        [LoggerMessage(7, LogLevel.Information, "Region {Region} is below its limit of calls per second again")]
        public static partial void NoLongerShort(ILogger logger, string region);

        [LoggerMessage(8, LogLevel.Warning,
            "TapTap in region {Region} responded 429: for a minute at most {Rate} calls per second are made")]
        public static partial void RateReduced(ILogger logger, string region, int rate);

        [LoggerMessage(1, LogLevel.Warning, "By the clock of region {Region} this machine's clock is {Seconds:0} s behind (negative: ahead): signatures may be refused; set the clock")]
        public static partial void ClockIsOff(ILogger logger, string region, double seconds);
    }
}

/// <summary>The permit for one call; disposing of it ends the call.</summary>
internal sealed class UpstreamPermit(UpstreamScheduler scheduler, UpstreamCallClass callClass) : IDisposable
{
    private int _isReleased;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) == 0) scheduler.Release(callClass);
    }
}

/// <summary>An upstream was asked to change something, and nobody knows whether it did.</summary>
internal sealed class OutcomeUnknownException(UpstreamException trouble) : Exception(trouble.Message, trouble);
