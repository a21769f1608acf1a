using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Invoices;

/// <summary>An invoice that its debtor has approved, as a file says it.</summary>
/// <param name="Number">The seller's number of it, up to 64 characters; once for each pair of debtor and seller.</param>
/// <param name="Debtor">Who owes.</param>
/// <param name="Seller">Who is owed.</param>
/// <param name="Amount">Minor units of the currency.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Issued">The date of the invoice.</param>
/// <param name="Due">The day on which it is due; the debt is due at the end of that day in UTC.</param>
/// <param name="Order">The buyer's reference of the order; null for none.</param>
/// <param name="Nullifier">The pair's nullifier of it, where the file has it: then it is told whether the chain knows it already.</param>
public sealed record ApprovedInvoice(
    string Number, PartyReference Debtor, PartyReference Seller, ulong Amount, string Currency, DateOnly Issued, DateOnly Due, string? Order = null,
    Hash32? Nullifier = null)
{
    /// <summary>The most characters of a number or an order reference.</summary>
    public const int LongestText = 64;

    /// <summary>When it is due, in Unix seconds: the last second of the day in UTC.</summary>
    public ulong DueTime => (ulong)new DateTimeOffset(Due, new TimeOnly(23, 59, 59), TimeSpan.Zero).ToUnixTimeSeconds();
}

/// <summary>What an invoice must keep to, beyond its own form.</summary>
/// <param name="Now">The chain's time in Unix seconds: a due date lies behind it.</param>
/// <param name="LatestDue">The latest due time that the contract takes: now and its cap on tenors.</param>
/// <param name="Currency">The currency of the ledger's cash; null for any.</param>
public sealed record InvoiceTerms(ulong Now, ulong LatestDue, string? Currency)
{
    /// <summary>Nothing but the invoice's own form counts.</summary>
    public static InvoiceTerms None { get; } = new(0, ulong.MaxValue, null);
}

/// <summary>One thing wrong with a row.</summary>
/// <param name="Column">The column, or the element of a document; null for the whole row.</param>
/// <param name="Code">A stable word, such as <c>due-in-past</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Value">What stands there, shortened.</param>
public sealed record RowProblem(string? Column, string Code, string Message, string? Value = null)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(Column is null ? "" : Column + ": ")}{Message}{(Value is null ? "" : $" It says '{Value}'.")}";
}

/// <summary>A row that was read.</summary>
/// <param name="Row">Its number from 1, the header being row 1 of a CSV file; 1 for a document.</param>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Invoice">What it says; null where something is wrong.</param>
/// <param name="Problems">What is wrong.</param>
public sealed record InvoiceRow(long Row, long Line, ApprovedInvoice? Invoice, IReadOnlyList<RowProblem> Problems);
