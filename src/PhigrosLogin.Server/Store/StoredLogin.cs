namespace PhigrosLogin.Server.Store;

/// <summary>What the store keeps of one login. All of it but the id, a time, a mark and the user code's keyed hash is sealed.</summary>
internal sealed class StoredLogin
{
    public required string Id { get; init; }

    /// <summary>How often it was written, this time included: where two instances write at once, one is the next.</summary>
    public long Revision { get; init; } = 1;

    /// <summary>When the row is erased.</summary>
    public required DateTimeOffset EraseAt { get; init; }

    /// <summary>Whether something must go on after a restart, even if nobody asks: codes to poll, an exchange, a result to erase.</summary>
    public required bool IsLive { get; init; }

    /// <summary>Whether it has codes that TapTap is asked about.</summary>
    public bool IsPolled { get; init; }

    /// <summary>Whether its exchange is under way.</summary>
    public bool IsCompleting { get; init; }

    /// <summary>What the player may type to find it, while it is open.</summary>
    public Secret? UserCode { get; init; }

    /// <summary>All the rest, for whoever wrote it to read again.</summary>
    public required byte[] Body { get; init; }
}
