namespace Ledger.Sdk.Invoices;

/// <summary>What a document of UBL 2.1 is.</summary>
public enum UblKind
{
    /// <summary>It claims money.</summary>
    Invoice,

    /// <summary>It gives up a claim.</summary>
    CreditNote,
}

/// <summary>A party of a document of UBL, in every way that it is named.</summary>
/// <param name="References">GLN and LEI, of EndpointID, PartyIdentification and CompanyID; the best first.</param>
/// <param name="Name">Registered or trade name; null for none.</param>
public sealed record UblParty(IReadOnlyList<PartyReference> References, string? Name);

/// <summary>An invoice or a credit note of UBL 2.1 whose sums are right.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Number">BT-1.</param>
/// <param name="Issued">BT-2.</param>
/// <param name="Due">BT-9; null where it has none.</param>
/// <param name="PaymentTerms">BT-20; null for none.</param>
/// <param name="Currency">BT-5.</param>
/// <param name="Seller">BG-4.</param>
/// <param name="Buyer">BG-7.</param>
/// <param name="Order">BT-13; null for none.</param>
/// <param name="Invoices">BT-25: the invoices that a credit note is about.</param>
/// <param name="TaxAmount">BT-110 in minor units.</param>
/// <param name="Payable">BT-115 in minor units: what is owed.</param>
/// <param name="Lines">How many lines it has.</param>
public sealed record UblInvoice(
    UblKind Kind, string Number, DateOnly Issued, DateOnly? Due, string? PaymentTerms, string Currency, UblParty Seller, UblParty Buyer, string? Order,
    IReadOnlyList<string> Invoices, Int128 TaxAmount, ulong Payable, int Lines);

/// <summary>What was read of a document of UBL.</summary>
/// <param name="Document">It; null where something is wrong.</param>
/// <param name="Problems">What is wrong, with the rule of EN 16931 for a code where one is broken.</param>
public sealed record UblReading(UblInvoice? Document, IReadOnlyList<RowProblem> Problems);
