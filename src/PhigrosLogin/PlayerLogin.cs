using System.Diagnostics;
using PhigrosLogin.Cloud;
using PhigrosLogin.Pictures;
using PhigrosLogin.Polling;
using PhigrosLogin.TapTap;

namespace PhigrosLogin;

/// <summary>
/// One login of one player, directly against TapTap and the game cloud, with no gateway in between:
/// <code>
/// (1) a code is asked for ─▶ (2) the player scans and confirms ─▶ (3) the exchange
///      Link, Picture              TapTap is polled, at its pace         profile, then game cloud
/// </code>
/// It lives as long as its code, normally 300 s, and in this process only; a gateway is for logins that outlive a restart.
/// </summary>
/// <example>
/// <code>
/// using PhigrosLogin;
///
/// using var login = await PlayerLogin.StartAsync(Region.China);
/// Console.WriteLine($"Open this on your phone: {login.Link}");
///
/// switch (await login.WaitAsync())
/// {
///     case LoginOutcome.Succeeded done: Console.WriteLine($"Hello {done.Player.Nickname}"); break; // keep done.SessionToken
///     case LoginOutcome.Denied: Console.WriteLine("You refused in TapTap."); break;
///     case LoginOutcome.NoPlayer: Console.WriteLine("This account has never played in this region."); break;
///     default: Console.WriteLine("Nobody confirmed in time, or the answer got lost: try again."); break;
/// }
/// </code>
/// </example>
public sealed class PlayerLogin : IDisposable
{
    private readonly HttpClient? _ownConnections;
    private readonly TapTapClient _tapTap;
    private readonly DeviceCode _code;
    private readonly GrantExchange _exchange;
    private readonly TimeProvider _time;
    private readonly long _started;
    private DeviceCodePolling _polling;
    private Task<Approval>? _poll;
    private LoginOutcome? _outcome;
    private LoginProgress? _reported;
    private int _isWaiting;

    private PlayerLogin(Region region, DeviceCode code, TapTapClient tapTap, GameCloudClient cloud, PlayerLoginOptions options, HttpClient? ownConnections)
    {
        (Region, _code, _tapTap, _time, _ownConnections) = (region, code, tapTap, options.Time, ownConnections);
        _exchange = new GrantExchange(
            limit => tapTap.GetProfileAsync(Grant, limit),
            (profile, limit) => cloud.LoginAsync(Grant, profile, createMissing: false, limit), _time);
        _polling = DeviceCodePolling.Issued(code.ExpiresIn, PollPace.Start(code.Interval, options.MinimumInterval));
        _started = _time.GetTimestamp();
        ExpiresAt = _time.GetUtcNow() + code.ExpiresIn;
        Picture = new QrPicture(code.Url);
    }

    /// <summary>The world in which the player signs in.</summary>
    public Region Region { get; }

    /// <summary>What the player opens on a phone, or scans: TapTap's own page, at most 512 characters of ASCII (docs/protocol.md §1).</summary>
    public string Link => _code.Url;

    /// <summary>A link that opens the TapTap app itself, for a button on a phone; null where none is known, which is all but TapTap China.</summary>
    public string? AppLink => TapTap.AppLink.Of(Region.Name, Link);

    /// <summary>The link as a picture: PNG, SVG, or text for a terminal.</summary>
    public QrPicture Picture { get; }

    /// <summary>When the code ends, by this machine's clock: at most 30 minutes after the start, normally 300 s.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>How long the code still lives; never less than zero.</summary>
    public TimeSpan Remaining => _code.ExpiresIn > Elapsed ? _code.ExpiresIn - Elapsed : TimeSpan.Zero;

    private TimeSpan Elapsed => _time.GetElapsedTime(_started);

    // :: (1) A code is asked for

    /// <summary>Asks TapTap for a code.</summary>
    /// <param name="region">The world of the player, such as <see cref="Region.China"/>.</param>
    /// <param name="cancellationToken">Cancelling leaves nothing behind but a code that nobody uses.</param>
    /// <exception cref="UpstreamException">TapTap refused, did not answer, or sent nonsense.</exception>
    public static Task<PlayerLogin> StartAsync(Region region, CancellationToken cancellationToken = default) =>
        StartAsync(region, new PlayerLoginOptions(), cancellationToken);

