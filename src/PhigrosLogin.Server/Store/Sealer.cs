using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PhigrosLogin.Server.Store;

/// <summary>
/// Seals the values of one column: AES-256-GCM under a key of the column's own, bound to its table, row and column, so
/// that a value opens nowhere but where it was written. Sealed form: version, nonce, tag, ciphertext.
/// </summary>
internal sealed class Sealer
{
    private const byte Version = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int HeadSize = 1 + NonceSize + TagSize;

    private readonly byte[] _table;
    private readonly byte[] _column;
    private readonly byte[] _key;

    public Sealer(byte[] storeKey, string table, string column)
    {
        _table = Encoding.UTF8.GetBytes(table);
        _column = Encoding.UTF8.GetBytes(column);
        var purpose = Encoding.UTF8.GetBytes($"PhigrosLogin store v{Version} {table}.{column}");
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, storeKey, storeKey.Length, salt: [], info: purpose);
    }

    public byte[] Seal(byte[] row, ReadOnlySpan<byte> plain)
    {
        var box = new byte[HeadSize + plain.Length];
        box[0] = Version;
        RandomNumberGenerator.Fill(box.AsSpan(1, NonceSize));
        // One AesGcm for each use: an instance may not be used by two threads at once.
        using var aes = new AesGcm(_key, TagSize);
        aes.Encrypt(box.AsSpan(1, NonceSize), plain, box.AsSpan(HeadSize), box.AsSpan(1 + NonceSize, TagSize), Place(row));
        return box;
    }

    /// <summary>The value, or null when it was sealed elsewhere, with another key, or changed since.</summary>
    public byte[]? Open(byte[] row, byte[] box)
    {
        if (box.Length < HeadSize || box[0] != Version) return null;
        var plain = new byte[box.Length - HeadSize];
        try
        {
            using var aes = new AesGcm(_key, TagSize);
            aes.Decrypt(box.AsSpan(1, NonceSize), box.AsSpan(HeadSize), box.AsSpan(1 + NonceSize, TagSize), plain, Place(row));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    // The lengths keep ("ab", "c") and ("a", "bc") apart.
    private byte[] Place(byte[] row)
    {
        var place = new byte[12 + _table.Length + row.Length + _column.Length];
        var rest = place.AsSpan();
        foreach (var part in (ReadOnlySpan<byte[]>)[_table, row, _column])
        {
            BinaryPrimitives.WriteInt32BigEndian(rest, part.Length);
            part.CopyTo(rest[4..]);
            rest = rest[(4 + part.Length)..];
        }
        return place;
    }
}
