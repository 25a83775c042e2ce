using System.Text.Json.Nodes;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.OpenApi.Writing;

/// <summary>The words for shapes.</summary>
internal static class Shape
{
    public static JsonObject Text(Phrase text, string? example = null, string? pattern = null, int? longest = null, string? format = null)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (format is not null) schema["format"] = format;
        if (pattern is not null) schema["pattern"] = pattern;
        if (longest is not null) schema["maxLength"] = longest;
        if (example is not null) schema["examples"] = new JsonArray(example);
        return schema.Say(text);
    }

    public static JsonObject Time(Phrase text) => Text(text, "2026-01-02T03:14:05Z", format: "date-time");

    public static JsonObject Link(Phrase text, string example) => Text(text, example, format: "uri");

    public static JsonObject Number(Phrase text, long least, long? most = null, long? usual = null)
    {
        var schema = new JsonObject { ["type"] = "integer", ["minimum"] = least };
        if (most is not null) schema["maximum"] = most;
        if (usual is not null) schema["default"] = usual;
        return schema.Say(text);
    }

    public static JsonObject Real(Phrase text, double least, double most) =>
        new JsonObject { ["type"] = "number", ["minimum"] = least, ["maximum"] = most }.Say(text);

    public static JsonObject Flag(Phrase text) => new JsonObject { ["type"] = "boolean" }.Say(text);

    public static JsonObject Word(Phrase text, params string[] words) =>
        new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]) }.Say(text);

    public static JsonObject Is(string word) => new() { ["type"] = "string", ["const"] = word };

    /// <summary>The description in English, as every reader of OpenAPI expects it, and beside it in Chinese.</summary>
    public static JsonObject Say(this JsonObject described, Phrase text)
    {
        if (text == default) return described;
        described["description"] = text.English;
        described["x-description-zh"] = text.Chinese;
        return described;
    }
}
