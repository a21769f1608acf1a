using System.Globalization;
using System.Text;
using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Invoices;

/// <summary>A seller's credit note about one invoice.</summary>
/// <param name="Number">The seller's number of it, up to 64 characters; once for each pair of debtor and seller.</param>
/// <param name="Invoice">The number of the invoice.</param>
/// <param name="Debtor">Who owes so much less.</param>
/// <param name="Seller">Who gives it.</param>
/// <param name="Amount">Minor units of the currency.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Issued">Its date.</param>
public sealed record CreditNote(string Number, string Invoice, PartyId Debtor, PartyId Seller, ulong Amount, string Currency, DateOnly Issued)
{
    /// <summary>What the dilution carries of it: keccak256(salt ‖ keccak256(row)), the row being its values in this order as
    /// <see cref="CsvWriter"/> writes them, in UTF-8, CRLF at its end.</summary>
    /// <param name="salt">16 random bytes.</param>
    public Hash32 Commit(ReadOnlySpan<byte> salt)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        new CsvWriter(text).Text(Number).Text(Invoice).Text(Debtor.ToString()).Text(Seller.ToString()).Amount(Amount, Iso4217.ExponentOf(Currency)).Text(Currency)
            .Text(Issued.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).End();
        return Keccak256.Hash([.. salt, .. Keccak256.Hash(Encoding.UTF8.GetBytes(text.ToString())).Span]);
    }
}

/// <summary>A credit note that was imported, and what is to be signed because of it.</summary>
/// <param name="Id">Its number here, rising.</param>
/// <param name="Note">What it says.</param>
/// <param name="Salt">Opens <paramref name="Document"/>, see <see cref="CreditNote.Commit"/>.</param>
/// <param name="Document">What the dilution carries of it.</param>
/// <param name="File">The file that it came with.</param>
/// <param name="State"><c>waiting</c>: its invoice is no receivable yet; <c>open</c>: to be signed; <c>applied</c>: the chain has it;
/// <c>exceeds</c>: no one note has so much left to be paid.</param>
/// <param name="Receivable">The receivable of its invoice; null where there is none yet.</param>
/// <param name="Holder">Whose note becomes smaller, and who therefore signs: the seller where it still owns enough, else who owns most.</param>
/// <param name="Draft">The unsigned <c>Dilution</c>, where it is open.</param>
public sealed record ImportedCreditNote(
    string Id, CreditNote Note, string Salt, Hash32 Document, Hash32 File, string State, ReceivableId? Receivable = null, PartyId? Holder = null, JsonElement? Draft = null)
{
    /// <summary>The dilution to be signed; null where there is none.</summary>
    /// <exception cref="LedgerException">wrong-draft: the API drafted something else than what the credit note says.</exception>
    public IntentDraft? ToDraft()
    {
        if (Draft is not { } json) return null;
        var draft = IntentDraft.Parse(json.GetRawText());
        return draft.Intent is Dilution dilution
            && (dilution.Owner, dilution.Receivable, dilution.Amount, dilution.Document) == (Holder, Receivable, Note.Amount, Note.Commit(Hex.Decode(Salt)))
            ? draft : throw new LedgerException("wrong-draft", $"The draft for credit note {Note.Number} does not say what the credit note says.", "Do not sign it: ask where it comes from.");
    }
}
