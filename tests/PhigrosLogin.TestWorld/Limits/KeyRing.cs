using System.Security.Cryptography;
using System.Text;

namespace PhigrosLogin.Tests.Limits;

/// <summary>Client secrets as an operator issues them: the client has the secret, the gateway its SHA-256.</summary>
internal static class KeyRing
{
    public const string Key = "key-0f-A-b0t+that/is=known";

    /// <summary>The setting for a client of this id.</summary>
    public static string Setting(string name, string key = Key) =>
        $"--Clients:{name}:Secret=sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}";

    /// <summary>A request as raw text would say it, with the key if there is one.</summary>
    public static Task<RawAnswer> AskAsync(this TestGateway gateway, string method, string path, string? body = null, string? key = null, string more = "")
    {
        var header = key is null ? "" : $"X-Api-Key: {key}\r\n";
        var type = body is null ? "" : $"Content-Type: {(body.StartsWith('{') ? "application/json" : "application/x-www-form-urlencoded")}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n";
        return RawHttp.SendAsync(gateway.Url, $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{header}{more}{type}\r\n{body}");
    }
}
