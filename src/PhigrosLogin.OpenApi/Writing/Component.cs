using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.OpenApi.Writing;

/// <summary>A shape with a name.</summary>
internal sealed record Component(string Name, JsonObject Schema, IReadOnlyList<Component> Others)
{
    /// <summary>
    /// The shape of a type as it goes over the wire: members, order, types and which are always there come from the
    /// serializer, what they mean from here. A member that nobody described, or that is none, stops the build.
    /// </summary>
    public static Component Of(string name, JsonTypeInfo type, Phrase text, params Member[] members)
    {
        var schema = type.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true }).AsObject();
        schema["type"] = "object";
        var properties = schema["properties"]!.AsObject();
        var required = schema["required"]?.AsArray().Select(node => node!.GetValue<string>()).ToHashSet() ?? [];
        if (!properties.Select(property => property.Key).SequenceEqual(members.Select(member => member.Name)))
            throw new InvalidOperationException($"{name} has the members {string.Join(", ", properties.Select(property => property.Key))}.");
        foreach (var member in members) properties[member.Name] = member.Over(properties[member.Name]!, required.Contains(member.Name));
        // What is the same in every answer is in every answer, whether or not its type insists on it.
        if (members.Any(member => member.Schema["const"] is not null)) schema["required"] = new JsonArray([.. members.Where(member => member.Schema["const"] is not null || required.Contains(member.Name)).Select(member => (JsonNode)member.Name)]);
        return Of(name, schema, text, members);
    }

    /// <summary>A shape that is read or written by hand.</summary>
    public static Component ByHand(string name, Phrase text, params Member[] members) => Of(name, new JsonObject
    {
        ["type"] = "object",
        ["required"] = new JsonArray([.. members.Where(member => !member.IsOptional).Select(member => (JsonNode)member.Name)]),
        ["properties"] = new JsonObject(members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Schema.DeepClone()))),
    }, text, members);

    private static Component Of(string name, JsonObject schema, Phrase text, Member[] members)
    {
        if (schema["required"] is JsonArray { Count: 0 }) schema.Remove("required");
        return new(name, schema.Say(text), [.. members.SelectMany(member => member.Components)]);
    }

    public JsonObject Ref() => new() { ["$ref"] = $"#/components/schemas/{Name}" };

    public IEnumerable<Component> WithItsOwn() => Others.SelectMany(other => other.WithItsOwn()).Prepend(this);

    public bool Equals(Component? other) => other is not null && other.Name == Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

/// <summary>A member of an object.</summary>
internal sealed record Member(string Name, JsonObject Schema, bool IsOptional = false)
{
    public IReadOnlyList<Component> Components { get; init; } = [];

    public static Member Of(string name, params Component[] shapes) => new(name, shapes is [var one] ? one.Ref() : OneOf(shapes.Select(shape => (JsonNode)shape.Ref()))) { Components = shapes };

    public Member Optional => this with { IsOptional = true };

    /// <summary>What was said about it, on top of what the serializer knows.</summary>
    public JsonObject Over(JsonNode known, bool isRequired)
    {
        var isNullable = isRequired && ((known as JsonObject)?["type"] as JsonArray)?.Any(type => type!.GetValue<string>() == "null") == true;
        var said = (JsonObject)Schema.DeepClone();
        if (!isNullable) return said;
        if (Components.Count > 0) return OneOf([said, new JsonObject { ["type"] = "null" }]);
        said["type"] = new JsonArray(said["type"]!.DeepClone(), "null");
        (said["enum"] as JsonArray)?.Add((JsonNode?)null);
        return said;
    }

    private static JsonObject OneOf(IEnumerable<JsonNode> shapes) => new() { ["oneOf"] = new JsonArray([.. shapes]) };
}
