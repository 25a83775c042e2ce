namespace PhigrosLogin.Client;

/// <summary>A login as everybody with its link may see it; there is no credential in it.</summary>
public sealed record LoginSnapshot
{
    /// <summary>The login's name.</summary>
    public required string Id { get; init; }

    /// <summary>The region it is in now: <c>cn</c>, <c>global</c> or <c>sandbox</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Whether the player may change the region.</summary>
    public required bool CanChangeRegion { get; init; }

    /// <summary>Where it is.</summary>
    public required LoginStatus Status { get; init; }

    /// <summary>Why it failed or expired.</summary>
    public required LoginReason? Reason { get; init; }

    /// <summary>What the player should know while it goes on: their account has no player in this region.</summary>
    public required LoginReason? Notice { get; init; }

    /// <summary>Whether it is over.</summary>
    public required bool IsFinal { get; init; }

    /// <summary>Grows with every visible change.</summary>
    public required long Version { get; init; }

    /// <summary>Which code this is, counted from 1.</summary>
    public required int QrNumber { get; init; }

    /// <summary>A sentence for the player.</summary>
    public required string Message { get; init; }

    /// <summary>Who asks, as the player reads it.</summary>
    public required string? RequestedBy { get; init; }

    /// <summary>For whom, as the player reads it.</summary>
    public required string? RequestedFor { get; init; }

    /// <summary>When it was opened, by the gateway's clock.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last moment for a scan, by the gateway's clock.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How TapTap has been answering.</summary>
    public required UpstreamHealth UpstreamHealth { get; init; }

    /// <summary>The code, while there is one.</summary>
    public required LoginQr? Qr { get; init; }
}

/// <summary>A code that the player can scan.</summary>
public sealed record LoginQr
{
    /// <summary>What the QR picture says; on a phone it is a link.</summary>
    public required string Content { get; init; }

    /// <summary>The same for the TapTap app on this device, where TapTap has such a link.</summary>
    public required string? OpenInTapTap { get; init; }

    /// <summary>When it ends, by the gateway's clock.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