    /// <inheritdoc cref="StartAsync(Region, CancellationToken)"/>
    /// <param name="region">The world of the player, such as <see cref="Region.China"/>.</param>
    /// <param name="options">Shared connections, time limits, another clock.</param>
    /// <param name="cancellationToken">Cancelling leaves nothing behind but a code that nobody uses.</param>
    public static async Task<PlayerLogin> StartAsync(Region region, PlayerLoginOptions options, CancellationToken cancellationToken = default)
    {
#pragma warning disable CA2000 // the login disposes of it
        var own = options.Connections is null ? UpstreamHttp.CreateClient() : null;
#pragma warning restore CA2000
        try
        {
            var http = new UpstreamHttp(options.Connections ?? own!, options.Time, options.Timeout);
            var tapTap = new TapTapClient(http, region, options.Time);
            var code = await tapTap.RequestCodeAsync(cancellationToken);
            return new PlayerLogin(region, code, tapTap, new GameCloudClient(http, region, options.Time), options, own);
        }
        catch
        {
            own?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Waits until the login is over: until the code ends, and at most 45 s more for the game cloud. It asks TapTap no
    /// more often than TapTap likes, bears with trouble, and asks once more just before the code ends. Over once, it
    /// gives the same outcome again.
    /// </summary>
    /// <param name="progress">
    /// Hears of each change on the way. <see cref="Progress{T}"/> hands reports to the thread pool, where two may overtake
    /// each other; an <see cref="IProgress{T}"/> of your own hears them in their order.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting, not the login: whoever waits again goes on, and no answer is lost.</param>
    /// <exception cref="UpstreamException">
    /// The player confirmed, but the session could not be had after three tries: waiting again tries again. Or TapTap
    /// refused the code for a reason of its own.
    /// </exception>
    /// <exception cref="InvalidOperationException">Somebody is waiting already.</exception>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    public async Task<LoginOutcome> WaitAsync(IProgress<LoginProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _isWaiting, 1) == 1) throw new InvalidOperationException("Somebody is waiting for this login already.");
        try
        {
            while (!_polling.State.IsFinal) await PollAsync(progress, cancellationToken);
            return _outcome ??= _polling.State switch
            {
                { Status: DeviceCodeStatus.Granted } => await CompleteAsync(progress, cancellationToken),
                { Status: DeviceCodeStatus.Denied } => new LoginOutcome.Denied(),
                { Status: DeviceCodeStatus.Lost } => new LoginOutcome.Lost(),
                { Status: DeviceCodeStatus.Refused, Refusal: { } refusal } => throw new UpstreamException(
                    UpstreamTrouble.Refused, $"TapTap refused the code ({refusal.Error})."),
                _ => new LoginOutcome.Expired(),
            };
        }
        finally
        {
            Volatile.Write(ref _isWaiting, 0);
        }
    }

    /// <summary>Closes its own connections. The code is left to expire: TapTap knows no way to take one back.</summary>
    public void Dispose() => _ownConnections?.Dispose();

    // :: (2) The player scans and confirms

    private TapTapToken Grant => _polling.State.Token!;

    private async Task PollAsync(IProgress<LoginProgress>? progress, CancellationToken cancellationToken)
    {
        if (_reported is null) Report(progress, new LoginProgress.Waiting());
        if (_poll is null)
        {
            // Whole milliseconds, because a delay forgets what is less.
            while (_polling.ScheduleNext() - Elapsed is var wait && wait > TimeSpan.Zero)
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), _time, cancellationToken);
            if (_polling.IsExpiredAt(Elapsed))
            {
                _polling = _polling.Expire();
                return;
            }
        }
        // NOTE: the poll that sees the grant consumes the code, so a caller cannot cancel it; a later wait awaits it.
        var poll = _poll ??= _tapTap.PollAsync(_code.Code, _code.DeviceId, CancellationToken.None);
        await ((Task)poll).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        _poll = null;
        try
        {
            _polling = _polling.After(await poll, Elapsed);
        }
        catch (UpstreamException failure)
        {
            _polling = _polling.AfterFailure(failure.Message, failure.MayHaveArrived, Elapsed);
        }
        var state = _polling.State;
        if (state.IsFinal) return;
        Report(progress,
            state.Failure.Length > 0 ? new LoginProgress.Trouble(state.Failure) :
            state.Status == DeviceCodeStatus.Scanned ? new LoginProgress.Scanned() : new LoginProgress.Waiting());
    }

    // :: (3) The exchange

    private async Task<LoginOutcome> CompleteAsync(IProgress<LoginProgress>? progress, CancellationToken cancellationToken)
    {
        Report(progress, new LoginProgress.Completing());
        var (login, profile) = await _exchange.RunAsync((_, _) => { }, cancellationToken);
        return login switch
        {
            CloudLogin.Player player => new LoginOutcome.Succeeded(Region, player, profile),
            CloudLogin.NoPlayer => new LoginOutcome.NoPlayer(),
            _ => throw new UnreachableException(login.GetType().Name),
        };
    }

    private void Report(IProgress<LoginProgress>? progress, LoginProgress now)
    {
        if (_reported?.GetType() == now.GetType()) return;
        _reported = now;
        progress?.Report(now);
    }
}
