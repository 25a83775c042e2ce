using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PhigrosLogin.Server.Store;

/// <summary>
/// Encrypts the values of one column with AES-256-GCM. A value is bound to its table, row, column and revision, so that it
/// decrypts nowhere but where it was written, and an earlier value of the same row does not decrypt again. Format: version,
/// nonce, tag, ciphertext.
/// </summary>
/// <remarks>
/// Random nonces allow 2³² values for each key (NIST SP 800-38D §8.3). Version 2 has a key for each row, and a row is written
/// some ten times. Version 1 had one key for the column and did not bind the revision; it is still read, until the row is
/// written again.
/// </remarks>
internal sealed class Sealer
{
    private const byte ColumnKey = 1;
    private const byte RowKey = 2;
    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int HeadSize = 1 + NonceSize + TagSize;

    private readonly byte[] _table;
    private readonly byte[] _column;
    private readonly byte[] _columnKey;
    private readonly byte[] _rowKeys;

    public Sealer(byte[] storeKey, string table, string column)
    {
        _table = Encoding.UTF8.GetBytes(table);
        _column = Encoding.UTF8.GetBytes(column);
        _columnKey = Derive(ColumnKey);
        _rowKeys = Derive(RowKey);

        byte[] Derive(byte version) => HKDF.DeriveKey(
            HashAlgorithmName.SHA256, storeKey, KeySize, salt: [],
            info: Encoding.UTF8.GetBytes($"PhigrosLogin store v{version} {table}.{column}"));
    }

    /// <param name="row">The key of the row.</param>
    /// <param name="plain">The value.</param>
    /// <param name="revision">The revision of the row that the value belongs to; 0 for a value that never changes.</param>
    public byte[] Seal(byte[] row, ReadOnlySpan<byte> plain, long revision = 0)
    {
        var box = new byte[HeadSize + plain.Length];
        box[0] = RowKey;
        RandomNumberGenerator.Fill(box.AsSpan(1, NonceSize));
        // One AesGcm for each use: an instance may not be used by two threads at once.
        using var aes = new AesGcm(KeyOf(row), TagSize);
        aes.Encrypt(
            box.AsSpan(1, NonceSize), plain, box.AsSpan(HeadSize), box.AsSpan(1 + NonceSize, TagSize),
            AssociatedData(row, revision));
        return box;
    }

    /// <summary>
    /// The value; null if it was encrypted for another place or revision or with another key, or was changed since.
    /// </summary>
    public byte[]? Open(byte[] row, byte[] box, long revision = 0)
    {
        if (box.Length < HeadSize || box[0] is not (ColumnKey or RowKey)) return null;
        var plain = new byte[box.Length - HeadSize];
        try
        {
            using var aes = new AesGcm(box[0] == ColumnKey ? _columnKey : KeyOf(row), TagSize);
            aes.Decrypt(
                box.AsSpan(1, NonceSize), box.AsSpan(HeadSize), box.AsSpan(1 + NonceSize, TagSize), plain,
                AssociatedData(row, box[0] == ColumnKey ? null : revision));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private byte[] KeyOf(byte[] row) => HKDF.Expand(HashAlgorithmName.SHA256, _rowKeys, KeySize, info: row);

    // The lengths keep ("ab", "c") and ("a", "bc") apart.
    private byte[] AssociatedData(byte[] row, long? revision)
    {
        var size = 12 + _table.Length + row.Length + _column.Length;
        var data = new byte[revision is null ? size : size + sizeof(long)];
        var rest = data.AsSpan();
        foreach (var part in (ReadOnlySpan<byte[]>)[_table, row, _column])
        {
            BinaryPrimitives.WriteInt32BigEndian(rest, part.Length);
            part.CopyTo(rest[4..]);
            rest = rest[(4 + part.Length)..];
        }
        if (revision is { } number) BinaryPrimitives.WriteInt64BigEndian(rest, number);
        return data;
    }
}
