using System.Buffers.Binary;
using System.Text;

namespace PhigrosLogin.Server.Store;

/// <summary>
/// The payload of a PostgreSQL notification: id and revision of a login, encrypted with the store key. Every role that may
/// connect to the database may LISTEN, and an id is enough to look at a login and to cancel it.
/// </summary>
internal sealed class ChangeNotification
{
    private readonly Sealer _sealer;
    private readonly byte[] _row;

    public ChangeNotification(byte[] storeKey, string schema)
    {
        Channel = $"phigroslogin {schema}";
        _sealer = new Sealer(storeKey, "logins", "notification");
        _row = Encoding.UTF8.GetBytes(Channel);
    }

    public string Channel { get; }

    public string Write(string id, long revision)
    {
        var plain = new byte[sizeof(long) + Encoding.ASCII.GetByteCount(id)];
        BinaryPrimitives.WriteInt64BigEndian(plain, revision);
        Encoding.ASCII.GetBytes(id, plain.AsSpan(sizeof(long)));
        return Convert.ToBase64String(_sealer.Seal(_row, plain));
    }

    /// <summary>Id and revision; null if the payload was not written with this store key.</summary>
    public (string Id, long Revision)? Read(string payload)
    {
        var box = new byte[payload.Length];
        if (!Convert.TryFromBase64String(payload, box, out var length)) return null;
        if (_sealer.Open(_row, box[..length]) is not { Length: > sizeof(long) } plain) return null;
        return (Encoding.ASCII.GetString(plain.AsSpan(sizeof(long))), BinaryPrimitives.ReadInt64BigEndian(plain));
    }
}
