using System.Net;
using System.Net.Sockets;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// Makes guessing user codes hopeless (RFC 8628 §5.1): in a minute 10 wrong ones from an address and 1000 from all. With
/// a hundred logins under way, all of that together finds one in half a year.
/// </summary>
internal sealed class WrongCodes(TimeProvider time)
{
    private const int MostOfOne = 10;
    private const int MostOfAll = 1000;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _ofOne = [];
    private int _ofAll;
    private long _begin = time.GetTimestamp();

    /// <summary>Counts a try, before anybody knows whether it is right, so that many at once are counted too.</summary>
    /// <returns>False when there were too many; the try must not be looked at.</returns>
    public bool TryBegin(IPAddress? address)
    {
        lock (_lock)
        {
            if (time.GetElapsedTime(_begin) >= Minute) Forget();
            var key = Household(address);
            var tries = _ofOne.GetValueOrDefault(key);
            if (tries >= MostOfOne || _ofAll >= MostOfAll) return false;
            _ofOne[key] = tries + 1;
            _ofAll++;
            return true;
        }
    }

    /// <summary>It was right: it does not count.</summary>
    public void TakeBack(IPAddress? address)
    {
        lock (_lock)
        {
            var key = Household(address);
            if (_ofOne.GetValueOrDefault(key) == 0) return; // a new minute has begun since
            _ofOne[key]--;
            _ofAll--;
        }
    }

    private void Forget()
    {
        (_begin, _ofAll) = (time.GetTimestamp(), 0);
        _ofOne.Clear();
    }

    // Whoever has one IPv6 address has the 64 bits of others behind it.
    private static IPAddress Household(IPAddress? address)
    {
        if (address is null) return IPAddress.None;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
