namespace PhigrosLogin.Server.Http;

/// <summary>
/// A token bucket for each caller and one for all together. A bucket is kept as the moment when it is full again, and
/// full ones are forgotten: since all together can draw only so much a minute, no crowd of addresses fills the memory.
/// </summary>
/// <param name="each">What one caller may draw at once, and within a minute.</param>
/// <param name="together">The same for all callers together.</param>
/// <param name="time">The clock.</param>
/// <param name="beyond">
/// What one caller and all may draw once <paramref name="together"/> is used up, so that a crowd slows callers down
/// instead of keeping them out; nothing if it is null.
/// </param>
internal sealed class AddressLimit(int each, int together, TimeProvider time, (int Each, int Together)? beyond = null)
{
    private const int FewBuckets = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<CallerAddress, long> _fullAt = [];
    private readonly TokenBucket _each = new(each, time);
    private readonly TokenBucket _together = new(together, time);
    private readonly (TokenBucket Each, TokenBucket Together)? _beyond = beyond is { } rates
        ? (new(rates.Each, time), new(rates.Together, time))
        : null;

    private long _allFullAt;
    private long _allFullAtBeyond;
    private int _sweepAt = FewBuckets;

    /// <summary>How many buckets are kept.</summary>
    public int Count => _fullAt.Count;

    /// <inheritdoc cref="Draw(CallerAddress, out bool)" />
    public TimeSpan Draw(CallerAddress caller) => Draw(caller, out _);

    /// <summary>Draws for one request. What is refused costs nothing, so a caller who waits as told gets in.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="isBeyond">Whether it was drawn after all together had used theirs up.</param>
    /// <returns>Zero, or how long the caller should wait.</returns>
    public TimeSpan Draw(CallerAddress caller, out bool isBeyond)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var own = _fullAt.GetValueOrDefault(caller);
            isBeyond = _beyond is not null && _together.Wait(_allFullAt, now) > 0;
            var (bucket, all) = isBeyond ? _beyond!.Value : (_each, _together);
            ref var allFullAt = ref isBeyond ? ref _allFullAtBeyond : ref _allFullAt;
            var wait = Math.Max(bucket.Wait(own, now), all.Wait(allFullAt, now));
            if (wait > 0) return TimeSpan.FromSeconds((double)wait / time.TimestampFrequency);

            (_fullAt[caller], allFullAt) = (bucket.Draw(own, now), all.Draw(allFullAt, now));
            if (_fullAt.Count >= _sweepAt) Sweep(now);
            return TimeSpan.Zero;
        }
    }

    /// <summary>Gives back what was drawn for a request that turned out to cost nothing.</summary>
    public void GiveBack(CallerAddress caller, bool isBeyond)
    {
        lock (_lock)
        {
            var (bucket, all) = isBeyond ? _beyond!.Value : (_each, _together);
            ref var allFullAt = ref isBeyond ? ref _allFullAtBeyond : ref _allFullAt;
            if (_fullAt.TryGetValue(caller, out var fullAt)) _fullAt[caller] = fullAt - bucket.Token;
            allFullAt -= all.Token;
        }
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
