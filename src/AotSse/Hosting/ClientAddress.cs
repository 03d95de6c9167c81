using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace AotSse.Hosting;

/// <summary>Whom the limit for each client address counts together: one IPv4 address, or one IPv6 network of 64 bits, which is what a single site has.</summary>
/// <param name="Network">The address, or its first half.</param>
/// <param name="IsIPv6">Which of both.</param>
internal readonly record struct ClientAddress(ulong Network, bool IsIPv6)
{
    /// <returns><see langword="null"/> for clients without one, as over a unix socket: they are not counted.</returns>
    public static ClientAddress? Of(IPAddress? address)
    {
        if (address is null) return null;
        Span<byte> bytes = stackalloc byte[16];
        if (!address.TryWriteBytes(bytes, out _)) return null;
        if (address.AddressFamily == AddressFamily.InterNetwork) return new ClientAddress(BinaryPrimitives.ReadUInt32BigEndian(bytes), IsIPv6: false);
        return address.IsIPv4MappedToIPv6
            ? new ClientAddress(BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]), IsIPv6: false)
            : new ClientAddress(BinaryPrimitives.ReadUInt64BigEndian(bytes), IsIPv6: true);
    }
}
