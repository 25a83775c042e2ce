using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace PhigrosLogin.Server.Logins;

/// <summary>The secret that alone opens a result: 256 random bits, base64url, 43 characters, kept only as their SHA-256.</summary>
internal static class LoginSecret
{
    public static (Secret Secret, byte[] Hash) New()
    {
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (new Secret(text), Hash(text));
    }

    public static bool Matches(string claimed, byte[] hash) => CryptographicOperations.FixedTimeEquals(Hash(claimed), hash);

    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
