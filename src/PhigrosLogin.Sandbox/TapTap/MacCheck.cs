using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Features;

namespace PhigrosLogin.Sandbox.TapTap;

/// <summary>Whether a request is signed by a token that was granted here (docs/protocol.md §3).</summary>
internal sealed partial class MacCheck(SandboxGrants grants, TimeProvider time)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <returns>The token, or the word that refuses the request.</returns>
    public (SandboxGrant? Grant, TapTapWord? Refusal) Check(HttpRequest request, string clientId)
    {
        if (request.Headers.Authorization.Count == 0) return (null, TapTapWord.BadToken);

        var header = Header().Match(request.Headers.Authorization.ToString());
        if (!header.Success) return (null, TapTapWord.InvalidRequest("the Authorization header is no MAC header"));

        var (id, ts, nonce, mac) = (header.Groups["id"].Value, header.Groups["ts"].Value, header.Groups["nonce"].Value, header.Groups["mac"].Value);
        var age = time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(long.Parse(ts, CultureInfo.InvariantCulture));
        if (age.Duration() > Tolerance) return (null, TapTapWord.InvalidTime);
        if (grants.Find(id) is not { } grant || grant.ClientId != clientId) return (null, TapTapWord.BadToken);
        if (!IsSigned(request, grant, ts, nonce, mac)) return (grant, TapTapWord.BadToken);
        return (grant, grants.TryUseNonce(id, nonce) ? null : TapTapWord.ReplayAttacks);
    }

    private static bool IsSigned(HttpRequest request, SandboxGrant grant, string ts, string nonce, string mac)
    {
        // The target exactly as it was sent: what is signed is the text, not what it decodes to.
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var port = (request.Host.Port ?? 80).ToString(CultureInfo.InvariantCulture);
        var text = $"{ts}\n{nonce}\n{request.Method}\n{target}\n{request.Host.Host.ToLowerInvariant()}\n{port}\n\n";
        var expected = Sign(grant, text);
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(mac));
    }

#pragma warning disable CA5350 // TapTap's tokens name hmac-sha-1
    private static string Sign(SandboxGrant grant, string text)
    {
        var (key, data) = (Encoding.UTF8.GetBytes(grant.MacKey), Encoding.UTF8.GetBytes(text));
        return Convert.ToBase64String(grant.MacAlgorithm == "hmac-sha-256" ? HMACSHA256.HashData(key, data) : HMACSHA1.HashData(key, data));
    }
#pragma warning restore CA5350

    [GeneratedRegex("""^MAC id="(?<id>[^"]+)", ?ts="(?<ts>[0-9]{1,11})", ?nonce="(?<nonce>[^"]{1,128})", ?mac="(?<mac>[^"]+)"$""")]
    private static partial Regex Header();
}
