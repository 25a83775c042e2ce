using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PhigrosLogin.Server.Http;

// The bodies of /api/v1/logins, member by member in the documented order. None is a record: a record prints its members.

internal sealed class CreatedLoginBody
{
    public required string Id { get; init; }

    public required string LoginSecret { get; init; }

    public required string LoginUrl { get; init; }

    public required string QrUrl { get; init; }

    public required string Status { get; init; }

    public required long Version { get; init; }

    public required DateTime ExpiresAt { get; init; }

    public required long Interval { get; init; }
}

internal sealed class LoginStatusBody
{
    public required string Id { get; init; }

    public required string Region { get; init; }

    public required bool CanChangeRegion { get; init; }

    public required string Status { get; init; }

    public required string? Reason { get; init; }

    public required string? Notice { get; init; }

    public required bool Final { get; init; }

    public required long Version { get; init; }

    public required int QrNumber { get; init; }

    public required string Message { get; init; }

    public required string? RequestedBy { get; init; }

    public required string? RequestedFor { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime ExpiresAt { get; init; }

    public required long Interval { get; init; }

    public required string UpstreamStatus { get; init; }

    public required ShownQr? Qr { get; init; }
}

internal sealed class ShownQr
{
    public required string Content { get; init; }

    public required string? OpenInTapTap { get; init; }

    public required DateTime ExpiresAt { get; init; }
}

internal sealed class LoginResultBody
{
    public required string Status { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Notice { get; init; }

    public required bool Final { get; init; }

    public required string Message { get; init; }

    /// <summary>The result as it is kept, byte for byte.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Result { get; init; }
}

internal sealed class ProblemBody
{
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public required string Detail { get; init; }

    public required string Code { get; init; }

    public required string TraceId { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CreatedLoginBody))]
[JsonSerializable(typeof(LoginStatusBody))]
[JsonSerializable(typeof(LoginResultBody))]
[JsonSerializable(typeof(ProblemBody))]
internal sealed partial class LoginJson : JsonSerializerContext
{
    /// <summary>Raw Chinese, as every JSON of ours but the LoginQrCode API's success bodies.</summary>
    public static LoginJson Relaxed { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    });
}
