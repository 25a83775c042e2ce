using System.Text.Json;
using System.Text.RegularExpressions;

namespace PhigrosLogin.Cli.LiveCheck;

/// <summary>
/// Compares JSON member by member: presence, order, kind and value. A difference names the member and never its value,
/// which may be a credential.
/// </summary>
internal sealed class WireComparison(IReadOnlyDictionary<string, string> varies, IReadOnlyList<string> optional)
{
    private static readonly TimeSpan PatternLimit = TimeSpan.FromSeconds(1);

    public IEnumerable<string> Differences(JsonElement expected, JsonElement actual) => Differences("", expected, actual);

    private IEnumerable<string> Differences(string path, JsonElement expected, JsonElement actual)
    {
        if (varies.TryGetValue(path, out var pattern) && IsPlain(expected) && IsPlain(actual))
        {
            if (KindOf(actual) != KindOf(expected)) return [$"{path} is {KindOf(actual)} and not {KindOf(expected)}."];
            return Regex.IsMatch(actual.ToString(), pattern, RegexOptions.Singleline, PatternLimit) ? [] : [$"{path} does not look like {pattern}."];
        }
        if (KindOf(actual) != KindOf(expected)) return [$"{Name(path)} is {KindOf(actual)} and not {KindOf(expected)}."];
        return expected.ValueKind switch
        {
            JsonValueKind.Object => Members(path, expected, actual),
            JsonValueKind.Array => Elements(path, expected, actual),
            _ => JsonElement.DeepEquals(expected, actual) ? [] : [$"{Name(path)} has another value."],
        };
    }

    private IEnumerable<string> Members(string path, JsonElement expected, JsonElement actual)
    {
        var wanted = expected.EnumerateObject().ToList();
        var there = actual.EnumerateObject().Select(member => member.Name).ToList();
        foreach (var member in wanted)
        {
            var place = Join(path, member.Name);
            if (actual.TryGetProperty(member.Name, out var value))
            {
                foreach (var difference in Differences(place, member.Value, value)) yield return difference;
            }
            else if (!optional.Contains(place)) yield return $"{place} is missing.";
        }

        var names = wanted.ConvertAll(member => member.Name);
        foreach (var name in there.Except(names)) yield return $"{Join(path, name)} is not written down.";
        if (there.Distinct().Count() != there.Count) yield return $"{Name(path)} has a member twice.";
        if (!there.Where(names.Contains).SequenceEqual(names.Where(there.Contains))) yield return $"{Name(path)} has its members in another order.";
    }

    private IEnumerable<string> Elements(string path, JsonElement expected, JsonElement actual)
    {
        if (expected.GetArrayLength() != actual.GetArrayLength())
        {
            return [$"{Name(path)} has {actual.GetArrayLength()} elements and not {expected.GetArrayLength()}."];
        }
        return expected.EnumerateArray().Zip(actual.EnumerateArray())
            .SelectMany((pair, place) => Differences(Join(path, FormattableString.Invariant($"{place}")), pair.First, pair.Second));
    }

    private static bool IsPlain(JsonElement element) => element.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);

    private static string KindOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => "null",
    };

    private static string Name(string path) => path.Length == 0 ? "The body" : path;

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
