using System.Runtime.CompilerServices;
using PhigrosLogin.Client.Wire;

namespace PhigrosLogin.Client;

/// <summary>
/// Signs players in through a PhigrosLogin gateway: open a login, send its link, wait for the result. Safe for many logins at once.
/// Calls are repeated while the gateway does not answer or is busy; what is wrong is a <see cref="GatewayException"/>.
/// </summary>
/// <example>
/// <code>
/// using var client = new PhigrosLoginClient(new PhigrosLoginClientOptions { Gateway = new Uri("http://localhost:5015") });
/// var login = await client.CreateAsync(new LoginRequest { RequestedBy = "my bot", RequestedFor = "Ann" });
/// Console.WriteLine($"Send this link to the player: {login.LoginUrl}");
/// var outcome = await client.WaitAsync(login);
/// if (outcome.Result is not { } player)
/// {
///     Console.WriteLine(outcome.Message);
///     return;
/// }
/// Console.WriteLine($"{player.DisplayName}, is this you?");
/// // If they say yes, store player.SessionToken.Reveal(), encrypted, and player.Region beside it. Then, whatever they say:
/// await client.AcknowledgeAsync(login);
/// </code>
/// </example>
public sealed partial class PhigrosLoginClient : IDisposable
{
    private readonly GatewayCalls _calls;
    private readonly PhigrosLoginClientOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly bool _isOwn;

    /// <summary>A client with connections of its own; dispose of it when the program ends, not after each login.</summary>
    /// <exception cref="ArgumentException">An option is missing or out of its range; the message names it.</exception>
#pragma warning disable CA2000 // Dispose does it
    public PhigrosLoginClient(PhigrosLoginClientOptions options, TimeProvider? time = null)
        : this(GatewayConnections.Create(), options, time) => _isOwn = true;
#pragma warning restore CA2000

    /// <summary>
    /// A client over connections of yours. Let them follow no redirects, since the client secret would be sent along, and give their
    /// <see cref="HttpClient.Timeout"/> no less than 50 s, since the gateway holds answers for 25 s.
    /// </summary>
    /// <exception cref="ArgumentException">An option is missing or out of its range; the message names it.</exception>
    public PhigrosLoginClient(HttpClient http, PhigrosLoginClientOptions options, TimeProvider? time = null)
    {
        options.Check();
        (_http, _options, _time) = (http, options, time ?? TimeProvider.System);
        _calls = new GatewayCalls(http, options, _time);
    }

    /// <summary>Opens a login. TapTap is asked for nothing until somebody looks at its page or picture.</summary>
    /// <exception cref="GatewayException">
    /// <c>invalid_request</c>, <c>client_credential_required</c>, <c>rate_limited</c>, <c>overloaded</c>, or nobody answered.
    /// </exception>
    public Task<CreatedLogin> CreateAsync(LoginRequest? request = null, CancellationToken cancellationToken = default)
    {
        var body = new CreateLoginWire
        {
            Region = request?.Region,
            ExpiresInSeconds = request?.Expires is { } life ? (int)life.TotalSeconds : null,
            RequestedBy = request?.RequestedBy,
            RequestedFor = request?.RequestedFor,
        };
        var call = GatewayCall.Post("api/v1/logins", body, WireJson.Default.CreateLoginWire, needsClientSecret: true);
        return _calls.AskAsync(call, WireJson.Default.CreatedLoginWire, Meaning.Of, NewPatience(), cancellationToken);
    }

    /// <summary>
    /// Waits until the login is over, through restarts of the gateway and trouble of the network, at most to the login's own end and
    /// 2 min more. Cancelling ends the waiting, not the login.
    /// </summary>
    /// <returns>How it ended: never a login that still goes on.</returns>
    /// <exception cref="GatewayException">
    /// <c>login_not_found</c>, <c>already_acknowledged</c>, <c>result_expired</c>: open another login. Or nobody answered to the very end.
    /// </exception>
    public async Task<LoginOutcome> WaitAsync(CreatedLogin login, CancellationToken cancellationToken = default)
    {
        var wait = new LoginWait(_time, login.ExpiresAt);
        while (true)
        {
            var asked = _time.GetTimestamp();
            var outcome = await ReadAsync(login, LoginWait.Hold, wait.Patience, cancellationToken);
            if (outcome.IsFinal) return outcome;
            wait.GoesOn();
            await wait.PauseAsync(_time.GetElapsedTime(asked), cancellationToken);
        }
    }

    /// <summary>Reads how the login is, at once. A success can be read again for 5 min after the first time, until it is acknowledged.</summary>
    /// <exception cref="GatewayException"><c>login_not_found</c>, <c>already_acknowledged</c>, <c>result_expired</c>, or nobody answered.</exception>
    public Task<LoginOutcome> GetResultAsync(CreatedLogin login, CancellationToken cancellationToken = default) =>
        ReadAsync(login, TimeSpan.Zero, NewPatience(), cancellationToken);

