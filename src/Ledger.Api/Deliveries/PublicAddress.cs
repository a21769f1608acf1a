using System.Net;
using System.Net.Sockets;

namespace Ledger.Api.Deliveries;

/// <summary>Which IP addresses are on the public internet: what IANA's special-purpose registries (RFC 6890) leave.</summary>
public static class PublicAddress
{
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24",
            "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // A cloud's own services behind a public address.
            "168.63.129.16/32",
            // Of 2000::/3: protocol assignments with Teredo, documentation, 6to4, AS112, documentation.
            "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>All that is global unicast in IPv6; the rest is local, mapped, translated, multicast or reserved.</summary>
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    /// <summary>Whether a server may be reached there. False for loopback, private, link-local, carrier, translated, multicast and documentation ranges.</summary>
    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return false;
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && (!Global6.Contains(address) || address.ScopeId != 0)) return false;
        return !Special.Any(network => network.Contains(address));
    }
}
