using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace PhigrosLogin.Server.Http;

/// <summary>
/// Whom a limit counts as one: an address of IPv4, or the /64 of IPv6 that a household or a server has to itself.
/// An IPv4 address that is written as IPv6 is that address.
/// </summary>
internal readonly record struct CallerAddress(bool IsV6, ulong Network)
{
    /// <summary>Whoever comes without an address, as through a socket file, is one caller.</summary>
    public static CallerAddress Of(IPAddress? address)
    {
        if (address is null) return default;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new(IsV6: true, BinaryPrimitives.ReadUInt64BigEndian(bytes))
            : new(IsV6: false, BinaryPrimitives.ReadUInt32BigEndian(bytes));
    }
}
