using System.Globalization;
using System.Text.Json.Nodes;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.OpenApi.Writing;

/// <summary>One route with one method: what it does, what it takes and everything that it answers.</summary>
internal sealed record Operation(string Method, string Path, string Id, string Tag, Phrase Summary, Phrase Description)
{
    private readonly SortedDictionary<int, Answer> _answers = [];

    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    public RequestBody? Body { get; init; }

    /// <summary>The ways in: one of them is enough, and an empty one means that none is needed.</summary>
    public IReadOnlyList<string> Security { get; init; } = [];

    /// <summary>Whether the route answers HEAD too.</summary>
    public bool HasHead { get; init; }

    public IEnumerable<Answer> AllAnswers => _answers.Values;

    public IEnumerable<Component> Components =>
        _answers.Values.SelectMany(answer => answer.Components).Concat(Parameters.SelectMany(parameter => parameter.Components)).Concat(Body?.Components ?? []).SelectMany(component => component.WithItsOwn());

    /// <summary>Adds an answer; a second one with the same status joins the first.</summary>
    public Operation Answers(int status, Answer answer)
    {
        _answers[status] = _answers.TryGetValue(status, out var known) ? known.With(answer) : answer;
        return this;
    }

    public IEnumerable<Operation> WithHead()
    {
        yield return this;
        if (!HasHead) yield break;
        var head = new Operation("HEAD", Path, $"{Id}Head", Tag, new($"{Summary.Chinese}（只要响应头）", $"{Summary.English}: the headers alone"), new("与 GET 相同，只是没有正文。", "The same as GET, without a body."))
        {
            Parameters = Parameters,
            Security = Security,
        };
        foreach (var (status, answer) in _answers) head._answers[status] = answer with { Name = null, Contents = [] };
        yield return head;
    }

    public JsonObject Write()
    {
        var written = new JsonObject
        {
            ["operationId"] = Id,
            ["tags"] = new JsonArray(Tag),
            ["summary"] = Summary.English,
            ["x-summary-zh"] = Summary.Chinese,
        }.Say(Description);
        if (Parameters.Count > 0) written["parameters"] = new JsonArray([.. Parameters.Select(parameter => parameter.Write())]);
        if (Body is not null) written["requestBody"] = Body.Write();
        written["responses"] = new JsonObject(_answers.Select(answer => KeyValuePair.Create(answer.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)answer.Value.Mention())));
        written["security"] = new JsonArray([.. Security.Select(way => way.Length == 0 ? new JsonObject() : new JsonObject { [way] = new JsonArray() })]);
        return written;
    }
}

/// <summary>What a caller says beside the body.</summary>
internal sealed record Parameter(string In, string Name, Phrase Text, JsonObject Schema, bool IsRequired = false, Component? Component = null)
{
    public IEnumerable<Component> Components => Component is null ? [] : [Component];

    public JsonObject Write()
    {
        var written = new JsonObject { ["name"] = Name, ["in"] = In }.Say(Text);
        if (IsRequired) written["required"] = true;
        written["schema"] = Schema.DeepClone();
        return written;
    }
}

/// <summary>What a caller sends.</summary>
internal sealed record RequestBody(string MediaType, Component Schema, JsonObject Example, Phrase Text, bool IsRequired = true)
{
    public IEnumerable<Component> Components => [Schema];

    public JsonObject Write() => new JsonObject
    {
        ["required"] = IsRequired,
        ["content"] = new JsonObject { [MediaType] = new JsonObject { ["schema"] = Schema.Ref(), ["example"] = Example.DeepClone() } },
    }.Say(Text);
}
