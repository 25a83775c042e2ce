using System.Text;

namespace PhigrosLogin.Tests.OpenApi;

/// <summary>A request that was made from the document.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query.</param>
/// <param name="Headers">Header lines, each with its end.</param>
/// <param name="Body">The body; null for none.</param>
/// <param name="IsValid">Whether it is as the document wants it.</param>
/// <param name="Host">Whom it thinks that it speaks to.</param>
internal sealed record AskedRequest(string Method, string Target, string Headers, byte[]? Body, bool IsValid, string Host = "localhost")
{
    public byte[] Bytes =>
    [
        .. Encoding.Latin1.GetBytes($"{Method} {Target} HTTP/1.1\r\nHost: {Host}\r\n{Headers}{(Body is null ? "" : FormattableString.Invariant($"Content-Length: {Body.Length}\r\n"))}\r\n"),
        .. Body ?? [],
    ];

    public override string ToString() => Encoding.Latin1.GetString(Bytes);
}
