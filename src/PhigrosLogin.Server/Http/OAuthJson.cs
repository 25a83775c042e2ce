using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PhigrosLogin.Server.Http;

// The bodies of the OAuth endpoints. None is a record: a record prints its members.

/// <summary>What a client can find out by itself (RFC 8414).</summary>
internal sealed class OAuthMetadata
{
    public required string Issuer { get; init; }

    public required string DeviceAuthorizationEndpoint { get; init; }

    public required string TokenEndpoint { get; init; }

    public required string[] GrantTypesSupported { get; init; }

    public required string[] ResponseTypesSupported { get; init; }

    public required string[] TokenEndpointAuthMethodsSupported { get; init; }
}

internal sealed class DeviceAuthorizationBody
{
    public required string DeviceCode { get; init; }

    public required string UserCode { get; init; }

    public required string VerificationUri { get; init; }

    public required string VerificationUriComplete { get; init; }

    public required long ExpiresIn { get; init; }

    public required long Interval { get; init; }
}

internal sealed class TokenBody
{
    public required string AccessToken { get; init; }

    public required string TokenType { get; init; }

    public required string Scope { get; init; }

    public required string Region { get; init; }

    public required JsonElement Player { get; init; }
}

internal sealed class OAuthErrorBody
{
    public required string Error { get; init; }

    public required string ErrorDescription { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OAuthMetadata))]
[JsonSerializable(typeof(DeviceAuthorizationBody))]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(OAuthErrorBody))]
internal sealed partial class OAuthJson : JsonSerializerContext
{
    /// <summary>Raw Chinese, as every JSON of ours but the LoginQrCode API's success bodies.</summary>
    public static OAuthJson Relaxed { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    });
}
