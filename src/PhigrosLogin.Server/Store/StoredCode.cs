using System.Security.Cryptography;
using System.Text;

namespace PhigrosLogin.Server.Store;

/// <summary>
/// How far a device code has come. The tens are the rank: a code only moves to a higher one, so a final state is never
/// left for another, with one exception. A grant outranks every other end: TapTap gives it once, so whatever was
/// believed about the code before (that it was lost, expired or even denied), the grant is the truth.
/// </summary>
/// <remarks>Stored as these numbers, because the statement that moves a code compares their ranks. Never renumber one.</remarks>
internal enum CodeState
{
    Pending = 0,
    Scanned = 10,
    Denied = 20,
    Expired = 21,
    Refused = 22,
    Lost = 23,
    Granted = 30,
}

/// <summary>What the store keeps of one device code; times to the millisecond. No record: a record prints its members.</summary>
internal sealed class StoredCode
{
    /// <summary>See <see cref="CodeKey"/>.</summary>
    public required byte[] Key { get; init; }

    public required string Region { get; init; }

    /// <summary>The device id that the code was asked for with; null when another gateway asked.</summary>
    public string? DeviceId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The pace that was announced to the callers.</summary>
    public required TimeSpan Interval { get; init; }

    public CodeState State { get; init; }

    /// <summary>The bytes that answer a final state: the body of a success, or TapTap's words of refusal.</summary>
    public byte[]? Answer { get; init; }

    /// <summary>
    /// The time that a code read from the store has left, never more than it had at first: the wall clock may have
    /// been set while nobody was running, and within a process time runs on the monotonic clock.
    /// </summary>
    public TimeSpan RemainingAt(DateTimeOffset now)
    {
        var life = ExpiresAt > CreatedAt ? ExpiresAt - CreatedAt : TimeSpan.Zero;
        return TimeSpan.FromTicks(Math.Clamp((ExpiresAt - now).Ticks, 0, life.Ticks));
    }
}

/// <summary>The name of a code in the store. The code itself is never stored: who has it can take the grant.</summary>
internal static class CodeKey
{
    public static byte[] Of(string region, Secret deviceCode) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{region}\n{deviceCode.Reveal()}"));
}