    /// <summary>
    /// Erases the result at the gateway, once its token is stored; cancels the login if it is still under way. Once more does no harm.
    /// </summary>
    /// <exception cref="GatewayException"><c>login_not_found</c>, or nobody answered.</exception>
    public Task AcknowledgeAsync(CreatedLogin login, CancellationToken cancellationToken = default) =>
        _calls.AskAsync(new GatewayCall(HttpMethod.Delete, Path(login.Id)) { Secret = login.LoginSecret }, NewPatience(), cancellationToken);

    /// <summary>Looks at a login.</summary>
    /// <param name="id">Its id; the secret is not needed.</param>
    /// <param name="needsQr">Whether TapTap shall be asked for a code if there is none; <see cref="LoginSnapshot.Qr"/> may be null all the same.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="GatewayException"><c>login_not_found</c>, or nobody answered.</exception>
    public Task<LoginSnapshot> GetStatusAsync(string id, bool needsQr = false, CancellationToken cancellationToken = default) =>
        LookAsync(id, needsQr, after: null, NewPatience(), cancellationToken);

    /// <summary>
    /// Tells how a login is, at once and on every change, up to and with its final state; through restarts of the gateway and trouble
    /// of the network like <see cref="WaitAsync"/>. The result is then read with <see cref="GetResultAsync"/>.
    /// </summary>
    /// <param name="id">Its id; the secret is not needed.</param>
    /// <param name="needsQr">Whether TapTap shall be asked for a code whenever there is none, to show it.</param>
    /// <param name="cancellationToken">Ends the waiting, not the login.</param>
    /// <exception cref="GatewayException"><c>login_not_found</c>, or nobody answered to the very end.</exception>
    public async IAsyncEnumerable<LoginSnapshot> WatchAsync(string id, bool needsQr = false, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var status = await GetStatusAsync(id, needsQr, cancellationToken);
        yield return status;
        var wait = new LoginWait(_time, status.ExpiresAt);
        while (!status.IsFinal)
        {
            var (asked, before) = (_time.GetTimestamp(), status.Version);
            status = await LookAsync(id, needsQr, before, wait.Patience, cancellationToken);
            if (!status.IsFinal) wait.GoesOn();
            if (status.Version != before) yield return status;
            else await wait.PauseAsync(_time.GetElapsedTime(asked), cancellationToken);
        }
    }

    /// <summary>Cancels a login that is pending or scanned.</summary>
    /// <param name="id">Its id; the secret is not needed.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="GatewayException"><c>too_late_to_cancel</c>, also when it is cancelled already; <c>login_not_found</c>, or nobody answered.</exception>
    public Task<LoginSnapshot> CancelAsync(string id, CancellationToken cancellationToken = default) =>
        _calls.AskAsync(
            GatewayCall.Post($"{Path(id)}/cancel?{Lang}", new EmptyWire(), WireJson.Default.EmptyWire),
            WireJson.Default.LoginWire, Meaning.Of, NewPatience(), cancellationToken);

    /// <summary>Goes on in another region, as the player can on the page.</summary>
    /// <param name="id">The login's id; the secret is not needed.</param>
    /// <param name="region"><c>cn</c> or <c>global</c>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="GatewayException"><c>region_locked</c>, <c>invalid_request</c>, <c>login_not_found</c>, or nobody answered.</exception>
    public Task<LoginSnapshot> MoveAsync(string id, string region, CancellationToken cancellationToken = default) =>
        _calls.AskAsync(
            GatewayCall.Post($"{Path(id)}/region?{Lang}", new MoveLoginWire { Region = region }, WireJson.Default.MoveLoginWire),
            WireJson.Default.LoginWire, Meaning.Of, NewPatience(), cancellationToken);

    /// <summary>Closes the connections that are this client's own; those that were given to it stay.</summary>
    public void Dispose()
    {
        if (_isOwn) _http.Dispose();
    }

    private Task<LoginOutcome> ReadAsync(CreatedLogin login, TimeSpan hold, Patience patience, CancellationToken cancellationToken)
    {
        var call = new GatewayCall(HttpMethod.Get, $"{Path(login.Id)}/result?{Lang}{Wait(hold)}") { Secret = login.LoginSecret, Hold = hold };
        return _calls.AskAsync(call, WireJson.Default.LoginResultWire, Meaning.Of, patience, cancellationToken);
    }

    private Task<LoginSnapshot> LookAsync(string id, bool needsQr, long? after, Patience patience, CancellationToken cancellationToken)
    {
        var hold = after is null ? TimeSpan.Zero : LoginWait.Hold;
        var since = after is { } version ? FormattableString.Invariant($"&after={version}") : "";
        var call = new GatewayCall(HttpMethod.Get, $"{Path(id)}?{Lang}{(needsQr ? "&ensureQr=true" : "")}{Wait(hold)}{since}") { Hold = hold };
        return _calls.AskAsync(call, WireJson.Default.LoginWire, Meaning.Of, patience, cancellationToken);
    }

    private static string Path(string id) => $"api/v1/logins/{Uri.EscapeDataString(id)}";

    private static string Wait(TimeSpan hold) => hold > TimeSpan.Zero ? FormattableString.Invariant($"&wait={(int)hold.TotalSeconds}") : "";

    private string Lang => _options.Language is { } language ? $"lang={language}" : "";

    private Patience NewPatience() => new(_time, _options.Patience);
}
