namespace PhigrosLogin;

/// <summary>What status 201 of the game cloud's login says about the player (docs/protocol.md §4).</summary>
public enum CreatedStatus
{
    /// <summary>Nothing by itself: the times and names in the body tell a new player from an existing one.</summary>
    Body,

    /// <summary>The player is new.</summary>
    New,

    /// <summary>The player existed before, as with status 200.</summary>
    Existing,
}
