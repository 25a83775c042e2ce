namespace PhigrosLogin.Client;

/// <summary>What the game cloud knows of a session token.</summary>
public sealed record SessionReport
{
    /// <summary>Whether it is good. False is certain: every region that was asked said so.</summary>
    public required bool IsValid { get; init; }

    /// <summary>The region that knows it; null when it is not good.</summary>
    public required string? Region { get; init; }

    /// <summary>Whose it is; null when it is not good.</summary>
    public required SessionPlayer? Player { get; init; }

    /// <summary>The newest save; null when the player never synchronised, or the token is not good.</summary>
    public required SaveReport? Save { get; init; }
}

/// <summary>The player of a session.</summary>
public sealed record SessionPlayer
{
    /// <summary>The game's object id of the player, 24 hexadecimal digits.</summary>
    public required string ObjectId { get; init; }

    /// <summary>The player's name in the game; may be empty.</summary>
    public required string Nickname { get; init; }

    /// <summary>The game's short id of the player; may be empty.</summary>
    public required string ShortId { get; init; }

    /// <summary>When the player first signed in.</summary>
    public required DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the player was last changed.</summary>
    public required DateTimeOffset? UpdatedAt { get; init; }
}

/// <summary>A save; what the gateway could not read of it is null.</summary>
public sealed record SaveReport
{
    /// <summary>When it was made.</summary>
    public required DateTimeOffset? SavedAt { get; init; }

    /// <summary>Its size in bytes.</summary>
    public required long? SizeBytes { get; init; }

    /// <summary>The version of its format.</summary>
    public required int? SaveVersion { get; init; }

    /// <summary>The number of the game's version.</summary>
    public required int? GameVersion { get; init; }

    /// <summary>The ranking score.</summary>
    public required float? Rks { get; init; }

    /// <summary>The challenge mode: its colour (<c>none</c>, <c>white</c>, <c>green</c>, <c>blue</c>, <c>red</c>, <c>gold</c>, <c>rainbow</c>) and its level, 0 to 99.</summary>
    public required (string Rank, int Level)? Challenge { get; init; }

    /// <summary>The avatar's name.</summary>
    public required string? Avatar { get; init; }

    /// <summary>How many charts, for <c>ez</c>, <c>hd</c>, <c>in</c> and <c>at</c>; null when unreadable.</summary>
    public required IReadOnlyDictionary<string, ClearCount>? ClearCounts { get; init; }
}

/// <summary>How many charts of one difficulty.</summary>
/// <param name="Cleared">Passed.</param>
/// <param name="FullCombo">Passed without a miss.</param>
/// <param name="Phi">Passed with a full score.</param>
public readonly record struct ClearCount(int Cleared, int FullCombo, int Phi);

/// <summary>A session token that took the place of another.</summary>
public sealed class RotatedSession
{
    /// <summary>The new token, 25 letters and digits. Store it before anything else: it is told once.</summary>
    public required Credential SessionToken { get; init; }

    /// <summary>The region in which it is good.</summary>
    public required string Region { get; init; }
}
