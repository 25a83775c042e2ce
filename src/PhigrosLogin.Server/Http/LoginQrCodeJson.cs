using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PhigrosLogin.Server.Http;

// The bodies of the LoginQrCode API, member by member in the documented order. None is a record: a record prints its members.

internal sealed class NewQrCode
{
    [JsonPropertyName("deviceID")]
    public required string DeviceId { get; init; }

    public required string DeviceCode { get; init; }

    public required long ExpiresInSeconds { get; init; }

    public required string Url { get; init; }

    public required long Interval { get; init; }
}

internal sealed class CheckedCode
{
    public required TokenData Data { get; init; }

    /// <summary>Only for a region other than the default, so that the next two calls need no query.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Region { get; init; }
}

internal sealed class TokenData
{
    public required string Kid { get; init; }

    public required string Token { get; init; }

    public required string TokenType { get; init; }

    public required string MacKey { get; init; }

    public required string MacAlgorithm { get; init; }

    public required string Scope { get; init; }
}

internal sealed class Profile
{
    public required ProfileData Data { get; init; }
}

internal sealed class ProfileData
{
    public required string OpenId { get; init; }

    public required string UnionId { get; init; }

    public required string Name { get; init; }

    public required string Gender { get; init; }

    public required string Avatar { get; init; }
}

internal sealed class Envelope
{
    public required string Message { get; init; }

    public required string Error { get; init; }

    public required int Code { get; init; }

    public required string CodeName { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NewQrCode))]
[JsonSerializable(typeof(CheckedCode))]
[JsonSerializable(typeof(Profile))]
[JsonSerializable(typeof(Envelope))]
internal sealed partial class LoginQrCodeJson : JsonSerializerContext
{
    /// <summary>For the error envelope, which the document shows with raw Chinese and <c>\"</c>.</summary>
    public static LoginQrCodeJson Relaxed { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    });
}
