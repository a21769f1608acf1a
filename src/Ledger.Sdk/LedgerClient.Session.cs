using System.Text;
using System.Text.Json;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk;

/// <content>Sign-in.</content>
public sealed partial class LedgerClient
{
    /// <summary>Signs in with a party's key; the session counts for this client from here on.</summary>
    /// <exception cref="LedgerException">sign-in-refused; wrong-origin: the challenge is meant for another server.</exception>
    public async Task SignInAsync(PrivateKey key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        var manifest = await GetManifestAsync(cancellationToken).ConfigureAwait(false);
        var challenge = await SendAsync<Challenge>(
            Post("/session/challenge", new { address = key.Address }), cancellationToken).ConfigureAwait(false);
        var message = challenge.Message;
        // Only what is built here is signed, so a server cannot have a hand-off signed under the name of a sign-in, nor for another server.
        if (message.Account != key.Address || !IsOwnOrigin(message.Origin))
            throw new LedgerException(
                "wrong-origin", $"The challenge is for {message.Account} at {message.Origin}, not for {key.Address} at {http.BaseAddress}.",
                "Use the address under which the API knows itself.");
        var signature = key.Sign(message.Digest(manifest.ChainId)).ToString();
        var session = await SendAsync<SessionToken>(
            Post("/session", new { address = key.Address, message, signature }), cancellationToken).ConfigureAwait(false);
        Token = session.AccessToken;
    }

    private static HttpRequestMessage Post(string path, object body) =>
        new(HttpMethod.Post, path)
        {
            Content = new StringContent(JsonSerializer.Serialize(body, LedgerJson.Options), Encoding.UTF8, "application/json"),
        };

    /// <summary>Sends a body as JSON; none where it is null.</summary>
    internal async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(JsonSerializer.Serialize(body, LedgerJson.Options), Encoding.UTF8, "application/json");
        return await SendAsync<T>(request, cancellationToken).ConfigureAwait(false);
    }

    private bool IsOwnOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var address) && http.BaseAddress is { } own && address.Scheme == own.Scheme
            && address.Authority == own.Authority;

    private sealed record Challenge(SignIn Message);

    private sealed record SessionToken(string AccessToken);

    private sealed record SignIn(Address Account, string Origin, Hash32 Nonce, ulong IssuedAt, ulong ExpiresAt)
    {
        private static readonly Hash32 TypeHash =
            Eip712.TypeHash("SignIn(address account,string origin,bytes32 nonce,uint64 issuedAt,uint64 expiresAt)");

        public Hash32 Digest(ulong chainId)
        {
            var fields = new Eip712Struct(TypeHash);
            fields.Add(Account);
            fields.AddString(Origin);
            fields.Add(Nonce);
            fields.Add(IssuedAt);
            fields.Add(ExpiresAt);
            return Eip712.Digest(new Eip712Domain("Ledger", "1", chainId).Separator, fields.Hash());
        }
    }
}
