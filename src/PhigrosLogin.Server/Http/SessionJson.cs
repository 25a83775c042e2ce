using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PhigrosLogin.Server.Http;

// The bodies of /api/v1/sessions and /api/v1/regions, member by member in the documented order.

internal sealed class ValidSessionBody
{
    public bool Valid { get; init; } = true;

    public required string Region { get; init; }

    public required SessionPlayerBody Player { get; init; }

    public required SaveBody Save { get; init; }
}

internal sealed class InvalidSessionBody
{
    public bool Valid { get; init; }

    public string Reason { get; init; } = "session_not_found";
}

internal sealed class SessionPlayerBody
{
    public required string ObjectId { get; init; }

    public required string Nickname { get; init; }

    public required string ShortId { get; init; }

    public required DateTime? CreatedAt { get; init; }

    public required DateTime? UpdatedAt { get; init; }
}

/// <summary>No save: the player never synchronised.</summary>
[JsonDerivedType(typeof(ExistingSaveBody))]
internal class SaveBody
{
    [JsonPropertyOrder(-1)]
    public virtual bool Exists => false;
}

/// <summary>A save; what its summary does not tell is null.</summary>
internal sealed class ExistingSaveBody : SaveBody
{
    [JsonPropertyOrder(-1)]
    public override bool Exists => true;

    public required DateTime? SavedAt { get; init; }

    public required long? SizeBytes { get; init; }

    public required int? SaveVersion { get; init; }

    public required int? GameVersion { get; init; }

    public required float? Rks { get; init; }

    public required ChallengeBody? Challenge { get; init; }

    public required string? Avatar { get; init; }

    public required ClearCountsBody? ClearCounts { get; init; }
}

internal sealed class ChallengeBody
{
    public required string Rank { get; init; }

    public required int Level { get; init; }
}

internal sealed class ClearCountsBody
{
    public required ClearCountBody Ez { get; init; }

    public required ClearCountBody Hd { get; init; }

    public required ClearCountBody In { get; init; }

    public required ClearCountBody At { get; init; }
}

internal sealed class ClearCountBody
{
    public required int Cleared { get; init; }

    public required int FullCombo { get; init; }

    public required int Phi { get; init; }
}

internal sealed class RotatedSessionBody
{
    public required string SessionToken { get; init; }

    public required string Region { get; init; }
}

internal sealed class RegionBody
{
    public required string Name { get; init; }

    public required bool Default { get; init; }

    public required string Status { get; init; }

    public required DateTime Since { get; init; }

    public required long? LatencyMs { get; init; }

    public required double? SuccessRate { get; init; }

    public required string? Cause { get; init; }

    public required string? Problem { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ValidSessionBody))]
[JsonSerializable(typeof(InvalidSessionBody))]
[JsonSerializable(typeof(RotatedSessionBody))]
[JsonSerializable(typeof(RegionBody[]))]
internal sealed partial class SessionJson : JsonSerializerContext
{
    /// <summary>Raw Chinese, as every JSON of ours but the LoginQrCode API's success bodies.</summary>
    public static SessionJson Relaxed { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    });
}
