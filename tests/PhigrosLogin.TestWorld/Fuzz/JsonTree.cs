using System.Text.Json;

namespace PhigrosLogin.Tests.Fuzz;

/// <summary>
/// JSON that may become wrong: names and values are kept as they are spelled, and nothing forbids two members of one
/// name or a value that is none.
/// </summary>
internal sealed class JsonTree
{
    /// <summary>The members of an object; null for everything else.</summary>
    public List<JsonMember>? Members { get; private init; }

    /// <summary>The spelling of whatever is no object.</summary>
    public string Text { get; private init; } = "";

    public static JsonTree Of(string text) => new() { Text = text };

    public static JsonTree Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return From(document.RootElement);
    }

    /// <summary>This object and those in it.</summary>
    public IEnumerable<JsonTree> Objects() =>
        Members is null ? [] : Members.SelectMany(member => member.Value.Objects()).Prepend(this);

    /// <param name="space">What stands between two tokens; nothing when null.</param>
    public string Write(Func<string>? space = null)
    {
        var gap = space ?? (() => "");
        return Members is null
            ? Text
            : "{" + string.Join(",", Members.Select(member => $"{gap()}{member.Name}{gap()}:{gap()}{member.Value.Write(space)}{gap()}")) + "}";
    }

    private static JsonTree From(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? new() { Members = [.. element.EnumerateObject().Select(member => new JsonMember($"\"{member.Name}\"", From(member.Value)))] }
        : Of(element.GetRawText());
}

/// <summary>A member of an object.</summary>
/// <param name="Name">The name as it is spelled, quotes included.</param>
/// <param name="Value">The value.</param>
internal sealed record JsonMember(string Name, JsonTree Value);
