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
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private int _clockIsOff;
    private int _isDown;
    private int _defaultsLogged;
    private int _createdLogged;

    public Upstream(RegionOptions region, GatewayOptions options, TimeProvider time, ILogger logger)
    {
        _connections = UpstreamHttp.CreateClient(options.UpstreamConnectTimeout, region.Proxy);
        _http = new UpstreamHttp(_connections, time, options.UpstreamTimeout);
        _tapTap = new TapTapClient(_http, region.Region, time);
        _cloud = new GameCloudClient(_http, region.Region, time);
        _gate = new UpstreamGate(options.MaxConcurrency, options.CallsPerSecond, time);
        (Region, Weather, _time, _logger) = (region.Region, new Weather(time), time, logger);
    }

    public Region Region { get; }

    public Weather Weather { get; }

    /// <summary>How far the region's clock is ahead of this machine's.</summary>
    public TimeSpan ClockSkew => _http.ClockSkew;

    /// <summary>Whether that is so much that signatures may be refused.</summary>
    public bool IsClockOff => ClockSkew.Duration() > TolerableSkew;

    /// <exception cref="OverloadedException">The region is asked as much as it may be.</exception>
    /// <exception cref="UpstreamException">There is no code to be had.</exception>
    public async Task<DeviceCode> RequestCodeAsync(CancellationToken cancellationToken)
    {
        if (!Weather.MayBegin(out var probe)) throw new UpstreamException(UpstreamTrouble.Unreachable, "TapTap has not been answering lately.", probe);
        if (!_gate.TryEnter(out var wait)) throw new OverloadedException("Too many logins begin at once: try again in a moment.", wait);
        var code = await AskAsync(() => _tapTap.RequestCodeAsync(cancellationToken), isTapTap: true, isBegin: true);
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
        return await AskAsync(() => _tapTap.PollAsync(attempt.Code, attempt.DeviceId, CancellationToken.None), isTapTap: true);
    }

    /// <exception cref="UpstreamException">TapTap refused the token, did not answer, or sent nonsense.</exception>
    public async Task<TapTapProfile> GetProfileAsync(TapTapToken token, CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(cancellationToken);
        return await AskAsync(() => _tapTap.GetProfileAsync(token, cancellationToken), isTapTap: true);
    }

    /// <exception cref="UpstreamException">The game cloud refused, did not answer, or sent nonsense.</exception>
    public async Task<CloudLogin> SignInAsync(TapTapToken token, TapTapProfile profile, bool createMissing, CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(cancellationToken);
        var login = await AskAsync(
            () => _cloud.LoginAsync(token, profile, createMissing, cancellationToken), isTapTap: false);
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
            return await AskAsync(() => _cloud.RefreshSessionAsync(session, objectId, CancellationToken.None), isTapTap: false);
        }
        catch (UpstreamException trouble) when (trouble.MayHaveArrived)
        {
            throw new OutcomeUnknownException(trouble);
        }
    }

    public void Dispose()
    {
        _connections.Dispose();
        _gate.Dispose();
    }

    private async Task<T> AskCloudAsync<T>(UpstreamBudget budget, Func<CancellationToken, Task<T>> call)
    {
        await EnterAsync(budget);
        return await AskAsync(() => budget.SpendAsync(Cloud, call), isTapTap: false);
    }

    private Task<bool> EnterAsync(UpstreamBudget budget) => budget.SpendAsync(Cloud, async cancellationToken =>
    {
        await _gate.EnterAsync(cancellationToken);
        return true;
    });

    private async Task<T> AskAsync<T>(Func<Task<T>> call, bool isTapTap, bool isBegin = false)
    {
        var start = _time.GetTimestamp();
        try
        {
            var answer = await call();
            Weather.Note(isTapTap, isBegin, _time.GetElapsedTime(start), null);
            return answer;
        }
        catch (UpstreamException trouble)
        {
            Weather.Note(isTapTap, isBegin, _time.GetElapsedTime(start), trouble);
            throw;
        }
        finally
        {
            _gate.Leave();
            WatchClock();
            WatchWeather();
        }
    }

    private void WatchClock()
    {
        var isOff = IsClockOff;
        var wasOff = Interlocked.Exchange(ref _clockIsOff, isOff ? 1 : 0) == 1;
        if (isOff && !wasOff) Log.ClockIsOff(_logger, Region.Name, ClockSkew.TotalSeconds);
    }

    private void WatchWeather()
    {
        var (isDown, trouble) = Weather.Outlook;
        var wasDown = Interlocked.Exchange(ref _isDown, isDown ? 1 : 0) == 1;
        if (isDown && !wasDown) Log.WentDown(_logger, Region.Name, trouble);
        if (!isDown && wasDown) Log.CameBack(_logger, Region.Name);
    }

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Warning, "Region {Region} is down: half of the last ten calls to TapTap went wrong, the last one so: {Trouble} New codes are refused until a probe, every 15 s, is answered; nothing needs a restart")]
        public static partial void WentDown(ILogger logger, string region, string? trouble);

        [LoggerMessage(3, LogLevel.Information, "Region {Region} answers again")]
        public static partial void CameBack(ILogger logger, string region);

        [LoggerMessage(4, LogLevel.Warning,
            "TapTap in region {Region} sent a code without a usable {Members}: the default is used. Further ones are not logged")]
        public static partial void Defaulted(ILogger logger, string region, string members);

        [LoggerMessage(5, LogLevel.Warning,
            "The game cloud of region {Region} answered 201 for a player who existed before, as the body shows: taken as " +
            "existing (Regions:{Region}:CreatedStatus). Further ones are not logged")]
        public static partial void ExistingWithCreated(ILogger logger, string region);

        [LoggerMessage(1, LogLevel.Warning, "By the clock of region {Region} this machine's clock is {Seconds:0} s behind (negative: ahead): signatures may be refused; set the clock")]
        public static partial void ClockIsOff(ILogger logger, string region, double seconds);
    }
}

/// <summary>An upstream was asked to change something, and nobody knows whether it did.</summary>
internal sealed class OutcomeUnknownException(UpstreamException trouble) : Exception(trouble.Message, trouble);
