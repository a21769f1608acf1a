using System.Net;
using System.Net.Sockets;
using Ledger.Sdk;

namespace Ledger.Devnet.Hosting;

/// <summary>Settles where a server listens before it is started, so that a port in use is said at once and in plain words.</summary>
internal static class Ports
{
    /// <summary>Gives the address with a port that is free now: its own, or any where it is 0.</summary>
    /// <param name="what">What wants to listen there, for the message.</param>
    /// <param name="option">The option that chooses another one.</param>
    /// <exception cref="LedgerException">Another program listens there, or the host is not one of this machine's.</exception>
    public static Uri Settle(Uri wanted, string what, string option)
    {
        try
        {
            using var listener = new TcpListener(AddressOf(wanted), wanted.Port);
            listener.Server.ExclusiveAddressUse = true;
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            return new UriBuilder(wanted) { Port = port }.Uri;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            throw new LedgerException("port-in-use", $"Port {wanted.Port} is in use, so {what} can't listen on {Show(wanted)}.",
                $"Stop the other program (another devnet?), or choose another port, for example {option} http://{wanted.Host}:0 for any free one.");
        }
        catch (SocketException exception)
        {
            throw new LedgerException("address-not-ours", $"{char.ToUpperInvariant(what[0])}{what[1..]} can't listen on {Show(wanted)}: {exception.Message}.",
                $"Give {option} an address of this machine, for example http://127.0.0.1:0.");
        }
    }

    /// <summary>An address as people write it: without the slash at the end.</summary>
    public static string Show(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private static IPAddress AddressOf(Uri wanted) =>
        wanted.IsLoopback ? IPAddress.Loopback : IPAddress.TryParse(wanted.Host, out var address) ? address : Dns.GetHostAddresses(wanted.Host)[0];
}
