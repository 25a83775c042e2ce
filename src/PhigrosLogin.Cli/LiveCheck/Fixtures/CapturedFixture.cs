using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PhigrosLogin.Cli.LiveCheck;

/// <summary>An answer as a file for tests/fixtures/wire, with every secret masked.</summary>
internal sealed class CapturedFixture(Observation observation, Mask mask, DateTimeOffset when)
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject _varies = [];
    private readonly IReadOnlyDictionary<string, string> _knownPatterns = observation.Fixture.Varies;

    /// <summary>The file's text, or null when the body is no JSON that a fixture could hold.</summary>
    public string? Write()
    {
        if (!HostileJson.TryParse(observation.Exchange.Body, out var root, out _)) return null;

        var body = Masked("", "", root);
        var exactly = observation.Exactly;
        var file = new JsonObject
        {
            ["section"] = observation.Fixture.Section,
            ["evidence"] = "REAL",
            ["source"] = string.Create(CultureInfo.InvariantCulture, $"phigros-login live-check, {observation.Region}, {when:yyyy-MM-dd}; every secret masked in its shape"),
            ["situation"] = exactly?.Situation,
        };
        if (observation.Region == "global") file["region"] = "global";
        if (exactly is { Interval: not 1 }) file["options"] = new JsonObject { ["interval"] = exactly.Interval };
        if (exactly is { Variant: not "{}" }) file["variant"] = JsonNode.Parse(exactly.Variant);
        file["status"] = observation.Exchange.Status;
        file["statusKnown"] = true;
        file["body"] = body;
        file["varies"] = _varies;
        file["optional"] = new JsonArray();
        file["means"] = observation.Means;
        return file.ToJsonString(Readable) + "\n";
    }

    /// <summary>The masked body in one line; what is no JSON is not shown.</summary>
    public string Body() => HostileJson.TryParse(observation.Exchange.Body, out var root, out _)
        ? Masked("", "", root)?.ToJsonString(OneLine) ?? "null"
        : "not JSON";

    private JsonNode? Masked(string path, string name, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var copy = new JsonObject();
                foreach (var member in element.EnumerateObject())
                {
                    var shown = Free(copy, mask.Name(member.Name));
                    copy[shown] = Masked(Join(path, shown), member.Name, member.Value);
                }
                return copy;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select((item, place) => Masked(Join(path, place.ToString(CultureInfo.InvariantCulture)), name, item))]);
            case JsonValueKind.String:
                var text = element.AsText() ?? "";
                var masked = mask.Text(name, text);
                Vary(path, text, masked, () => masked.Contains("://", StringComparison.Ordinal) ? LinkPattern(masked) : Shape.Of(text).Pattern);
                return JsonValue.Create(masked);
            case JsonValueKind.Number:
                var number = element.GetRawText();
                var kept = Mask.Number(name, number);
                Vary(path, number, kept, () => name == "now" || kept.StartsWith('1') ? FormattableString.Invariant($"^[0-9]{{{number.Length}}}$") : "^[0-9.eE+-]+$", always: name == "now");
                return JsonNode.Parse(kept);
            default:
                return JsonNode.Parse(element.GetRawText());
        }
    }

    // A pattern that is written down already says more than a shape, as long as the answer has it.
    private void Vary(string path, string real, string masked, Func<string> pattern, bool always = false)
    {
        if (_knownPatterns.TryGetValue(path, out var known) && Regex.IsMatch(real, known) && Regex.IsMatch(masked, known)) _varies[path] = known;
        else if (always || masked != real) _varies[path] = pattern();
    }

    private static string LinkPattern(string masked) =>
        masked.Contains("user_code=", StringComparison.Ordinal) ? $"^{Regex.Escape(masked[..(masked.IndexOf("user_code=", StringComparison.Ordinal) + 10)])}[0-9a-z]+$" : "^https?://.+$";

    private static string Free(JsonObject there, string name)
    {
        while (there.ContainsKey(name)) name += "_";
        return name;
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
