using Ledger.Sdk.Parties;

namespace Ledger.Sdk;

/// <content>API keys: for machines of the party that is signed in. A key itself is used as <see cref="Token"/>.</content>
public sealed partial class LedgerClient
{
    /// <summary>Issues an API key. Its secret is in the answer and can't be read again.</summary>
    /// <param name="name">What the party calls it, 1 to 80 characters.</param>
    /// <param name="scopes">What it may be used for.</param>
    /// <param name="expires">When it ends: at most, and where null, in a year.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="LedgerException">sign-in-required, session-required, party-not-active, malformed-value, too-many-api-keys.</exception>
    public async Task<IssuedApiKey> IssueApiKeyAsync(
        string name, IReadOnlyList<ApiScope> scopes, DateTimeOffset? expires = null, CancellationToken cancellationToken = default) =>
        await SendAsync<IssuedApiKey>(Post("/api-keys", new { name, scopes, expires }), cancellationToken).ConfigureAwait(false);

    /// <summary>The party's API keys, the newest first.</summary>
    public Task<IReadOnlyList<ApiKeyInfo>> ListApiKeysAsync(CancellationToken cancellationToken = default) =>
        GetAsync<IReadOnlyList<ApiKeyInfo>>("/api-keys", cancellationToken);

    /// <summary>Revokes an API key, at once and for good.</summary>
    /// <exception cref="LedgerException">not-found.</exception>
    public async Task<ApiKeyInfo> RevokeApiKeyAsync(string id, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/api-keys/{Uri.EscapeDataString(id)}");
        return await SendAsync<ApiKeyInfo>(request, cancellationToken).ConfigureAwait(false);
    }
}
