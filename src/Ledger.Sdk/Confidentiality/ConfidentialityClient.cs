using System.Text;
using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Confidentiality;

/// <summary>Confidential events of a party that holds its encryption key itself: the API never sees what this opens.</summary>
/// <example><code>
/// await ledger.SignInAsync(key);
/// await ledger.Confidentiality.RegisterAsync(new PartyId(3), key);
/// var seen = await ledger.Confidentiality.ReadAsync(new PartyId(3), key, "urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-0000000000a1");
/// Console.WriteLine(seen.Text);
/// await ledger.Confidentiality.ShareAsync(new PartyId(3), key, "urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-0000000000a1", new PartyId(4));
/// </code></example>
public sealed class ConfidentialityClient
{
    private readonly LedgerClient ledger;

    internal ConfidentialityClient(LedgerClient ledger) => this.ledger = ledger;

    /// <summary>The public encryption keys of a party, oldest first.</summary>
    public Task<IReadOnlyList<EncryptionKeyInfo>> ListKeysAsync(PartyId party, CancellationToken cancellationToken = default) =>
        ledger.GetAsync<IReadOnlyList<EncryptionKeyInfo>>($"/parties/{party}/encryption-keys", cancellationToken);

    /// <summary>Registers the next generation of a party's own encryption key, derived from its signing key. What is captured from now on is encrypted to it.</summary>
    public async Task<EncryptionKeyInfo> RegisterAsync(PartyId party, PrivateKey signer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signer);
        var registry = await RegistryAsync(cancellationToken).ConfigureAwait(false);
        var known = await ListKeysAsync(party, cancellationToken).ConfigureAwait(false);
        var generation = known.Count == 0 ? 1 : known[^1].Generation + 1;
        using var pair = EncryptionKeyMessages.Derive(registry, party, generation, signer);
        var signature = signer.Sign(EncryptionKeyMessages.RegistrationDigest(registry, party, generation, pair.Public)).ToString();
        using var request = Json(HttpMethod.Put, $"/parties/{party}/encryption-keys/{generation}", new { publicKey = pair.Public.ToString(), signature });
        return await ledger.SendAsync<EncryptionKeyInfo>(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The events of which something is sealed for a party, oldest first. Needs a session of the party, or an API key.</summary>
    public Task<IReadOnlyList<SealedEventInfo>> ListSealedAsync(PartyId party, CancellationToken cancellationToken = default) => AllAsync<SealedEventInfo>($"/parties/{party}/sealed-events", cancellationToken);

    /// <summary>The shares that the chain of custody waits for, and that only the party's own key can make.</summary>
    public Task<IReadOnlyList<DueShare>> ListSharesDueAsync(PartyId party, CancellationToken cancellationToken = default) => AllAsync<DueShare>($"/parties/{party}/shares-due", cancellationToken);

    /// <summary>An event with what the party's own key opens of it. Needs a session of the party, or an API key.</summary>
    /// <exception cref="LedgerException">not-found: nothing of it is sealed for the party. key-elsewhere: it is sealed to a key that the API holds.</exception>
    public async Task<OpenedEvent> ReadAsync(PartyId party, PrivateKey signer, string eventId, CancellationToken cancellationToken = default)
    {
        var envelope = await EnvelopeAsync(eventId, cancellationToken).ConfigureAwait(false);
        using var keys = await OpenAsync(party, signer, envelope, cancellationToken).ConfigureAwait(false);
        return envelope.Open(keys.ByGeneration)
            ?? throw new LedgerException("key-elsewhere", "None of the keys that follow from this signing key opens the event.", "Where the API holds the party's key, GET /epcis/v2/events/{id} shows it.");
    }

    /// <summary>Shows an event to one more party: its keys are wrapped here to that party's key. Needs a session of the party that captured it.</summary>
    /// <exception cref="LedgerException">forged-key: the registration of the other party's key is not signed by that party. key-elsewhere.</exception>
    public async Task ShareAsync(PartyId party, PrivateKey signer, string eventId, PartyId to, CancellationToken cancellationToken = default)
    {
        var envelope = await EnvelopeAsync(eventId, cancellationToken).ConfigureAwait(false);
        using var keys = await OpenAsync(party, signer, envelope, cancellationToken).ConfigureAwait(false);
        var path = $"/epcis/v2/events/{Uri.EscapeDataString(eventId)}/shares";
        if (keys.ByGeneration.Count > 0 && await ListKeysAsync(to, cancellationToken).ConfigureAwait(false) is [.., var recipient])
        {
            await DemandGenuineAsync(recipient, cancellationToken).ConfigureAwait(false);
            var wrapped = envelope.Share(keys.ByGeneration, EncryptionPublicKey.Parse(recipient.PublicKey));
            using var own = Json(HttpMethod.Post, path, new { party = to, encryptionKey = recipient.Id, keys = wrapped });
            await ledger.SendAsync<object>(own, cancellationToken).ConfigureAwait(false);
            return;
        }
        // A party that has no key yet gets one at the API, and the API can wrap only with keys that it holds.
        using var request = Json(HttpMethod.Post, path, new { party = to });
        await ledger.SendAsync<object>(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<T>> AllAsync<T>(string path, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        for (string? after = ""; after is not null;)
        {
            var page = await ledger.GetAsync<SealedPage<T>>(after.Length == 0 ? path : $"{path}?after={Uri.EscapeDataString(after)}", cancellationToken).ConfigureAwait(false);
            all.AddRange(page.Items);
            after = page.Next;
        }
        return all;
    }

    private Task<SealedEnvelope> EnvelopeAsync(string eventId, CancellationToken cancellationToken) =>
        ledger.GetAsync<SealedEnvelope>($"/epcis/v2/events/{Uri.EscapeDataString(eventId)}/sealed", cancellationToken);

    private async Task<IntentDomain> RegistryAsync(CancellationToken cancellationToken) =>
        (await ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false)).DomainOf(LedgerContract.Registry);

    private async Task DemandGenuineAsync(EncryptionKeyInfo key, CancellationToken cancellationToken)
    {
        if (key.HeldBy != "party") return;
        var owner = await ledger.Parties.GetAsync(key.Party, cancellationToken).ConfigureAwait(false);
        if (!key.IsSignedBy(owner.Key, await RegistryAsync(cancellationToken).ConfigureAwait(false)))
            throw new LedgerException("forged-key", $"The encryption key of party {key.Party} is not signed by its current key.", "It may have changed its signing key since: ask it to register again.");
    }

    /// <summary>Those of the party's own keys that the envelope is wrapped to.</summary>
    private async Task<OwnKeys> OpenAsync(PartyId party, PrivateKey signer, SealedEnvelope envelope, CancellationToken cancellationToken)
    {
        var registry = await RegistryAsync(cancellationToken).ConfigureAwait(false);
        var wanted = envelope.Wraps.Select(wrap => wrap.Generation).ToHashSet();
        var own = new Dictionary<ulong, EncryptionKey>();
        foreach (var known in (await ListKeysAsync(party, cancellationToken).ConfigureAwait(false)).Where(known => wanted.Contains(known.Generation)))
        {
            var key = EncryptionKeyMessages.Derive(registry, party, known.Generation, signer);
            if (key.Public.ToString() == known.PublicKey) own.Add(known.Generation, key);
            else key.Dispose();
        }
        return new OwnKeys(own);
    }

    private static HttpRequestMessage Json(HttpMethod method, string path, object body) =>
        new(method, path) { Content = new StringContent(JsonSerializer.Serialize(body, LedgerJson.Options), Encoding.UTF8, "application/json") };

    private sealed record OwnKeys(IReadOnlyDictionary<ulong, EncryptionKey> ByGeneration) : IDisposable
    {
        public void Dispose()
        {
            foreach (var key in ByGeneration.Values) key.Dispose();
        }
    }
}
