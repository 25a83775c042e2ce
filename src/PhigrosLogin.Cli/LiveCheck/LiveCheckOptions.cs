using PhigrosLogin.Client;

namespace PhigrosLogin.Cli.LiveCheck;

/// <summary>What the command line asks for.</summary>
internal sealed record LiveCheckOptions
{
    /// <summary>The regions to sign in to, China first.</summary>
    public required IReadOnlyList<Region> Regions { get; init; }

    /// <summary>The account has never played in the region: the cloud must say so (211) and create no player.</summary>
    public bool NeverPlayed { get; init; }

    /// <summary>A further login, which the person refuses.</summary>
    public bool Refuse { get; init; }

    /// <summary>A further code, polled every second.</summary>
    public bool SlowDown { get; init; }

    /// <summary>A further login through this gateway; null for none.</summary>
    public PhigrosLoginClient? Gateway { get; init; }

    public required string ReportFolder { get; init; }
}
