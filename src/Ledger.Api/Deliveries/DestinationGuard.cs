using System.Net;
using System.Net.Sockets;
using Ledger.Sdk;

namespace Ledger.Api.Deliveries;

/// <summary>Lets webhooks out to the public internet only: https, public addresses, whatever a name resolves to at the moment of connecting.</summary>
/// <param name="loopback">Whether http and https to this machine's loopback are let through too; for development.</param>
/// <param name="resolve">What turns names into addresses; DNS where absent.</param>
public sealed class DestinationGuard(bool loopback, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private const int LongestUrl = 2000;

    /// <summary>Names that lead inside by their form, whatever resolves them.</summary>
    private static readonly string[] Inside = ["localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "arpa", "onion"];

    private static readonly TimeSpan LongestLookup = TimeSpan.FromSeconds(2);

    private readonly Func<string, CancellationToken, Task<IPAddress[]>> resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <summary>Checks a URL's form, and where its name leads today. A name that does not resolve yet passes: connecting checks again.</summary>
    /// <exception cref="LedgerException"><c>destination-refused</c>; the message names <paramref name="field"/>.</exception>
    public async Task<Uri> CheckAsync(string url, string field, CancellationToken cancellationToken)
    {
        var target = Parse(url, field);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestLookup);
        try
        {
            await AddressesAsync(target.IdnHost, limit.Token);
        }
        catch (DestinationException exception)
        {
            throw Refused(field, exception.Message);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // Not known here and now.
        }
        return target;
    }

    /// <summary>Opens a connection for <see cref="SocketsHttpHandler"/> to an address that was looked at, so that no second lookup can answer otherwise.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await AddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Uri Parse(string url, string field)
    {
        if (url.Length > LongestUrl || !Uri.TryCreate(url, UriKind.Absolute, out var target) || target.Scheme is not ("https" or "http"))
            throw Refused(field, "It is no URL of https.");
        if (target.UserInfo.Length > 0) throw Refused(field, "It carries credentials.");
        if (target.Fragment.Length > 0) throw Refused(field, "It carries a fragment, which is never sent.");
        if (loopback && target.IsLoopback) return target;
        if (target.Scheme != "https") throw Refused(field, "It is not https.");
        if (target.Port is not 443 and < 1024) throw Refused(field, $"Port {target.Port} belongs to another service.");
        var name = target.IdnHost.TrimEnd('.');
        if (target.HostNameType == UriHostNameType.Dns && (!name.Contains('.', StringComparison.Ordinal) || Inside.Contains(name[(name.LastIndexOf('.') + 1)..])))
            throw Refused(field, $"'{name}' is no public name.");
        return target;
    }

    private async Task<IPAddress[]> AddressesAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await resolve(host, cancellationToken);
        if (addresses.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        // One address inside is enough to refuse: a name that mixes them tries its luck.
        return addresses.FirstOrDefault(address => !Allows(address)) is { } inside
            ? throw new DestinationException($"'{host}' leads to {inside}, which is not public.") : addresses;
    }

    private bool Allows(IPAddress address) => PublicAddress.Is(address) || (loopback && IPAddress.IsLoopback(address));

    private static LedgerException Refused(string field, string why) =>
        new("destination-refused", $"{field}: {why}", "Give a URL of https at a public address, without user name and password.");
}

/// <summary>A name leads where webhooks may not go.</summary>
public sealed class DestinationException(string message) : IOException(message);
