using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// The tokens that TapTap granted through this gateway and that it handed out within the last 10 minutes, known by the
/// SHA-256 of their <c>kid</c>. Calls with such a token are the end of a login that a player confirmed.
/// </summary>
/// <remarks>It lives as long as the process and is not shared among instances.</remarks>
internal sealed class GrantedTokens(GatewayOptions options, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<Hash, long> _grantedAt = [];
    private readonly Queue<Hash> _oldestFirst = [];

    /// <summary>How many are known.</summary>
    public int Count => _grantedAt.Count;

    /// <summary>
    /// Keeps a token for 10 minutes from the first time that it is added. Over <c>Limits:MaxLogins</c> the oldest is forgotten.
    /// </summary>
    public void Add(Secret kid)
    {
        var hash = Hash.Of(kid);
        lock (_lock)
        {
            var now = time.GetTimestamp();
            while (_oldestFirst.TryPeek(out var oldest) && IsOver(_grantedAt[oldest], now)) Forget();
            if (!_grantedAt.TryAdd(hash, now)) return;
            _oldestFirst.Enqueue(hash);
            if (_oldestFirst.Count > options.MaxLogins) Forget();
        }
    }

    /// <summary>Whether this token was added within the last 10 minutes.</summary>
    public bool Contains(Secret kid)
    {
        var hash = Hash.Of(kid);
        lock (_lock) return _grantedAt.TryGetValue(hash, out var at) && !IsOver(at, time.GetTimestamp());
    }

    private void Forget() => _grantedAt.Remove(_oldestFirst.Dequeue());

    private bool IsOver(long at, long now) => time.GetElapsedTime(at, now) >= Kept;

    private readonly record struct Hash(UInt128 High, UInt128 Low)
    {
        public static Hash Of(Secret kid)
        {
            Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(Encoding.UTF8.GetBytes(kid.Reveal()), bytes);
            return new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));
        }
    }
}
