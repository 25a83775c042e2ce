using PhigrosLogin.Polling;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>Where a login stands; the last five are final and are never left.</summary>
internal enum LoginStatus
{
    Pending,
    Scanned,
    Completing,
    Succeeded,
    Denied,
    Expired,
    Failed,
    Cancelled,
}

/// <summary>Why a login failed or expired.</summary>
internal enum LoginReason
{
    NoPlayerAccount,
    ExchangeFailed,
    ResultLost,
    UpstreamUnavailable,
    ClockSkew,
    TimedOut,
}

/// <summary>
/// A login at one moment: one immutable value, exchanged as a whole. Each method is one event and gives the state
/// after it, or null where the event changes nothing; a final state is changed by nothing but its owner's reading.
/// </summary>
internal sealed record LoginState
{
    public LoginStatus Status { get; init; }

    public LoginReason? Reason { get; init; }

    /// <summary>What the player should know while it is still pending; only ever <see cref="LoginReason.NoPlayerAccount"/>.</summary>
    public LoginReason? Notice { get; init; }

    /// <summary>Grows with every visible change.</summary>
    public long Version { get; init; } = 1;

    /// <summary>Grows with every writing, so that of two instances that write at once one is the next.</summary>
    public long Revision { get; init; } = 1;

    /// <summary>Which attempt this is, from 1: each has its own device code and moves forward only.</summary>
    public int Attempt { get; init; } = 1;

    public required string Region { get; init; }

    public int RegionChanges { get; init; }

    /// <summary>The code that the player may scan; null while there is none.</summary>
    public ShownCode? Code { get; init; }

    /// <summary>Codes that were shown before the region changed: somebody may still confirm one, so they are polled to their ends.</summary>
    public IReadOnlyList<ShownCode> EarlierCodes { get; init; } = [];

    /// <summary>All codes that may still be confirmed, the one on display last.</summary>
    public IReadOnlyList<ShownCode> Codes => Code is null ? EarlierCodes : [.. EarlierCodes, Code];

    /// <summary>TapTap's token, from its grant until the exchange is over.</summary>
    public TapTapToken? Grant { get; init; }

