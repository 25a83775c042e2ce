using System.Text.Json;

namespace PhigrosLogin.Server.Pages.Docs;

/// <summary>Reads the OpenAPI document for a page in one language.</summary>
internal sealed class ApiReader(JsonElement document, PageLanguage language)
{
    public PageLanguage Language => language;

    public JsonElement Document => document;

    public IEnumerable<JsonProperty> Schemas => document.GetProperty("components").GetProperty("schemas").EnumerateObject();

    public IEnumerable<JsonElement> Tags => document.GetProperty("tags").EnumerateArray();

    /// <summary>The operations of a tag; HEAD goes without saying, since it is GET without a body.</summary>
    public IEnumerable<ApiOperation> Of(string tag) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        where method.Name != "head" && method.Value.GetProperty("tags")[0].GetString() == tag
        select new ApiOperation(method.Name.ToUpperInvariant(), path.Name, method.Value);

    /// <summary>What a reference stands for.</summary>
    public JsonElement Resolve(JsonElement element) => element.TryGetProperty("$ref", out var reference)
        ? reference.GetString()!.Split('/').Skip(1).Aggregate(document, (whole, part) => whole.GetProperty(part))
        : element;

    public string Say(JsonElement element, string what = "description") =>
        language is PageLanguage.Chinese && element.TryGetProperty($"x-{what}-zh", out var chinese) ? chinese.GetString()! :
        element.TryGetProperty(what, out var english) ? english.GetString()! : "";

    public string In(Phrase phrase) => phrase.In(language);

    /// <summary>The name at the end of a reference.</summary>
    public static string? NameOf(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference) ? reference.GetString()!.Split('/')[^1] : null;
}

/// <summary>A route with one method.</summary>
internal sealed record ApiOperation(string Method, string Path, JsonElement Facts)
{
    public string Id => Facts.GetProperty("operationId").GetString()!;
}
