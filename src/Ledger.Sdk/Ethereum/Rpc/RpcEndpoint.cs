using System.Net.Http.Headers;
using System.Text;

namespace Ledger.Sdk.Ethereum;

/// <summary>A node's address, split into what is dialled, the credentials, and what may be shown.</summary>
internal sealed record RpcEndpoint(Uri Address, AuthenticationHeaderValue? Authorization, string Shown)
{
    /// <summary>True for <c>ws</c> and <c>wss</c>.</summary>
    public bool IsWebSocket => Address.Scheme is "ws" or "wss";

    /// <summary>Takes user and password out of the address; they travel as a basic authorization header.</summary>
    /// <exception cref="ArgumentException">Not an absolute http, https, ws or wss address; the message does not repeat it.</exception>
    public static RpcEndpoint Parse(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https" or "ws" or "wss"))
            throw new ArgumentException("A node's address is an absolute http, https, ws or wss URL.", nameof(url));
        var shown = uri.GetComponents(UriComponents.Scheme | UriComponents.Host | UriComponents.Port, UriFormat.UriEscaped);
        if (uri.UserInfo.Length == 0) return new RpcEndpoint(uri, null, shown);
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(uri.UserInfo)));
        return new RpcEndpoint(new UriBuilder(uri) { UserName = "", Password = "" }.Uri, new AuthenticationHeaderValue("Basic", credentials), shown);
    }

    /// <inheritdoc/>
    public override string ToString() => Shown;
}
