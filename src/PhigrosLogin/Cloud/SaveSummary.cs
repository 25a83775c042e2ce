using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace PhigrosLogin.Cloud;

/// <summary>What the game writes about a save, in a few dozen bytes (docs/protocol.md §9).</summary>
/// <example>
/// <code>
/// if (SaveSummary.TryParse("BgAA1I6dPoEBAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAA==", out var summary, out var problem))
/// {
///     Console.WriteLine($"rks {summary.Rks:0.00}");
/// }
/// </code>
/// </example>
public sealed class SaveSummary
{
    private const int LongestBase64 = 512;
    private const int CountsLength = 12 * sizeof(short);

    // The best that any chart gives is below 20; what is far above was not written by the game.
    private const float LargestRks = 100;

    private SaveSummary()
    {
    }

    /// <summary>The version of the save's own format, 0 to 255.</summary>
    public int SaveVersion { get; private init; }

    /// <summary>The best result in challenge mode.</summary>
    public ChallengeRank ChallengeRank { get; private init; }

    /// <summary>The sum of the levels of that result, 0 to 99.</summary>
    public int ChallengeLevel { get; private init; }

    /// <summary>The ranking score, 0 to 100.</summary>
    public float Rks { get; private init; }

    /// <summary>The version of the game that saved, as a number such as 129.</summary>
    public int GameVersion { get; private init; }

    /// <summary>The name of the chosen avatar; may be empty.</summary>
    public string Avatar { get; private init; } = "";

    /// <summary>The charts of difficulty EZ.</summary>
    public ClearCount Ez { get; private init; }

    /// <summary>The charts of difficulty HD.</summary>
    public ClearCount Hd { get; private init; }

    /// <summary>The charts of difficulty IN.</summary>
    public ClearCount In { get; private init; }

    /// <summary>The charts of difficulty AT.</summary>
    public ClearCount At { get; private init; }

    /// <summary>
    /// Reads a summary as the cloud hands it out; save versions 4 to 7 have this one shape. Nothing is guessed: a byte
    /// too few or a value that the game cannot have written makes the whole of it unreadable. Bytes after the known
    /// ones, which a newer version may add, are not read.
    /// </summary>
    /// <param name="base64">The text of the member <c>summary</c>.</param>
    /// <param name="summary">What it says.</param>
    /// <param name="problem">Why it cannot be read, in a few words.</param>
    public static bool TryParse(string? base64, [NotNullWhen(true)] out SaveSummary? summary, [NotNullWhen(false)] out string? problem)
    {
        summary = null;
        var buffer = new byte[LongestBase64];
        if (base64 is not { Length: <= LongestBase64 } || !Convert.TryFromBase64String(base64, buffer, out var length))
        {
            problem = "it is no base64 of a sensible length";
            return false;
        }
        problem = Read(buffer.AsSpan(0, length), out summary);
        return problem is null;
    }

    private static string? Read(ReadOnlySpan<byte> bytes, out SaveSummary? summary)
    {
        summary = null;
        if (bytes.Length < 8) return "it is cut off";
        var challenge = BinaryPrimitives.ReadInt16LittleEndian(bytes[1..]);
        if (challenge is < 0 or > 599) return "its challenge is out of range";
        var rks = BinaryPrimitives.ReadSingleLittleEndian(bytes[3..]);
        if (!float.IsFinite(rks) || rks is < 0 or > LargestRks) return "its rks is out of range";

        var rest = bytes[7..];
        if (!TryReadVersion(ref rest, out var gameVersion)) return "its game version is no number of one or two bytes";
        if (!TryReadAvatar(ref rest, out var avatar)) return "its avatar is cut off or no text";
        if (rest.Length < CountsLength) return "its counts are cut off";
        rest = rest[..CountsLength];
        for (var at = 0; at < rest.Length; at += sizeof(short))
        {
            if (BinaryPrimitives.ReadInt16LittleEndian(rest[at..]) < 0) return "one of its counts is below zero";
        }
        summary = new SaveSummary
        {
            SaveVersion = bytes[0],
            // NOTE: nothing is 0; a level without a colour is white.
            ChallengeRank = challenge == 0 ? ChallengeRank.None : ChallengeRank.White + (challenge / 100),
            ChallengeLevel = challenge % 100,
            Rks = rks,
            GameVersion = gameVersion,
            Avatar = avatar,
            Ez = ClearCount.Read(rest),
            Hd = ClearCount.Read(rest[6..]),
            In = ClearCount.Read(rest[12..]),
            At = ClearCount.Read(rest[18..]),
        };
        return null;
    }

    private static bool TryReadVersion(ref ReadOnlySpan<byte> rest, out int version)
    {
        version = 0;
        var length = rest is [>= 0x80, ..] ? 2 : 1;
        if (rest.Length < length || (length == 2 && rest[1] >= 0x80)) return false;
        version = length == 2 ? (rest[1] << 7) | (rest[0] & 0x7F) : rest[0];
        rest = rest[length..];
        return true;
    }

    private static bool TryReadAvatar(ref ReadOnlySpan<byte> rest, out string avatar)
    {
        avatar = "";
        if (rest.IsEmpty || rest.Length < 1 + rest[0]) return false;
        var text = rest.Slice(1, rest[0]);
        if (!Utf8.IsValid(text)) return false;
        avatar = Encoding.UTF8.GetString(text);
        rest = rest[(1 + text.Length)..];
        return true;
    }
}

/// <summary>How many charts of one difficulty a player has passed.</summary>
/// <param name="Cleared">Passed at all.</param>
/// <param name="FullCombo">Passed without a miss.</param>
/// <param name="Phi">Passed with the highest score.</param>
public readonly record struct ClearCount(int Cleared, int FullCombo, int Phi)
{
    internal static ClearCount Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt16LittleEndian(bytes), BinaryPrimitives.ReadInt16LittleEndian(bytes[2..]), BinaryPrimitives.ReadInt16LittleEndian(bytes[4..]));
}

/// <summary>The colour of a result in challenge mode, the lowest first.</summary>
public enum ChallengeRank
{
    /// <summary>No result yet.</summary>
    None,

    /// <summary>White.</summary>
    White,

    /// <summary>Green.</summary>
    Green,

    /// <summary>Blue.</summary>
    Blue,

    /// <summary>Red.</summary>
    Red,

    /// <summary>Gold.</summary>
    Gold,

    /// <summary>Rainbow.</summary>
    Rainbow,
}
