namespace PhigrosLogin.Server.Pages;

/// <summary>What a login's page shows. The words of states, reasons, notices and upstreams are those of the API.</summary>
internal sealed class LoginView
{
    public required string Id { get; init; }

    /// <summary>Where the player is, as <c>https://gate.example</c>.</summary>
    public required string Origin { get; init; }

    /// <summary><c>pending</c>, <c>scanned</c>, <c>completing</c>, <c>succeeded</c>, <c>denied</c>, <c>expired</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string State { get; init; }

    public string? Reason { get; init; }

    public string? Notice { get; init; }

    public required string Region { get; init; }

    /// <summary>Whether the player may still choose another region.</summary>
    public bool RegionOpen { get; init; }

    /// <summary>The regions that this gateway serves, the default first.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    public long Version { get; init; }

    public int Attempt { get; init; } = 1;

    /// <summary>The moment of rendering: countdowns are sent as what is left, because the clocks of phones are wrong.</summary>
    public required DateTimeOffset Now { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The end of the code on show; null when there is none.</summary>
    public DateTimeOffset? QrExpiresAt { get; init; }

    /// <summary>A <c>taptap://</c> link where one is known to exist.</summary>
    public string? OpenInTapTap { get; init; }

    /// <summary><c>ok</c>, <c>degraded</c> or <c>down</c>.</summary>
    public string UpstreamStatus { get; init; } = "ok";

    /// <summary><c>taptap</c> or <c>cloud</c>, whoever makes the status other than <c>ok</c>; null while it
    /// is.</summary>
    public string? UpstreamCause { get; init; }

    public string? RequestedBy { get; init; }

    /// <summary>The name of the API key that opened the login.</summary>
    public string? RequestedByVerified { get; init; }

    public string? RequestedFor { get; init; }

    /// <summary>Whether this very browser opened the login at <c>/</c>.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Shown only where <see cref="IsOwn"/> and the login succeeded.</summary>
    public Secret? SessionToken { get; init; }

    public string? PlayerName { get; init; }

    /// <summary>Whether the player asked to see the code: on a phone, or again after the scan.</summary>
    public bool ShowQr { get; init; }

    /// <summary>The end of the countdown: after the scan the code may outlive the login's last moment for a scan, by at most a minute.</summary>
    public DateTimeOffset Deadline
    {
        get
        {
            var grace = ExpiresAt.AddSeconds(60);
            var code = QrExpiresAt < grace ? QrExpiresAt.Value : grace;
            return State == "scanned" && QrExpiresAt is not null && code > ExpiresAt ? code : ExpiresAt;
        }
    }

    public bool IsFinal => State is "succeeded" or "denied" or "expired" or "failed" or "cancelled";
}
