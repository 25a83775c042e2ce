using System.Security.Cryptography;
using System.Text;

namespace PhigrosLogin.Sandbox.Cloud;

/// <summary>Whether a request names the game and proves that it knows the app key (docs/protocol.md §4).</summary>
internal static class CloudCredentials
{
    public static bool AreRight(HttpRequest request, SandboxRegion region, SignUnit unit)
    {
        var (id, key, sign) = (request.Headers["X-LC-Id"], request.Headers["X-LC-Key"], request.Headers["X-LC-Sign"]);
        if (id != region.ClientId) return false;
        return sign.Count > 0 ? IsSigned(sign.ToString(), region.AppKey, unit) : key == region.AppKey;
    }

    private static bool IsSigned(string sign, string appKey, SignUnit unit)
    {
        var parts = sign.Split(',');
        return parts.Length == 2 && IsTimestamp(parts[1], unit) && parts[0] == Hash(parts[1] + appKey);
    }

    // §8.10: how old a timestamp may be is not known, so only its unit is looked at.
    private static bool IsTimestamp(string text, SignUnit unit) =>
        text.All(char.IsAsciiDigit) && text.Length switch
        {
            10 => unit is SignUnit.Both or SignUnit.Seconds,
            13 => unit is SignUnit.Both or SignUnit.Milliseconds,
            _ => false,
        };

#pragma warning disable CA5351 // the cloud's protocol names MD5
    private static string Hash(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}
