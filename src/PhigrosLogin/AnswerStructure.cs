using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PhigrosLogin;

/// <summary>
/// What an answer looks like, without what it says: its status, media type and length, and of JSON the names of
/// members, the types of values and the lengths of texts. It may be logged and published: a report with it is enough to
/// write a fix.
/// </summary>
internal static partial class AnswerStructure
{
    private const int LongestText = 2000;
    private const int MostMembers = 40;
    private const int Deepest = 6;

    // Anything else is the sender's own text.
    private static readonly string[] MediaTypes =
        ["application/json", "application/problem+json", "text/html", "text/plain", "application/xml", "text/xml"];

    /// <summary>Such as <c>HTTP 200, application/json, 41 bytes: {"data":{"kid":string(24)},"success":boolean}</c>; at
    /// most 2000 characters.</summary>
    public static string Of(UpstreamAnswer answer)
    {
        var text = new StringBuilder();
        var mediaType = answer.MediaType is null
            ? "no media type"
            : MediaTypes.FirstOrDefault(known =>
                known.Equals(answer.MediaType, StringComparison.OrdinalIgnoreCase)) ?? "another media type";
        text.Append(CultureInfo.InvariantCulture, $"HTTP {answer.Status}, {mediaType}, {answer.Body.Length} bytes: ");
        if (HostileJson.TryParse(answer.Body, out var root, out var problem)) Write(text, root, 1);
        else text.Append(problem);
        return text.Length <= LongestText ? text.ToString() : text.ToString(0, LongestText) + "…";
    }

    private static void Write(StringBuilder text, JsonElement element, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object or JsonValueKind.Array when depth > Deepest:
                text.Append('…');
                break;
            case JsonValueKind.Object:
                text.Append('{');
                foreach (var (index, member) in element.EnumerateObject().Take(MostMembers).Index())
                {
                    text.Append(index == 0 ? "" : ",").Append(Name(member.Name)).Append(':');
                    Write(text, member.Value, depth + 1);
                }
                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append(CultureInfo.InvariantCulture, $"[{element.GetArrayLength()}");
                if (element.GetArrayLength() > 0) Write(text.Append(" × "), element[0], depth + 1);
                text.Append(']');
                break;
            case JsonValueKind.String:
                text.Append(CultureInfo.InvariantCulture, $"string({element.AsText()?.Length ?? 0})");
                break;
            case JsonValueKind.Number:
                text.Append(CultureInfo.InvariantCulture, $"number({element.GetRawText().Length})");
                break;
            default:
                text.Append(element.ValueKind is JsonValueKind.Null ? "null" : "boolean");
                break;
        }
    }

    // A name that is no plain word may be somebody's id or a credential: those have digits, or are longer without a
    // break.
    private static string Name(string name) =>
        PlainName().IsMatch(name) ? $"\"{name}\"" : string.Create(CultureInfo.InvariantCulture, $"name({name.Length})");

    [GeneratedRegex("^(?=.{1,32}$)_{0,2}[A-Za-z]{1,16}(_[A-Za-z]{1,16})*$", RegexOptions.ExplicitCapture)]
    private static partial Regex PlainName();
}
