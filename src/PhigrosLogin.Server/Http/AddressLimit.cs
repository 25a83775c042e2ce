namespace PhigrosLogin.Server.Http;

/// <summary>
/// A token bucket for each caller and one for all together. A bucket is kept as the moment when it is full again, and
/// full ones are forgotten: since all together can draw only so much a minute, no crowd of addresses fills the memory.
/// </summary>
/// <param name="each">What one caller may draw at once, and within a minute.</param>
/// <param name="together">The same for all callers together.</param>
/// <param name="time">The clock.</param>
internal sealed class AddressLimit(int each, int together, TimeProvider time)
{
    private const int FewBuckets = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<CallerAddress, long> _fullAt = [];
    private readonly long _minute = time.TimestampFrequency * 60;
    private long _allFullAt;
    private int _sweepAt = FewBuckets;

    /// <summary>How many buckets are kept.</summary>
    public int Count => _fullAt.Count;

    /// <summary>Draws for one request. What is refused costs nothing, so a caller who waits as told gets in.</summary>
    /// <returns>Zero, or how long the caller should wait.</returns>
    public TimeSpan Draw(CallerAddress caller)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var own = Drawn(_fullAt.GetValueOrDefault(caller), now, each);
            var all = Drawn(_allFullAt, now, together);
            var wait = Math.Max(own.Wait, all.Wait);
            if (wait > 0) return TimeSpan.FromSeconds((double)wait / time.TimestampFrequency);

            (_fullAt[caller], _allFullAt) = (own.FullAt, all.FullAt);
            if (_fullAt.Count >= _sweepAt) Sweep(now);
            return TimeSpan.Zero;
        }
    }

    /// <summary>Gives back what was drawn for a request that turned out to cost nothing.</summary>
    public void GiveBack(CallerAddress caller)
    {
        lock (_lock)
        {
            if (_fullAt.TryGetValue(caller, out var fullAt)) _fullAt[caller] = fullAt - (_minute / each);
            _allFullAt -= _minute / together;
        }
    }

    private (long FullAt, long Wait) Drawn(long fullAt, long now, int size)
    {
        var token = _minute / size;
        fullAt = Math.Max(fullAt, now) + token;
        return (fullAt, fullAt - now - (token * size));
    }

    private void Sweep(long now)
    {
        foreach (var (caller, fullAt) in _fullAt)
        {
            if (fullAt <= now) _fullAt.Remove(caller);
        }
        _sweepAt = Math.Max(FewBuckets, 2 * _fullAt.Count);
    }
}
