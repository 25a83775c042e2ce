namespace PhigrosLogin.TapTap;

/// <summary>A player's TapTap profile (docs/protocol.md §3). Texts are as TapTap sent them: escape them where they are shown.</summary>
public sealed class TapTapProfile
{
    /// <summary>The player's id for this game.</summary>
    public required string OpenId { get; init; }

    /// <summary>The player's id for this game's developer; empty when TapTap names none.</summary>
    public required string UnionId { get; init; }

    /// <summary>The name; empty when the grant covers ids only.</summary>
    public required string Name { get; init; }

    /// <summary><c>male</c>, <c>female</c> or empty.</summary>
    public required string Gender { get; init; }

    /// <summary>The address of the avatar; empty when the grant covers ids only.</summary>
    public required string Avatar { get; init; }
}
