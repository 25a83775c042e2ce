using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.Server.Http;

/// <summary>Reads what a caller of /api/v1 asks for; what cannot be used is named.</summary>
internal static class Asked
{
    public static int? Number(this HttpRequest request, string name, int least, int most)
    {
        if (request.Query[name] is []) return null;
        return int.TryParse(request.Query[name] is [var text] ? text : "", NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Problem.InvalidRequest(FormattableString.Invariant($"{name} must be a whole number from {least} to {most}."));
    }

    public static long? Version(this HttpRequest request, string name)
    {
        if (request.Query[name] is []) return null;
        return long.TryParse(request.Query[name] is [var text] ? text : "", NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Problem.InvalidRequest($"{name} must be a version: a whole number.");
    }

    public static bool Flag(this HttpRequest request, string name) => request.Query[name] switch
    {
        [] or ["false"] => false,
        ["true"] => true,
        _ => throw Problem.InvalidRequest($"{name} must be true or false."),
    };

    /// <summary>One of a few words; the first when there is none.</summary>
    public static T Choice<T>(this HttpRequest request, string name, params ReadOnlySpan<(string Word, T Meaning)> choices)
    {
        if (request.Query[name] is []) return choices[0].Meaning;
        var words = new List<string>();
        foreach (var (word, meaning) in choices)
        {
            if (request.Query[name] is [var asked] && asked == word) return meaning;
            words.Add(word);
        }
        throw Problem.InvalidRequest($"{name} must be one of {string.Join(", ", words)}.");
    }

    /// <summary>The language of sentences: by <c>?lang=</c>, else by the caller's preference; Chinese when neither says.</summary>
    public static PageLanguage Lang(this HttpRequest request) =>
        request.Query["lang"] is [] or ["zh"] or ["en"] ? request.HttpContext.Language() : throw Problem.InvalidRequest("lang must be zh or en.");

    /// <summary>The body as a JSON object.</summary>
    public static Task<JsonElement> BodyAsync(this HttpRequest request) => LoginQrCodeBody.ReadAsync(request);

    /// <summary>The same; no body at all is <c>{}</c>.</summary>
    public static async Task<JsonElement> OptionalBodyAsync(this HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false
            ? JsonElement.Parse("{}"u8)
            : await request.BodyAsync();

    public static string? OptionalText(this JsonElement body, string name, int longest = int.MaxValue)
    {
        if (body.Member(name) is not { ValueKind: not JsonValueKind.Null } member) return null;
        var text = member.AsText() ?? throw Problem.InvalidRequest(member.ValueKind == JsonValueKind.String
            ? $"{name} contains half of a surrogate pair, as if an emoji had been cut in two. Cut texts between characters."
            : $"{name} must be a text.");
        return text.Length <= longest ? text : throw Problem.InvalidRequest(FormattableString.Invariant($"{name} must have at most {longest} characters."));
    }

    public static int OptionalNumber(this JsonElement body, string name, int usual, int least, int most)
    {
        if (body.Member(name) is not { ValueKind: not JsonValueKind.Null }) return usual;
        return body.Number(name) is { } number && number >= least && number <= most
            ? (int)number
            : throw Problem.InvalidRequest(FormattableString.Invariant($"{name} must be a whole number from {least} to {most}."));
    }

    /// <summary>The login secret of the caller.</summary>
    /// <exception cref="Problem">There is none, or the header is malformed.</exception>
    public static string LoginSecret(this HttpRequest request) =>
        request.Headers.Authorization is [{ Length: > 7 and <= 256 } header] &&
        header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && HostileJson.IsUrlSafe(header[7..].Trim(), maximumLength: 200)
            ? header[7..].Trim()
            : throw Problem.LoginSecretRequired;
}
