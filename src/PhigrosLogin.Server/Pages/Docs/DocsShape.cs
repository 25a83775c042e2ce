using System.Text.Json;

namespace PhigrosLogin.Server.Pages.Docs;

/// <summary>Shapes in words: one schema as a type, an object as a list of its members.</summary>
internal static class DocsShape
{
    /// <summary>A schema in a few words, with links to the shapes that have a name.</summary>
    public static Html Type(JsonElement schema)
    {
        if (ApiReader.NameOf(schema) is { } name) return Html.Of($"""<a href="#{name}">{name}</a>""");
        if (schema.TryGetProperty("oneOf", out var choices)) return Joined(choices.EnumerateArray().Select(Type), " | ");
        if (schema.TryGetProperty("allOf", out var parts)) return Type(parts[0]);
        if (schema.TryGetProperty("enum", out var words)) return Joined(words.EnumerateArray().Select(Word), " | ");
        if (schema.TryGetProperty("const", out var constant)) return Html.Of($"<code>{constant.ToString()}</code>");
        if (schema.TryGetProperty("items", out var items)) return Html.Of($"array ({Type(items)})");
        return Html.Of($"{Kind(schema)}{Limits(schema)}");
    }

    public static Html Members(ApiReader api, JsonElement schema)
    {
        if (!schema.TryGetProperty("properties", out var properties)) return Html.Empty;
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet() : [];
        return Html.Of($"""
            <dl class="members">
            {properties.EnumerateObject().Select(member => Row(api, member.Name, member.Value, api.Say(member.Value), required.Contains(member.Name)))}
            </dl>
            """);
    }

    public static Html Row(ApiReader api, string name, JsonElement schema, string say, bool isRequired) => Html.Of($"""
        <div><dt><code>{name}</code> <span class="type">{Type(schema)}</span>{(isRequired ? Html.Empty : Html.Of($""" <span class="type">{api.In(DocsWords.Optional)}</span>"""))}</dt><dd>{say}</dd></div>
        """);

    private static Html Word(JsonElement word) => Html.Of($"<code>{(word.ValueKind == JsonValueKind.Null ? "null" : word.ToString())}</code>");

    private static string Kind(JsonElement schema) =>
        !schema.TryGetProperty("type", out var type) ? "binary" :
        type.ValueKind == JsonValueKind.Array ? string.Join(" | ", type.EnumerateArray().Select(each => each.GetString())) : type.GetString()!;

    private static string Limits(JsonElement schema)
    {
        if (schema.TryGetProperty("minimum", out var least)) return schema.TryGetProperty("maximum", out var most) ? $" {least}–{most}" : $" ≥ {least}";
        if (schema.TryGetProperty("maxLength", out var longest)) return $" ≤ {longest}";
        return schema.TryGetProperty("format", out var format) ? $" ({format.GetString()})" : "";
    }

    private static Html Joined(IEnumerable<Html> pieces, string between) =>
        pieces.Aggregate((whole, piece) => Html.Of($"{whole}{between}{piece}"));
}
