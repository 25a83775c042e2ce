namespace PhigrosLogin.Server.Http;

/// <summary>What a request may draw on.</summary>
internal enum Limit
{
    /// <summary>Beginning a login: <c>Limits:StartsPerMinute</c>.</summary>
    Starts,

    /// <summary>Asking after a session or changing it.</summary>
    Sessions,

    /// <summary>Typing a user code (RFC 8628 §5.1).</summary>
    UserCodes,
}

/// <summary>The limits on what one client address may do within a minute, and on all addresses together.</summary>
internal sealed class AddressLimits(GatewayOptions options, TimeProvider time)
{
    private const int SessionsPerMinute = 10;
    private const int UserCodesPerMinute = 10;

    private readonly AddressLimit? _starts = options.StartsPerMinute == 0 ? null : New(options.StartsPerMinute, options, time);
    private readonly AddressLimit _sessions = New(SessionsPerMinute, options, time);
    private readonly AddressLimit _userCodes = New(UserCodesPerMinute, options, time);

    /// <exception cref="Problem">The caller has to wait.</exception>
    public void Draw(HttpContext context, Limit limit)
    {
        if (!TryDraw(context, limit, out var wait)) throw Problem.TooOften(wait);
    }

    /// <summary>The same for a route with an answer of its own.</summary>
    public bool TryDraw(HttpContext context, Limit limit, out TimeSpan wait)
    {
        var bucket = limit switch
        {
            Limit.Starts => _starts,
            Limit.Sessions => _sessions,
            _ => _userCodes,
        };
        wait = bucket?.Draw(CallerAddress.Of(context.Connection.RemoteIpAddress)) ?? TimeSpan.Zero;
        return wait == TimeSpan.Zero;
    }

    // A login opened with a link lives 10 minutes unless its caller says otherwise: at a tenth of the table's places a
    // minute no crowd of addresses can push out the logins of others before their time.
    private static AddressLimit New(int each, GatewayOptions options, TimeProvider time) =>
        new(each, Math.Max(1, options.MaxLogins / 10), time);
}
