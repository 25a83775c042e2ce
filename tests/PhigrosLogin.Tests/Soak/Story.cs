using System.Collections.Concurrent;
using System.Globalization;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Soak;

internal enum Api
{
    LoginQrCode,
    Login,
    OAuth,
}

/// <summary>What whoever opened the login does then.</summary>
internal enum Caller
{
    /// <summary>Waits for the result, or asks at the api's pace, and acknowledges.</summary>
    Waits,
    FollowsEvents,
    WaitsForChanges,
    ReadsPictures,

    /// <summary>Closes the connection in the middle of a request and is not seen again until long after.</summary>
    Vanishes,
}

/// <summary>What the player does.</summary>
internal enum Person
{
    Confirms,
    ScansThenConfirms,
    Denies,
    ScansOnly,
    NeverComes,

    /// <summary>Confirms, while the caller cancels at about the same time.</summary>
    IsCancelled,
}

/// <summary>How a login ended.</summary>
/// <param name="Word">Its state, and its reason after a colon: <c>failed:result_lost</c>.</param>
/// <param name="OpenId">Whose it turned out to be: the player's id where the api tells it.</param>
/// <param name="Token">The session token, where it was given out.</param>
internal sealed record Ending(string Word, string? OpenId = null, string? Token = null)
{
    public const string Succeeded = "succeeded";
    public const string Lost = "failed:result_lost";
    public const string ExchangeFailed = "failed:exchange_failed";
    public const string Cancelled = "cancelled";
    public const string Denied = "denied";
    public const string TimedOut = "expired:timed_out";

    /// <summary>The LoginQrCode API says that the code is used up or over, and not why.</summary>
    public const string Gone = "gone";

    /// <summary>A login of the LoginQrCode API that nobody asked about to its end.</summary>
    public const string Left = "left";
}

/// <summary>One login, as its caller and its player lived through it.</summary>
internal sealed class Story(long number, Api api, Caller caller, Person person)
{
    public long Number => number;

    public Api Api => api;

    public Caller Caller => caller;

    public Person Person => person;

    /// <summary>Somebody who exists in this story only, so that a result of another story's is seen to be one.</summary>
    public SandboxPlayer Player { get; } = SandboxPlayer.Default with
    {
        OpenId = $"soak-{number.ToString(CultureInfo.InvariantCulture)}",
        UnionId = $"soak-union-{number.ToString(CultureInfo.InvariantCulture)}",
        ObjectId = number.ToString("x24", CultureInfo.InvariantCulture),
    };

    /// <summary>The code that the player decided about.</summary>
    public string? UserCode { get; set; }

    public DateTimeOffset? ConfirmedAt { get; set; }

    public bool WasCancelled { get; set; }

    /// <summary>Null while it is not over.</summary>
    public Ending? Ending { get; set; }

    /// <summary>What nobody should have seen.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    public override string ToString() => FormattableString.Invariant($"login {Number} ({Api}, {Caller}, {Person}, code {UserCode ?? "none"}, {Ending?.Word ?? "not over"})");
}
