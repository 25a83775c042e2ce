using System.Text.Json.Nodes;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.OpenApi.Writing;

/// <summary>What comes back with one status.</summary>
internal sealed record Answer(Phrase Text)
{
    public IReadOnlyList<Content> Contents { get; init; } = [];

    public IReadOnlyList<Header> Headers { get; init; } = [Header.NoStore];

    /// <summary>Set where several operations give this very answer: the document then holds it once.</summary>
    public string? Name { get; init; }

    public IEnumerable<Component> Components => Contents.SelectMany(content => content.Components);

    public Answer With(Answer other) => new(new Phrase($"{Text.Chinese}{other.Text.Chinese}", $"{Text.English} {other.Text.English}"))
    {
        Contents = [.. Contents.Concat(other.Contents).GroupBy(content => content.MediaType).Select(same => same.Aggregate((one, more) => one.Or(more)))],
        // A header that not every answer of this status brings is not promised.
        Headers = [.. Headers.Concat(other.Headers).GroupBy(header => header.Name).Select(same => same.First() with { IsRequired = same.Count() == 2 && same.All(header => header.IsRequired) })],
    };

    public JsonObject Mention() => Name is null ? Write() : new() { ["$ref"] = $"#/components/responses/{Name}" };

    public JsonObject Write()
    {
        var written = new JsonObject().Say(Text);
        written["headers"] = new JsonObject(Headers.Select(header => KeyValuePair.Create(header.Name, (JsonNode?)header.Mention())));
        if (Contents.Count > 0) written["content"] = new JsonObject(Contents.Select(content => KeyValuePair.Create(content.MediaType, (JsonNode?)content.Write())));
        return written;
    }
}

/// <summary>A header of an answer.</summary>
internal sealed record Header(string Name, Phrase Text, JsonObject Schema, bool IsRequired = true)
{
    public static readonly Header NoStore = new("Cache-Control", new("不缓存此响应。", "The response is not cached."), new() { ["type"] = "string", ["const"] = "no-store" });

    public static readonly Header RetryAfter = new("Retry-After", new("多少秒后再试。", "Seconds to wait before the next try."), new() { ["type"] = "integer", ["minimum"] = 1, ["examples"] = new JsonArray(5) });

    public static readonly Header Authenticate = new("WWW-Authenticate", new("需要哪种凭据。", "What to send."), Shape.Text(default, "Bearer"));

    public static readonly Header Location = new("Location", new("接下来去哪里。", "Where to go on."), Shape.Text(default, "/l/example_login_id_00000", format: "uri-reference"));

    /// <summary>Under which the document holds it once.</summary>
    public string Key => $"{(Schema["const"]?.GetValue<string>() == "no-store" ? "No-Store" : Name)}{(IsRequired ? "" : "-Sometimes")}";

    public JsonObject Mention() => new() { ["$ref"] = $"#/components/headers/{Key}" };

    public JsonObject Write()
    {
        var written = new JsonObject().Say(Text);
        if (IsRequired) written["required"] = true;
        written["schema"] = Schema.DeepClone();
        return written;
    }
}

/// <summary>A body of an answer: some shapes, each with an example under a name.</summary>
internal sealed record Content(string MediaType, IReadOnlyList<JsonObject> Shapes, IReadOnlyList<(string Name, Phrase Text, JsonNode Example)> Examples, IReadOnlyList<Component> Components)
{
    public static Content Of(string mediaType, JsonObject schema, JsonNode? example = null) =>
        new(mediaType, [schema], example is null ? [] : [("example", new("示例", "An example"), example)], []);

    public static Content Of(string mediaType, Component component, params (string Name, Phrase Text, JsonNode Example)[] examples) =>
        new(mediaType, [component.Ref()], examples, [component]);

    public Content Or(Content other) => new(MediaType, [.. Shapes, .. other.Shapes], [.. Examples, .. other.Examples], [.. Components, .. other.Components]);

    /// <summary>What an event of a stream carries, for readers that can check it.</summary>
    public Component? Item { get; init; }

    public JsonObject Write()
    {
        var shapes = Errors.Joined(Shapes);
        var written = new JsonObject { ["schema"] = shapes.Count == 1 ? shapes[0].DeepClone() : new JsonObject { ["oneOf"] = new JsonArray([.. shapes.Select(shape => shape.DeepClone())]) } };
        if (Item is not null) written["x-event-schema"] = Item.Ref();
        if (Examples.Count > 0)
        {
            written["examples"] = new JsonObject(Examples.DistinctBy(example => example.Name).Select(example => KeyValuePair.Create(example.Name, (JsonNode?)new JsonObject
            {
                ["summary"] = example.Text.English,
                ["x-summary-zh"] = example.Text.Chinese,
                ["value"] = example.Example.DeepClone(),
            })));
        }
        return written;
    }
}
