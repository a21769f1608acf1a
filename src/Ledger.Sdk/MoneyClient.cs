using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk;

/// <summary>What the clients of money have in common: they read the current state through the API, which shows it to the parties that it
/// concerns (sign in first), and return a draft to be signed and submitted.</summary>
public abstract class MoneyClient
{
    private protected MoneyClient(LedgerClient ledger) => Ledger = ledger;

    /// <summary>How long a draft counts after it was made.</summary>
    public TimeSpan Validity { get; set; } = TimeSpan.FromDays(1);

    private protected LedgerClient Ledger { get; }

    private protected ulong Deadline() => (ulong)(Ledger.Time.GetUtcNow() + Validity).ToUnixTimeSeconds();

    private protected async Task<uint> EpochAsync(PartyId party, CancellationToken cancellationToken) =>
        (await Ledger.Parties.GetAsync(party, cancellationToken).ConfigureAwait(false)).Epoch;

    /// <summary>A draft with the key that each signer has now.</summary>
    private protected async Task<IntentDraft> DraftAsync(Intent intent, CancellationToken cancellationToken)
    {
        intent.Check();
        var manifest = await Ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        var domain = manifest.DomainOf(intent.Contract);
        var known = new Dictionary<PartyId, Address>();
        var keys = new List<Address>();
        foreach (var signer in intent.Signers(domain))
        {
            if (signer.Party is { } party && !known.ContainsKey(party))
                known[party] = (await Ledger.Parties.GetAsync(party, cancellationToken).ConfigureAwait(false)).Key;
            keys.Add(signer.Key ?? known[signer.Party!.Value]);
        }
        return IntentDraft.Of(intent, domain, keys);
    }

    /// <summary>A call that nobody signs, as an operation of its own.</summary>
    private protected static Hash32 Nonce() => new(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    private protected static SignedIntent Unsigned(Intent intent)
    {
        intent.Check();
        return new SignedIntent(intent, []);
    }
}
