using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PhigrosLogin.Tests.OpenApi;

/// <summary>
/// Holds a value against a schema of the document. It is stricter than JSON Schema: a member that no part of the schema
/// knows is a fault, and a keyword that is not understood here stops the test.
/// </summary>
internal sealed class SchemaCheck(JsonElement document)
{
    public IReadOnlyList<string> Faults(JsonElement schema, JsonElement value)
    {
        var faults = new List<string>();
        Whole(schema, value, "$", faults);
        return faults;
    }

    public JsonElement Resolve(JsonElement element) => element.TryGetProperty("$ref", out var reference)
        ? Resolve(reference.GetString()!.Split('/').Skip(1).Aggregate(document, (whole, part) => whole.GetProperty(part)))
        : element;

    private void Whole(JsonElement schema, JsonElement value, string where, List<string> faults)
    {
        var known = new HashSet<string>();
        Visit(schema, value, where, faults, known);
        if (known.Count == 0 || value.ValueKind != JsonValueKind.Object) return;
        foreach (var member in value.EnumerateObject())
        {
            if (!known.Contains(member.Name)) faults.Add($"{where}.{member.Name} is not in the document");
        }
    }

    private void Visit(JsonElement schema, JsonElement value, string where, List<string> faults, HashSet<string> known)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            var (says, fault) = (keyword.Value, faults.Count);
            switch (keyword.Name)
            {
                case "description" or "examples" or "example" or "default" or "minLength" or "title": break;
                case var extension when extension.StartsWith("x-", StringComparison.Ordinal): break;
                case "$ref": Visit(Resolve(schema), value, where, faults, known); break;
                case "allOf": foreach (var part in says.EnumerateArray()) Visit(part, value, where, faults, known); break;
                case "oneOf": OneOf(says, value, where, faults, known); break;
                case "properties": Properties(says, value, where, faults, known); break;
                case "required": faults.AddRange(says.EnumerateArray().Where(name => value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{where}.{name} is missing")); break;
                case "items": foreach (var item in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : default) Whole(says, item, $"{where}[]", faults); break;
                case "type" when says.ValueKind == JsonValueKind.Array: if (!says.EnumerateArray().Any(type => IsOf(type.GetString()!, value))) faults.Add($"{where} is no {says}: {value}"); break;
                default: if (!Holds(keyword.Name, says, value)) faults.Add($"{where} breaks {keyword.Name} {says}: {value}"); break;
            }
        }
    }

    private void OneOf(JsonElement choices, JsonElement value, string where, List<string> faults, HashSet<string> known)
    {
        var tried = choices.EnumerateArray().Select(choice =>
        {
            var (its, names) = (new List<string>(), new HashSet<string>());
            Visit(choice, value, where, its, names);
            return (Faults: its, Names: names);
        }).ToArray();
        var fitting = tried.Where(choice => choice.Faults.Count == 0).ToArray();
        if (fitting is [var one]) known.UnionWith(one.Names);
        else faults.Add($"{where} fits {fitting.Length} of {tried.Length} shapes: {value}: {string.Join(", or ", tried.Select(choice => string.Join(", ", choice.Faults)))}");
    }

    private void Properties(JsonElement properties, JsonElement value, string where, List<string> faults, HashSet<string> known)
    {
        foreach (var property in properties.EnumerateObject())
        {
            known.Add(property.Name);
            if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty(property.Name, out var member)) Whole(property.Value, member, $"{where}.{property.Name}", faults);
        }
    }

    private static bool Holds(string keyword, JsonElement says, JsonElement value) => keyword switch
    {
        "type" => IsOf(says.GetString()!, value),
        "const" => JsonElement.DeepEquals(says, value),
        "enum" => says.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value)),
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= says.GetDouble(),
        "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() <= says.GetDouble(),
        "maxLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.Length <= says.GetInt32(),
        "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, says.GetString()!),
        "format" => value.ValueKind != JsonValueKind.String || IsFormatted(says.GetString()!, value.GetString()!),
        _ => throw new InvalidOperationException($"The test does not know the keyword {keyword}."),
    };

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new InvalidOperationException($"The test does not know the type {type}."),
    };

    private static bool IsFormatted(string format, string text) => format switch
    {
        "date-time" => text.EndsWith('Z') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "uri-reference" => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _),
        _ => throw new InvalidOperationException($"The test does not know the format {format}."),
    };
}
