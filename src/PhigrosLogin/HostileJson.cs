using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace PhigrosLogin;

/// <summary>
/// The one way in which JSON from outside is read, be it an upstream's or a caller's: valid UTF-8, no member twice,
/// at most 32 deep, and a member of the wrong type reads as absent instead of throwing.
/// </summary>
internal static class HostileJson
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static bool TryParse(ReadOnlyMemory<byte> body, out JsonElement root, [NotNullWhen(false)] out string? problem)
    {
        if (body.Span.StartsWith(ByteOrderMark)) body = body[ByteOrderMark.Length..];
        root = default;
        if (body.IsEmpty)
        {
            problem = "it is empty";
            return false;
        }
        if (!Utf8.IsValid(body.Span))
        {
            problem = "it is not UTF-8";
            return false;
        }
        try
        {
            root = JsonElement.Parse(body.Span, Strict);
            problem = null;
            return true;
        }
        // NOTE: a lone surrogate in a member's name surfaces as InvalidOperationException, not as JsonException.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            problem = exception is JsonException { LineNumber: not null } json
                ? $"it is not valid JSON (line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1})"
                : "it is not valid JSON, or names a member twice";
            return false;
        }
    }

    /// <summary>The member of an object, or null when it is absent or this is no object.</summary>
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    /// <summary>A member that is an object, or null.</summary>
    public static JsonElement? Object(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Object } member ? member : null;

    /// <summary>A member that is a text of proper characters, or null.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Member(name)?.AsText();

    /// <summary>The text of a string of proper characters, or null.</summary>
    public static string? AsText(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String) return null;
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException) // an escaped lone surrogate
        {
            return null;
        }
    }

    /// <summary>A member that is a whole number, or null.</summary>
    public static long? Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt64(out var number) ? number : null;

    /// <summary>Whether a text can stand between quotes in a header: printable ASCII without quotes and backslashes.</summary>
    public static bool IsHeaderSafe([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= 2048 } && !text.AsSpan().ContainsAnyExcept(HeaderSafe);

    /// <summary>Whether a text is made of URL-safe characters only (RFC 3986's unreserved ones).</summary>
    public static bool IsUrlSafe([NotNullWhen(true)] string? text, int maximumLength) =>
        text is { Length: > 0 } && text.Length <= maximumLength && !text.AsSpan().ContainsAnyExcept(UrlSafe);

    private static readonly SearchValues<char> HeaderSafe =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Where(character => character is not ('"' or '\\'))]);

    private static readonly SearchValues<char> UrlSafe =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~");
}
