using System.Security.Cryptography;
using System.Text;

namespace PhigrosLogin.Server.Store;

/// <summary>
/// Finds a row by a secret that is too short for a plain hash: HMAC-SHA256 under a key of the column's own, so that
/// whoever has a copy of the file alone cannot try all secrets.
/// </summary>
internal sealed class KeyedHash(byte[] storeKey, string table, string column)
{
    private readonly byte[] _key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256, storeKey, storeKey.Length, salt: [], info: Encoding.UTF8.GetBytes($"PhigrosLogin store v1 hash {table}.{column}"));

    public byte[] Hash(Secret secret) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(secret.Reveal()));
}
