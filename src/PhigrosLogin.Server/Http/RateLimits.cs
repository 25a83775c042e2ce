namespace PhigrosLogin.Server.Http;

/// <summary>What a request may draw on.</summary>
internal enum Limit
{
    /// <summary>Beginning a login: <c>Limits:LoginsPerMinute</c>.</summary>
    Starts,

    /// <summary>Asking after a session or changing it.</summary>
    Sessions,

    /// <summary>Guessing user codes (RFC 8628 §5.1): a right one costs nothing.</summary>
    UserCodes,
}

/// <summary>The limits on what one client address may do within a minute, and on all addresses together.</summary>
internal sealed class AddressLimits(GatewayOptions options, TimeProvider time)
{
    private const int SessionsPerMinute = 10;
    private const int UserCodesPerMinute = 10;

    // With a hundred logins under way, all these guesses together find one in half a year.
    private const int UserCodesPerMinuteOfAll = 1000;

    private readonly AddressLimit? _starts = options.LoginsPerMinute == 0 ? null : New(options.LoginsPerMinute, options, time);
    private readonly AddressLimit _sessions = New(SessionsPerMinute, options, time);
    private readonly AddressLimit _userCodes = new(UserCodesPerMinute, UserCodesPerMinuteOfAll, time);

    /// <exception cref="Problem">The caller has to wait.</exception>
    public void Draw(HttpContext context, Limit limit)
    {
        if (!TryDraw(context, limit, out var wait)) throw Problem.RateLimited(wait);
    }

    /// <summary>The same for a route with an answer of its own.</summary>
    public bool TryDraw(HttpContext context, Limit limit, out TimeSpan wait)
    {
        wait = Of(limit)?.Draw(CallerAddress.Of(context.Connection.RemoteIpAddress)) ?? TimeSpan.Zero;
        return wait == TimeSpan.Zero;
    }

    /// <summary>Gives back what was drawn for a request that turned out to cost nothing.</summary>
    public void GiveBack(HttpContext context, Limit limit) => Of(limit)?.GiveBack(CallerAddress.Of(context.Connection.RemoteIpAddress));

    private AddressLimit? Of(Limit limit) => limit switch
    {
        Limit.Starts => _starts,
        Limit.Sessions => _sessions,
        _ => _userCodes,
    };

    // A login opened with a link lives 10 minutes unless its caller says otherwise: at a tenth of the table's places a
    // minute no crowd of addresses can push out the logins of others before their time.
    private static AddressLimit New(int each, GatewayOptions options, TimeProvider time) =>
        new(each, Math.Max(1, options.MaxLogins / 10), time);
}
