using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PhigrosLogin.TapTap;

/// <summary>A refusal in TapTap's own words.</summary>
public sealed class TapTapRefusal
{
    internal TapTapRefusal(string error, string text) => (Error, Text) = (error, text);

    /// <summary>The error word, lower-case and without the dotted prefix that some hosts write, such as <c>access_denied</c>.</summary>
    public string Error { get; }

    /// <summary>
    /// TapTap's JSON envelope as text: as it came when it is one, under 4 KB and repeats no credential of the request;
    /// else the same refusal written as TapTap writes it.
    /// </summary>
    public string Text { get; }

    /// <summary>The refusal of an expired, used or unknown code as TapTap words it (docs/protocol.md §2, REAL).</summary>
    /// <param name="now">The moment that the text states, in whole seconds.</param>
    public static TapTapRefusal InvalidGrantCode(DateTimeOffset now) => new(
        "invalid_grant_code",
        Write(
            "invalid_grant_code",
            "oauth2.tapapis.com.INVALID_GRANT_CODE: InvalidArgument: the provided access grant is invalid, expired, or revoked",
            now));

    /// <summary>A refusal as it was kept: the words count, the error word was only for deciding.</summary>
    internal static TapTapRefusal Kept(string text) => new("", text);

    internal static string Write(string error, string description, DateTimeOffset now) => JsonSerializer.Serialize(
        new Envelope { Data = new Refusal { Error = error, Description = description }, Now = now.ToUnixTimeSeconds() },
        TapTapRefusalJson.Relaxed.Envelope);

    internal sealed class Envelope
    {
        [JsonPropertyName("data")]
        public required Refusal Data { get; init; }

        [JsonPropertyName("now")]
        public required long Now { get; init; }

        [JsonPropertyName("success")]
        public bool Success { get; init; }
    }

    internal sealed class Refusal
    {
        [JsonPropertyName("code")]
        public int Code { get; init; } = -1;

        [JsonPropertyName("msg")]
        public string Message { get; init; } = "请求错误";

        [JsonPropertyName("error")]
        public required string Error { get; init; }

        [JsonPropertyName("error_description")]
        public required string Description { get; init; }
    }
}

[JsonSerializable(typeof(TapTapRefusal.Envelope))]
internal sealed partial class TapTapRefusalJson : JsonSerializerContext
{
    public static TapTapRefusalJson Relaxed { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
