using System.Text.Encodings.Web;
using System.Text.Json;

namespace PhigrosLogin.Server.Pages.Docs;

/// <summary>One operation: what it does, what it takes, what it answers.</summary>
internal static class DocsOperation
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Html Render(ApiReader api, ApiOperation operation) => Html.Of($"""
        <article class="op" id="{operation.Id}">
        <h3>{api.Say(operation.Facts, "summary")}</h3>
        {Address(operation)}
        <p>{api.Say(operation.Facts)}</p>
        {Security(api, operation)}
        {Parameters(api, operation)}
        {Body(api, operation)}
        <h4>{api.In(DocsWords.Answers)}</h4>
        {operation.Facts.GetProperty("responses").EnumerateObject().Select(answer => Answer(api, answer.Name, api.Resolve(answer.Value)))}
        </article>
        """);

    public static Html Address(ApiOperation operation) => Html.Of($"""<p class="address-line"><span class="method" data-method="{operation.Method}">{operation.Method}</span> <code>{Breaking(operation.Path)}</code></p>""");

    /// <summary>A path that may break before each of its parts.</summary>
    public static Html Breaking(string path) => path.Split('/').Skip(1).Aggregate(Html.Empty, (whole, part) => Html.Of($"{whole}<wbr>/{part}"));

    private static Html Security(ApiReader api, ApiOperation operation)
    {
        var ways = operation.Facts.GetProperty("security").EnumerateArray().SelectMany(way => way.EnumerateObject()).Select(way => way.Name).ToArray();
        if (ways.Length == 0) return Html.Empty;
        var schemes = api.Document.GetProperty("components").GetProperty("securitySchemes");
        return Html.Of($"""<ul class="needs">{ways.Select(way => Html.Of($"<li>{Way(schemes.GetProperty(way))} {api.Say(schemes.GetProperty(way))}</li>"))}</ul>""");
    }

    private static Html Way(JsonElement scheme) => scheme.TryGetProperty("name", out var name)
        ? Html.Of($"<code>{name.GetString()}: …</code>")
        : Html.Of($"<code>Authorization: {(scheme.TryGetProperty("scheme", out var kind) && kind.GetString() == "basic" ? "Basic" : "Bearer")} …</code>");

    private static Html Parameters(ApiReader api, ApiOperation operation) =>
        !operation.Facts.TryGetProperty("parameters", out var parameters) ? Html.Empty : Html.Of($"""
        <h4>{api.In(DocsWords.Parameters)}</h4>
        <dl class="members">
        {parameters.EnumerateArray().Select(parameter => DocsShape.Row(api, Spelled(parameter), parameter.GetProperty("schema"), api.Say(parameter), parameter.TryGetProperty("required", out _)))}
        </dl>
        """);

    private static string Spelled(JsonElement parameter) => (parameter.GetProperty("in").GetString(), parameter.GetProperty("name").GetString()) switch
    {
        ("query", var name) => $"?{name}=",
        ("path", var name) => $"{{{name}}}",
        (_, var name) => $"{name}:",
    };

    private static Html Body(ApiReader api, ApiOperation operation)
    {
        if (!operation.Facts.TryGetProperty("requestBody", out var body)) return Html.Empty;
        var content = body.GetProperty("content").EnumerateObject().First();
        var schema = content.Value.GetProperty("schema");
        return Html.Of($"""
            <h4>{api.In(DocsWords.Body)}</h4>
            <p>{api.Say(body)} <span class="type"><code>{content.Name}</code> {DocsShape.Type(schema)}</span></p>
            {DocsShape.Members(api, api.Resolve(schema))}
            {Example(content.Value.GetProperty("example"))}
            """);
    }

    private static Html Answer(ApiReader api, string status, JsonElement answer)
    {
        var contents = answer.TryGetProperty("content", out var content) ? content.EnumerateObject().ToArray() : [];
        var headers = answer.GetProperty("headers").EnumerateObject().Where(header => header.Name is not "Cache-Control").ToArray();
        var isError = status[0] is '4' or '5';
        return Html.Of($"""
            <details class="answer"{(isError || contents.Length == 0 ? Html.Empty : Html.Of($" open"))}>
            <summary><span class="status-code" data-kind="{status[..1]}">{status}</span> <span>{api.Say(answer)}</span></summary>
            {contents.Select(each => Html.Of($"""<p class="type"><code>{each.Name}</code> {DocsShape.Type(each.Value.GetProperty("schema"))}</p>{Examples(each.Value)}"""))}
            {(headers.Length == 0 ? Html.Empty : Html.Of($"""<dl class="members">{headers.Select(header => (Facts: api.Resolve(header.Value), header.Name)).Select(header => DocsShape.Row(api, $"{header.Name}:", header.Facts.GetProperty("schema"), api.Say(header.Facts), header.Facts.TryGetProperty("required", out _)))}</dl>"""))}
            </details>
            """);
    }

    private static IEnumerable<Html> Examples(JsonElement content) => !content.TryGetProperty("examples", out var examples) ? [] :
        examples.EnumerateObject().DistinctBy(example => example.Value.GetProperty("value").GetRawText()).Select(example => Example(example.Value.GetProperty("value")));

    private static Html Example(JsonElement example)
    {
        if (example.ValueKind == JsonValueKind.String) return Html.Of($"""<pre tabindex="0">{example.GetString()!.TrimEnd()}</pre>""");
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, Readable)) example.WriteTo(writer);
        return Html.Of($"""<pre tabindex="0">{System.Text.Encoding.UTF8.GetString(text.ToArray())}</pre>""");
    }
}