    /// <summary>The result as JSON, from success until it is acknowledged or out of date.</summary>
    public byte[]? Result { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public DateTimeOffset? FirstReadAt { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; init; }

    public bool IsFinal => Status >= LoginStatus.Succeeded;

    public bool IsOpen => Status is LoginStatus.Pending or LoginStatus.Scanned;

    /// <summary>Nothing happens to it any more by itself: it is over, and holds no result that is still to be erased.</summary>
    public bool IsAtRest => IsFinal && Result is null;

    /// <summary>A code was asked for and came.</summary>
    public LoginState? Shown(ShownCode code) =>
        Status == LoginStatus.Pending ? Next() with { Code = code } : null;

    /// <summary>The state of one of its device codes changed.</summary>
    /// <param name="code">The state of the code.</param>
    /// <param name="attempt">The number of the code.</param>
    /// <param name="region">The region of the code.</param>
    /// <param name="now">The time.</param>
    public LoginState? After(DeviceCodeState code, int attempt, string region, DateTimeOffset now) =>
        code.Status switch
        {
            DeviceCodeStatus.Pending => null,
            DeviceCodeStatus.Scanned => Scanned(attempt),
            DeviceCodeStatus.Granted => Granted(attempt, region, code.Token!),
            DeviceCodeStatus.Denied when attempt == Attempt => Denied(attempt, now),
            // NOTE: not while completing: the exchange of another code's grant decides.
            DeviceCodeStatus.Lost when IsOpen && attempt == Attempt => Failed(LoginReason.ResultLost, now),
            DeviceCodeStatus.Refused when IsOpen && attempt == Attempt => Failed(LoginReason.UpstreamUnavailable, now),
            _ => CodeOver(attempt),
        };

    /// <summary>Somebody scanned the code of an attempt.</summary>
    public LoginState? Scanned(int attempt) =>
        Status == LoginStatus.Pending && attempt == Attempt ? Next() with { Status = LoginStatus.Scanned } : null;

    /// <summary>The player confirmed; whichever attempt it was, the grant counts.</summary>
    public LoginState? Granted(int attempt, string region, TapTapToken grant) =>
        IsOpen ? Next() with { Status = LoginStatus.Completing, Region = region, Grant = grant, Code = null, EarlierCodes = CodesBut(attempt), Notice = null } : null;

    /// <summary>The player said no on the code that they see.</summary>
    public LoginState? Denied(int attempt, DateTimeOffset now) =>
        IsOpen && attempt == Attempt ? Ended(LoginStatus.Denied, null, now) : null;

    /// <summary>The code of an attempt is over without a grant: if it was the one shown, the next attempt begins, with a code when somebody looks.</summary>
    public LoginState? CodeOver(int attempt) =>
        IsOpen && attempt == Attempt && Code is not null ? NextAttempt() :
        !IsFinal && EarlierCodes.Any(code => code.Attempt == attempt) ? this with { EarlierCodes = [.. EarlierCodes.Where(code => code.Attempt != attempt)] } :
        null;

    /// <summary>The player chose the other region.</summary>
    public LoginState? MovedTo(string region) =>
        Status == LoginStatus.Pending ? NextAttempt() with { Region = region, RegionChanges = RegionChanges + 1, EarlierCodes = CodesBut(attempt: 0), Notice = null } : null;

    /// <summary>The account has no player in this region, and the player may choose another.</summary>
    public LoginState? SentBack() =>
        Status == LoginStatus.Completing ? NextAttempt() with { Notice = LoginReason.NoPlayerAccount } : null;

    /// <summary>The session token is there.</summary>
    public LoginState? Succeeded(byte[] result, DateTimeOffset now) =>
        Status == LoginStatus.Completing ? Ended(LoginStatus.Succeeded, null, now) with { Result = result } : null;

    public LoginState? Failed(LoginReason reason, DateTimeOffset now) =>
        IsFinal ? null : Ended(LoginStatus.Failed, reason, now);

    /// <summary>Its time is over; an exchange under way has its own.</summary>
    public LoginState? TimedOut(LoginReason reason, DateTimeOffset now) =>
        IsOpen ? Ended(LoginStatus.Expired, reason, now) : null;

    /// <summary>Somebody who has the link ends it.</summary>
    public LoginState? Cancelled(DateTimeOffset now) =>
        IsOpen ? Ended(LoginStatus.Cancelled, null, now) : null;

    /// <summary>Its owner has read the result. Nothing that others see changes.</summary>
    public LoginState? Read(DateTimeOffset now) =>
        Result is not null && FirstReadAt is null ? this with { FirstReadAt = now } : null;

    /// <summary>Its owner has done with it: the result is erased, or the login, even in its exchange, is cancelled.</summary>
    public LoginState? Acknowledged(DateTimeOffset now) =>
        AcknowledgedAt is not null ? null :
        IsFinal ? this with { Result = null, AcknowledgedAt = now } :
        Ended(LoginStatus.Cancelled, null, now) with { AcknowledgedAt = now };

    /// <summary>The result is out of date.</summary>
    public LoginState? ResultOver() => Result is not null ? this with { Result = null } : null;

    private IReadOnlyList<ShownCode> CodesBut(int attempt) =>
        [.. Codes.Where(code => code.Attempt != attempt)];

    private LoginState Next() => this with { Version = Version + 1 };

    private LoginState NextAttempt() =>
        Next() with { Status = LoginStatus.Pending, Attempt = Attempt + 1, Code = null, Grant = null };

    private LoginState Ended(LoginStatus status, LoginReason? reason, DateTimeOffset now) =>
        Next() with { Status = status, Reason = reason, Notice = null, Code = null, EarlierCodes = [], Grant = null, EndedAt = now };
}

/// <summary>A device code as its player sees it, with what it takes to go on polling it after a restart.</summary>
internal sealed class ShownCode(int attempt, string region, Secret deviceCode, string? deviceId, string link, DateTimeOffset expiresAt, TimeSpan interval)
{
    public int Attempt => attempt;

    public string Region => region;

    public Secret DeviceCode => deviceCode;

    public string? DeviceId => deviceId;

    public string Link => link;

    public DateTimeOffset ExpiresAt => expiresAt;

    public TimeSpan Interval => interval;
}
