using System.Text.Json;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Invoices;

/// <summary>What is in a file, and what became of it.</summary>
/// <param name="File">SHA-256 of the file, by which it is asked for.</param>
/// <param name="Preview">Whether it was only looked at.</param>
/// <param name="Rows">Rows behind the header.</param>
/// <param name="Accepted">Rows that are right and new.</param>
/// <param name="Refused">Rows that are not: wrong, or imported before.</param>
/// <param name="Stored">Rows that were stored: all or none, unless the request says <c>proceed</c>.</param>
/// <param name="Totals">Of the accepted rows, by currency.</param>
/// <param name="IgnoredColumns">Columns that are not known.</param>
/// <param name="First">The first accepted rows.</param>
/// <param name="Problems">What is wrong, by row; the first 1,000 rows.</param>
/// <param name="AsOf">The block by which due dates and nullifiers were judged.</param>
/// <param name="CreditNote">The file is a credit note: what the holder of the receivable is to sign; null for invoices.</param>
public sealed record ImportReport(
    Hash32 File, bool Preview, long Rows, long Accepted, long Refused, long Stored, IReadOnlyList<CurrencyTotal> Totals, IReadOnlyList<string> IgnoredColumns,
    IReadOnlyList<ApprovedInvoiceRow> First, IReadOnlyList<RowReport> Problems, AsOf AsOf, ImportedCreditNote? CreditNote = null)
{
    /// <summary>How many rows are shown, and how many are said to be wrong.</summary>
    public const int MostShown = 20, MostProblems = 1000;
}

/// <summary>What the invoices of one currency come to.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Invoices">How many there are.</param>
/// <param name="Amount">Their sum in minor units, which may exceed 64 bits.</param>
/// <param name="Text">Their sum in decimal text.</param>
public sealed record CurrencyTotal(string Currency, long Invoices, string Amount, string Text);

/// <summary>What is wrong with a row.</summary>
/// <param name="Row">Its number in the file, the header being 1.</param>
/// <param name="Line">The line on which it begins.</param>
/// <param name="Problems">All that is wrong with it.</param>
public sealed record RowReport(long Row, long Line, IReadOnlyList<RowProblem> Problems);

/// <summary>An accepted row.</summary>
public sealed record ApprovedInvoiceRow(
    long Row, string Number, PartyId Debtor, PartyId Seller, ulong Amount, string Currency, DateOnly Issued, DateOnly Due, string? Order);

/// <summary>How far an import is, or what became of it.</summary>
/// <param name="File">SHA-256 of the file.</param>
/// <param name="State"><c>running</c> or <c>stored</c>.</param>
/// <param name="Phase">Of a running one: <c>checking</c>, then <c>storing</c>.</param>
/// <param name="Bytes">Of a running one: its length.</param>
/// <param name="BytesRead">How much of it was read in this phase.</param>
/// <param name="Rows">Rows that were read.</param>
/// <param name="Stored">Rows that were stored.</param>
/// <param name="Created">When it was stored.</param>
public sealed record ImportStatus(
    Hash32 File, string State, string? Phase = null, long? Bytes = null, long? BytesRead = null, long? Rows = null, long? Stored = null, DateTimeOffset? Created = null);

/// <summary>An invoice that was imported.</summary>
/// <param name="Id">Its number here, rising.</param>
/// <param name="Number">The seller's number.</param>
/// <param name="Debtor">Who owes.</param>
/// <param name="Seller">Who is owed.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Issued">The date of the invoice.</param>
/// <param name="Due">The day on which it is due.</param>
/// <param name="DueTime">When it is due, in Unix seconds.</param>
/// <param name="Order">The buyer's reference of the order.</param>
/// <param name="Salt">Opens <paramref name="Document"/>, see <see cref="InvoiceCommitment"/>.</param>
/// <param name="Document">What the receivable carries of it.</param>
/// <param name="File">The file that it came with.</param>
/// <param name="Line">Its row in that file.</param>
/// <param name="Nullifier">The pair's nullifier, where the file had it.</param>
/// <param name="Receivable">The receivable that it became; null where none carries its document.</param>
/// <param name="Draft">An unsigned <c>Issue</c> for both to sign, as <c>IntentDraft.Parse</c> takes it; null where there is a receivable, or
/// no nullifier: who knows the pair's secret computes it and makes the draft.</param>
public sealed record ImportedInvoice(
    string Id, string Number, PartyId Debtor, PartyId Seller, ulong Amount, string Currency, DateOnly Issued, DateOnly Due, ulong DueTime, string? Order, string Salt, Hash32 Document,
    Hash32 File, long Line, Hash32? Nullifier = null, Hash32? Receivable = null, JsonElement? Draft = null);
