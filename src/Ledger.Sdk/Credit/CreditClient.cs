using System.Text;
using System.Text.Json;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Credit;

/// <summary>Whom a party lets see its credit at a server.</summary>
/// <param name="Parties">They may ask for its report and its attestations.</param>
/// <param name="Published">Whether everybody may see what was attested.</param>
public sealed record CreditAudience(IReadOnlyList<PartyId> Parties, bool Published);

/// <summary>Credit as the API computes it; <see cref="CreditReader"/> computes the same from a node.</summary>
public sealed class CreditClient
{
    private readonly LedgerClient ledger;

    internal CreditClient(LedgerClient ledger) => this.ledger = ledger;

    /// <summary>The report on a party, as of the newest final block; needs the session of a party that may see it.</summary>
    /// <exception cref="LedgerException">credit-private, not-found.</exception>
    public Task<CreditReport> GetAsync(PartyId party, CancellationToken cancellationToken = default) => ledger.GetAsync<CreditReport>($"/parties/{party}/credit", cancellationToken);

    /// <summary>Has the own credit signed and anchored by the server.</summary>
    /// <exception cref="LedgerException">other-party, relay-off.</exception>
    public async Task<CreditAttestation> AttestAsync(PartyId party, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/parties/{party}/credit/attestation");
        return await ledger.SendAsync<CreditAttestation>(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The newest attestation of a party.</summary>
    /// <exception cref="LedgerException">credit-private, not-found.</exception>
    public Task<CreditAttestation> AttestationAsync(PartyId party, CancellationToken cancellationToken = default) =>
        ledger.GetAsync<CreditAttestation>($"/parties/{party}/credit/attestation", cancellationToken);

    /// <summary>Says who may see the own credit; what was said before and is left out ends.</summary>
    /// <exception cref="LedgerException">other-party, unknown-party.</exception>
    public async Task<CreditAudience> AllowAsync(PartyId party, CreditAudience audience, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/parties/{party}/credit/access")
        {
            Content = new StringContent(JsonSerializer.Serialize(audience, LedgerJson.Options), Encoding.UTF8, "application/json"),
        };
        return await ledger.SendAsync<CreditAudience>(request, cancellationToken).ConfigureAwait(false);
    }
}
