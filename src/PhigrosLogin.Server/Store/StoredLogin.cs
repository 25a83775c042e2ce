namespace PhigrosLogin.Server.Store;

/// <summary>What the store keeps of one login. All of it but the id, a time, a mark and the user code's keyed hash is sealed.</summary>
internal sealed class StoredLogin
{
    public required string Id { get; init; }

    /// <summary>Increases by one with every write: of two writes that are based on the same revision, the second fails.</summary>
    public long Revision { get; init; } = 1;

    /// <summary>When the row is erased.</summary>
    public required DateTimeOffset EraseAt { get; init; }

    /// <summary>Whether something must go on after a restart, even if nobody asks: codes to poll, an exchange, a result to erase.</summary>
    public required bool IsLive { get; init; }

    /// <summary>Whether it has codes that TapTap is asked about.</summary>
    public bool IsPolled { get; init; }

    /// <summary>Whether its exchange is under way.</summary>
    public bool IsCompleting { get; init; }

    /// <summary>
    /// Whether it holds what can be obtained only once, a grant or a result: its commit then also survives a power failure.
    /// </summary>
    public bool HoldsCredentials { get; init; }

    /// <summary>What the player may type to find it, while it is open.</summary>
    public Secret? UserCode { get; init; }

    /// <summary>All the rest, for whoever wrote it to read again.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Whether both are the same write of the same login.</summary>
    public bool HasContentsOf(StoredLogin other) =>
        Id == other.Id && Revision == other.Revision && Body.AsSpan().SequenceEqual(other.Body);
}
