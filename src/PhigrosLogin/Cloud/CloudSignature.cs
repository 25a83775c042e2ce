using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PhigrosLogin.Cloud;

/// <summary>The <c>X-LC-Sign</c> header of the game cloud (docs/protocol.md §4).</summary>
internal static class CloudSignature
{
    /// <summary><c>md5hex(timestamp + app key),timestamp</c>, hexadecimal in lower case.</summary>
    public static string Header(string appKey, long timestamp)
    {
        var stamp = timestamp.ToString(CultureInfo.InvariantCulture);
        return $"{Convert.ToHexStringLower(Md5(stamp + appKey))},{stamp}";
    }

    // The cloud's protocol names MD5; the key in it is public, so it protects nothing that matters.
#pragma warning disable CA5351
    private static byte[] Md5(string text) => MD5.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5351
}
