namespace PhigrosLogin.Client.Wire;

// The bodies of /api/v1/sessions, with the same rules.

internal sealed class AskedSessionWire
{
    public string? SessionToken { get; set; }

    public string? Region { get; set; }
}

internal sealed class SessionWire
{
    public bool? Valid { get; set; }

    public string? Region { get; set; }

    public SessionPlayerWire? Player { get; set; }

    public SaveWire? Save { get; set; }
}

internal sealed class SessionPlayerWire
{
    public string? ObjectId { get; set; }

    public string? Nickname { get; set; }

    public string? ShortId { get; set; }

    public DateTimeOffset? CreatedAt { get; set; }

    public DateTimeOffset? UpdatedAt { get; set; }
}

internal sealed class SaveWire
{
    public bool? Exists { get; set; }

    public DateTimeOffset? SavedAt { get; set; }

    public long? SizeBytes { get; set; }

    public int? SaveVersion { get; set; }

    public int? GameVersion { get; set; }

    public float? Rks { get; set; }

    public ChallengeWire? Challenge { get; set; }

    public string? Avatar { get; set; }

    public ClearCountsWire? ClearCounts { get; set; }
}

internal sealed class ChallengeWire
{
    public string? Rank { get; set; }

    public int? Level { get; set; }
}

internal sealed class ClearCountsWire
{
    public ClearCountWire? Ez { get; set; }

    public ClearCountWire? Hd { get; set; }

    public ClearCountWire? In { get; set; }

    public ClearCountWire? At { get; set; }
}

internal sealed class ClearCountWire
{
    public int? Cleared { get; set; }

    public int? FullCombo { get; set; }

    public int? Phi { get; set; }
}

internal sealed class RotatedSessionWire
{
    public string? SessionToken { get; set; }

    public string? Region { get; set; }
}
