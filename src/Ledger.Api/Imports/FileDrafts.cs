using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ledger.Api.Financing;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Imports;

/// <summary>Makes the unsigned intents that invoices, credits and payouts become, for the keys and epochs that their parties have now.</summary>
internal sealed class FileDrafts(CurrentDeployment deployment)
{
    /// <summary>How long a draft may be signed, by the chain's time.</summary>
    private const ulong Validity = 7 * 86_400;

    /// <summary>Keys and epochs of parties.</summary>
    internal sealed class Signers(Dictionary<long, (Address Key, long Epoch)> known)
    {
        /// <summary>The key that signs for a party now.</summary>
        public Address KeyOf(long party) => known[party].Key;

        /// <summary>The party's epoch.</summary>
        public uint EpochOf(long party) => (uint)known[party].Epoch;

        /// <summary>Whether all are parties.</summary>
        public bool Know(params ReadOnlySpan<long> parties)
        {
            foreach (var party in parties)
                if (!known.ContainsKey(party)) return false;
            return true;
        }
    }

    /// <summary>Reads who the parties are now.</summary>
    public static async Task<Signers> SignersAsync(DbConnection connection, IEnumerable<long> parties)
    {
        var ids = parties.Distinct().ToArray();
        if (ids.Length == 0) return new Signers([]);
        var rows = await connection.QueryAsync<(long Id, byte[] Key, long Epoch)>($"select id, address, epoch from projection.party where id {connection.IsIn("ids")}", new { ids });
        return new Signers(rows.ToDictionary(row => row.Id, row => (new Address(row.Key), row.Epoch)));
    }

    /// <summary>The Issue of an invoice; null without a nullifier, or where there is a receivable.</summary>
    public JsonElement? Issue(StoredInvoice invoice, Signers signers, ulong now)
    {
        if (invoice.Nullifier is null || invoice.Receivable is not null || !signers.Know(invoice.Debtor, invoice.Seller)) return null;
        return Draft(
            new Issue(
                Party(invoice.Debtor), Party(invoice.Seller), invoice.Amount, CurrencyCode.Parse(invoice.Currency), (ulong)invoice.Due, new Hash32(invoice.Nullifier), invoice.Document,
                signers.EpochOf(invoice.Debtor), signers.EpochOf(invoice.Seller), now + Validity),
            signers.KeyOf(invoice.Debtor), signers.KeyOf(invoice.Seller));
    }

    /// <summary>The Mint of a credit.</summary>
    public JsonElement? Mint(long bank, long to, ulong amount, Hash32 reference, Signers signers, ulong now) => !signers.Know(bank, to) ? null
        : Draft(new Mint(Party(bank), Party(to), amount, reference, signers.EpochOf(bank), now + Validity), signers.KeyOf(bank));

    /// <summary>The Burn of a payout.</summary>
    public JsonElement? Burn(long by, long bank, ulong amount, Hash32 reference, Signers signers, ulong now) => !signers.Know(by, bank) ? null
        : Draft(new Burn(Party(by), Party(bank), amount, reference, signers.EpochOf(by), signers.EpochOf(bank), now + Validity), signers.KeyOf(by), signers.KeyOf(bank));

    /// <summary>The Dilution of a note.</summary>
    public JsonElement Dilute(NoteFacts note, ulong amount, Hash32 document, ulong now) => Draft(
        new Dilution(
            new PartyId(note.Owner), new ReceivableId(note.Receivable), new NoteId(note.Note), (uint)note.Seq, amount, document, (uint)note.OwnerEpoch, now + Validity),
        note.OwnerKey);

    private JsonElement Draft(Intent intent, params IReadOnlyList<Address> keys)
    {
        using var json = JsonDocument.Parse(IntentDraft.Of(intent, deployment.Manifest.DomainOf(intent.Contract), keys).ToJson());
        return json.RootElement.Clone();
    }

    private static PartyId Party(long id) => new((ulong)id);
}
