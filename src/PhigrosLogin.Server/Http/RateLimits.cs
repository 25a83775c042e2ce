namespace PhigrosLogin.Server.Http;

/// <summary>What a request may draw on.</summary>
internal enum Limit
{
    /// <summary>Creating a login: <c>Limits:LoginsPerMinute</c>, <c>Clients:&lt;id&gt;:LoginsPerMinute</c>.</summary>
    Logins,

    /// <summary>Inspecting or rotating a session token.</summary>
    Sessions,

    /// <summary>Using a TapTap token that this gateway did not grant: <c>Limits:TokenCallsPerMinute</c>.</summary>
    TokenCalls,

    /// <summary>Guessing user codes (RFC 8628 §5.1): a right one costs nothing.</summary>
    UserCodes,
}

/// <summary>
/// How much a caller may do within a minute. A registered client that proved itself has buckets of its own; every other
/// caller shares those of its address, and of all such addresses together, so that they cannot keep a client out.
/// </summary>
internal sealed class RateLimits(GatewayOptions options, TimeProvider time)
{
    private const int SessionsPerMinute = 10;
    private const int SessionsPerMinuteOfClient = 60;
    private const int UserCodesPerMinute = 10;

    // Beyond it an address may guess twice a minute: a hundred addresses slow the field down and do not close it.
    private const int UserCodesPerMinuteOfAll = 1000;
    private const int UserCodesPerMinuteBeyond = 2;

    // With a hundred logins under way, all these guesses together find one in nine days.
    private const int UserCodesPerMinuteOfAllBeyond = 20_000;

    private readonly AddressLimit? _logins = New(options.LoginsPerMinute, options, time);
    private readonly AddressLimit? _sessions = New(SessionsPerMinute, options, time);
    private readonly AddressLimit? _tokenCalls = New(options.TokenCallsPerMinute, options, time);
    private readonly AddressLimit _userCodes = new(
        UserCodesPerMinute, UserCodesPerMinuteOfAll, time, (UserCodesPerMinuteBeyond, UserCodesPerMinuteOfAllBeyond));

    private readonly ClientLimits _clients = new(time);

    /// <exception cref="Problem">The caller has to wait.</exception>
    public void Draw(HttpContext context, Limit limit)
    {
        var client = context.Client();
        var wait = client is null
            ? Of(limit)?.Draw(AddressOf(context)) ?? TimeSpan.Zero
            : _clients.Draw(client.Id, limit, PerMinute(client, limit));
        if (wait > TimeSpan.Zero) throw Problem.RateLimited(wait, isClient: client is not null);
    }

    /// <summary>Draws for a guess of a user code.</summary>
    /// <returns>Zero, or how long the caller should wait.</returns>
    public TimeSpan DrawUserCode(HttpContext context, out bool isBeyond) => _userCodes.Draw(AddressOf(context), out isBeyond);

    /// <summary>Gives back what was drawn for a user code that turned out to be right.</summary>
    public void GiveBackUserCode(HttpContext context, bool isBeyond) => _userCodes.GiveBack(AddressOf(context), isBeyond);

    private AddressLimit? Of(Limit limit) => limit switch
    {
        Limit.Logins => _logins,
        Limit.Sessions => _sessions,
        Limit.TokenCalls => _tokenCalls,
        _ => _userCodes,
    };

    private int PerMinute(Client client, Limit limit) => limit switch
    {
        Limit.Logins => client.LoginsPerMinute,
        Limit.Sessions => SessionsPerMinuteOfClient,
        Limit.TokenCalls => options.TokenCallsPerMinute,
        _ => UserCodesPerMinute,
    };

    private static CallerAddress AddressOf(HttpContext context) => CallerAddress.Of(context.Connection.RemoteIpAddress);

    // A login created with a link lives 10 minutes unless its caller says otherwise: at a tenth of the table's places a
    // minute no crowd of addresses can push out the logins of others before their time.
    private static AddressLimit? New(int each, GatewayOptions options, TimeProvider time) =>
        each == 0 ? null : new(each, Math.Max(1, options.MaxLogins / 10), time);
}
