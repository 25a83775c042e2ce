namespace PhigrosLogin.FaultyUpstream;

/// <summary>A request as it came over the wire.</summary>
/// <param name="Connection">Which connection it came on, counted from 1.</param>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query.</param>
/// <param name="Headers">The header lines, names in lower case.</param>
/// <param name="Body">The body as text.</param>
public sealed record UpstreamCall(int Connection, string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The path without the query.</summary>
    public string Path => Target.Split('?')[0];
}
