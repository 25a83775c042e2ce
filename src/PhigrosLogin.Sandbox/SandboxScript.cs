using System.Text.Json;
using System.Text.Json.Serialization;

namespace PhigrosLogin.Sandbox;

/// <summary>What a scripted player does with a code.</summary>
[JsonConverter(typeof(WireWords<SandboxScript>))]
public enum SandboxScript
{
    /// <summary>Scans, then says yes.</summary>
    Confirm,

    /// <summary>Scans, then says no.</summary>
    Refuse,

    /// <summary>The code ends before its time.</summary>
    Expire,

    /// <summary>The first two polls come too fast, whatever their pace; then as <see cref="Confirm"/>.</summary>
    SlowDown,

    /// <summary>The code turns out to belong to the other region.</summary>
    WrongRegion,

    /// <summary>Says yes, and has never played the game.</summary>
    NeverPlayed,

    /// <summary>Nobody comes.</summary>
    Nobody,
}

/// <summary>A script and the time after which it is decided; a scan is seen at half of it.</summary>
public sealed record SandboxPlan(SandboxScript Script, TimeSpan After);

/// <summary>Enums as lower-case words with underscores.</summary>
internal sealed class WireWords<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
