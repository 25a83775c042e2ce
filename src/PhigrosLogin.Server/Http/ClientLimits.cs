using System.Runtime.InteropServices;

namespace PhigrosLogin.Server.Http;

/// <summary>The token buckets of registered clients, apart from those of addresses: an operator knows how many there are.</summary>
internal sealed class ClientLimits(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string ClientId, Limit Limit), long> _fullAt = [];

    /// <summary>Draws for one request; what is refused costs nothing.</summary>
    /// <param name="clientId">The client.</param>
    /// <param name="limit">What it draws on.</param>
    /// <param name="perMinute">How much it may draw at once, and within a minute; 0 is no limit.</param>
    /// <returns>Zero, or how long the client should wait.</returns>
    public TimeSpan Draw(string clientId, Limit limit, int perMinute)
    {
        if (perMinute == 0) return TimeSpan.Zero;
        lock (_lock)
        {
            var (bucket, now) = (new TokenBucket(perMinute, time), time.GetTimestamp());
            ref var fullAt = ref CollectionsMarshal.GetValueRefOrAddDefault(_fullAt, (clientId, limit), out _);
            if (bucket.Wait(fullAt, now) is > 0 and var wait) return TimeSpan.FromSeconds((double)wait / time.TimestampFrequency);
            fullAt = bucket.Draw(fullAt, now);
            return TimeSpan.Zero;
        }
    }
}
