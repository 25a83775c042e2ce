namespace PhigrosLogin.FaultyUpstream;

/// <summary>What the network between a gateway and its upstreams is like.</summary>
public sealed record RelayConditions
{
    /// <summary>The time from one end to the other, each way.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The time before the first byte of a connection passes, as a TLS handshake takes it.</summary>
    public TimeSpan Handshake { get; init; }

    /// <summary>How many of a hundred writes are stalled, as a lost packet stalls them.</summary>
    public int StalledPercent { get; init; }

    /// <summary>The shortest and the longest stall.</summary>
    public (TimeSpan Least, TimeSpan Most) Stall { get; init; }

    /// <summary>How many of a hundred writes are not delivered: the connection breaks in their place.</summary>
    public int CutPercent { get; init; }

    /// <summary>The shortest time between two such breaks, so that no login meets one at each of its tries.</summary>
    public TimeSpan CutSpacing { get; init; }

    /// <summary>Whether a write of the upstream's is not delivered; it is asked about each of them, in one
    /// order.</summary>
    public Func<ReadOnlyMemory<byte>, bool> Cuts { get; init; } = _ => false;
}
