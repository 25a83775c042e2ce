using System.Text.Json;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.OpenApi;

/// <summary>The committed document, as a caller who has nothing else would read it.</summary>
internal sealed class ApiBook(JsonElement document)
{
    private readonly Dictionary<string, JsonElement> _paths = document.GetProperty("paths").EnumerateObject().ToDictionary(path => path.Name, path => path.Value);

    public JsonElement Document => document;

    public SchemaCheck Schemas { get; } = new(document);

    public IEnumerable<BookOperation> Operations =>
        from path in _paths
        from method in path.Value.EnumerateObject()
        select new BookOperation(method.Name.ToUpperInvariant(), path.Key, method.Value);

    public static ApiBook Committed() => new(JsonDocument.Parse(Repository.Read("docs/openapi/v1.json")).RootElement);

    /// <summary>The operation behind a request; the path alone is known where the method is not.</summary>
    public (bool IsPathKnown, BookOperation? Operation) Find(string method, string target)
    {
        var asked = Parts(target.Split('?')[0]);
        var template = _paths.Keys.Where(path => Fits(Parts(path), asked)).MinBy(path => path.Count(character => character == '{'));
        if (template is null) return (false, null);
        return (true, _paths[template].TryGetProperty(method.ToLowerInvariant(), out var facts) ? new BookOperation(method, template, facts) : null);
    }

    private static string[] Parts(string path) => path.TrimEnd('/').Split('/');

    private static bool Fits(string[] template, string[] asked) => template.Length == asked.Length &&
        template.Zip(asked).All(pair => pair.First.StartsWith('{') ? pair.Second.Length > 0 : pair.First.Equals(Uri.UnescapeDataString(pair.Second), StringComparison.OrdinalIgnoreCase));
}

/// <summary>One operation of the document.</summary>
internal sealed record BookOperation(string Method, string Path, JsonElement Facts)
{
    public string Id => Facts.GetProperty("operationId").GetString()!;

    public IEnumerable<JsonElement> Parameters => Facts.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [];

    public JsonProperty? Body => Facts.TryGetProperty("requestBody", out var body) ? body.GetProperty("content").EnumerateObject().First() : null;

    public bool Wants(string scheme) => Facts.GetProperty("security").EnumerateArray().Any(way => way.TryGetProperty(scheme, out _));
}
