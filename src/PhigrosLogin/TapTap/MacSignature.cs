using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PhigrosLogin.TapTap;

/// <summary>The MAC with which a player's token signs a request to TapTap (docs/protocol.md §3).</summary>
internal static class MacSignature
{
    /// <summary>The value of the <c>Authorization</c> header.</summary>
    public static string Header(TapTapToken token, long unixSeconds, string nonce, string method, Uri uri)
    {
        var signature = Sign(token.MacKey, token.MacAlgorithm, unixSeconds, nonce, method, uri);
        return string.Create(CultureInfo.InvariantCulture, $"MAC id=\"{token.Kid.Reveal()}\",ts=\"{unixSeconds}\",nonce=\"{nonce}\",mac=\"{signature}\"");
    }

    /// <summary>The base64 signature over time, nonce, method, path with query, host, port and an empty extension.</summary>
    public static string Sign(Secret macKey, string macAlgorithm, long unixSeconds, string nonce, string method, Uri uri)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{unixSeconds}\n{nonce}\n{method}\n{uri.PathAndQuery}\n{uri.Host.ToLowerInvariant()}\n{uri.Port}\n\n");

        // NOTE: the key is the text of mac_key itself; decoding it as base64 gives a signature that TapTap refuses.
        var key = Encoding.UTF8.GetBytes(macKey.Reveal());
        var data = Encoding.UTF8.GetBytes(text);
        return Convert.ToBase64String(macAlgorithm == TapTapToken.HmacSha256 ? HMACSHA256.HashData(key, data) : Sha1(key, data));
    }

    // TapTap's tokens name hmac-sha-1; HMAC does not rest on SHA-1's collision resistance.
#pragma warning disable CA5350
    private static byte[] Sha1(byte[] key, byte[] data) => HMACSHA1.HashData(key, data);
#pragma warning restore CA5350
}
