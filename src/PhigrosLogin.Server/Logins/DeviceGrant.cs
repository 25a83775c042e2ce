namespace PhigrosLogin.Server.Logins;

/// <summary>
/// The OAuth 2.0 device grant (RFC 8628) on the same logins: the device code is the login's id and its login secret, and
/// asking for the token is reading the result.
/// </summary>
internal sealed class DeviceGrant(GatewayOptions options, LoginFlow flow, SteadyClock clock)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    // A client that asks every interval must not be taken for gone because it is a moment late.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>The least time between two questions for the token, in whole seconds.</summary>
    public TimeSpan Interval { get; } = TimeSpan.FromSeconds(Math.Ceiling(options.MinimumInterval.TotalSeconds));

    /// <param name="region">The region to begin with.</param>
    /// <param name="canChangeRegion">Whether the player may change it.</param>
    /// <param name="clientId">The client, to which alone the login will answer.</param>
    /// <param name="requestedBy">What the player is told of it.</param>
    /// <param name="clientName">The verified name of the client that creates it.</param>
    /// <exception cref="OverloadedException">There is no room for another login.</exception>
    public async Task<(Login Login, Secret DeviceCode)> OpenAsync(Upstream region, bool canChangeRegion, string clientId, string? requestedBy, string? clientName)
    {
        var (login, secret) = await flow.OpenAsync(region, canChangeRegion, Life, requestedBy, requestedFor: null, clientName, clientId);
        return (login, new Secret($"{login.Id}.{secret.Reveal()}"));
    }

    /// <summary>Answers a token request.</summary>
    public async Task<DeviceAnswer> AskAsync(string deviceCode, string clientId, ClientAuthentication method)
    {
        if (await FindAsync(deviceCode, clientId) is not { } login) return new DeviceAnswer.Unknown();
        // NOTE: "slow down" is a kind of "not yet" (RFC 8628 §3.5): what is over is told to the hasty too.
        if (!login.State.IsFinal)
        {
            login.Expect(login.TokenPace.IntervalFrom(Interval) + Grace, clock.Time);
            if (!login.TokenPace.TryTake(Interval, method, clock.Time)) return new DeviceAnswer.TooSoon();
        }
        var state = await flow.ReadAsync(login);
        return state.Status switch
        {
            _ when state.AcknowledgedAt is not null => new DeviceAnswer.Unknown(),
            LoginStatus.Succeeded when flow.IsReadable(login, state) => new DeviceAnswer.Granted(state.Result!),
            LoginStatus.Succeeded or LoginStatus.Expired => new DeviceAnswer.Expired(),
            LoginStatus.Denied or LoginStatus.Cancelled or LoginStatus.Failed => new DeviceAnswer.Denied(state.Status, state.Reason),
            _ => new DeviceAnswer.Pending(),
        };
    }

    private async Task<Login?> FindAsync(string deviceCode, string clientId) =>
        deviceCode.Split('.') is [var id, var secret] &&
        await flow.FindAsync(id) is { } login && LoginSecret.Matches(secret, login.Facts.SecretHash) && login.Facts.ClientId == clientId
            ? login
            : null;
}

/// <summary>What an OAuth client hears when it asks for the token.</summary>
internal abstract class DeviceAnswer
{
    private DeviceAnswer()
    {
    }

    /// <summary>The session token is there, in the result as JSON.</summary>
    public sealed class Granted(byte[] result) : DeviceAnswer
    {
        public byte[] Result => result;
    }

    /// <summary>The player is not done.</summary>
    public sealed class Pending : DeviceAnswer;

    /// <summary>The player is not done, and the client asks too often.</summary>
    public sealed class TooSoon : DeviceAnswer;

    /// <summary>The player said no, somebody cancelled, or it failed for a reason.</summary>
    public sealed class Denied(LoginStatus status, LoginReason? reason) : DeviceAnswer
    {
        public LoginStatus Status => status;

        public LoginReason? Reason => reason;
    }

    /// <summary>The time is over: for the player, or for reading the result.</summary>
    public sealed class Expired : DeviceAnswer;

    /// <summary>Never issued, to another client, done with, or forgotten since.</summary>
    public sealed class Unknown : DeviceAnswer;
}

/// <summary>How a client authenticates (RFC 6749 §2.3).</summary>
internal enum ClientAuthentication
{
    None,
    Basic,
    Post,
}
