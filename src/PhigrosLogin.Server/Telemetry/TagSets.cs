namespace PhigrosLogin.Server.Telemetry;

/// <summary>Tells whether two measurements belong together: the same tags with the same values, in whatever order. Looking allocates nothing.</summary>
internal sealed class TagSets :
    IEqualityComparer<KeyValuePair<string, object?>[]>,
    IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, KeyValuePair<string, object?>[]>
{
    public bool Equals(KeyValuePair<string, object?>[]? x, KeyValuePair<string, object?>[]? y) => Equals(x.AsSpan(), y!);

    public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> alternate, KeyValuePair<string, object?>[] other)
    {
        if (alternate.Length != other.Length) return false;
        for (var at = 0; at < other.Length; at++)
        {
            // Those who measure nearly always name their tags in the same order.
            if (!AreSame(alternate[at], other[at]) && !IsAmong(alternate[at], other)) return false;
        }
        return true;
    }

    public int GetHashCode(KeyValuePair<string, object?>[] obj) => GetHashCode(obj.AsSpan());

    public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> alternate)
    {
        var sum = 0;
        foreach (var (name, value) in alternate) sum += HashCode.Combine(name, value);
        return sum;
    }

    public KeyValuePair<string, object?>[] Create(ReadOnlySpan<KeyValuePair<string, object?>> alternate) => alternate.ToArray();

    private static bool IsAmong(KeyValuePair<string, object?> tag, KeyValuePair<string, object?>[] tags)
    {
        foreach (var other in tags)
        {
            if (AreSame(tag, other)) return true;
        }
        return false;
    }

    private static bool AreSame(KeyValuePair<string, object?> one, KeyValuePair<string, object?> other) =>
        one.Key == other.Key && Equals(one.Value, other.Value);
}
