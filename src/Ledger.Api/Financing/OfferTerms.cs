using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Financing;

/// <summary>What an offer says, whichever intent says it.</summary>
public sealed record OfferTerms(
    OfferKind Kind, PartyId Lender, uint LenderEpoch, PartyId Holder, uint HolderEpoch, PartyId? Debtor, ReceivableId Receivable, NoteId Note, uint Seq, ulong Amount, ulong Money,
    LoanTerms? Loan, bool Recourse, bool ResidualToHolder, ulong Deadline)
{
    /// <summary>The terms of a sale, or of a loan against a note.</summary>
    /// <exception cref="LedgerException"><c>offer-invalid</c>: any other intent.</exception>
    public static OfferTerms Of(Intent intent) => intent switch
    {
        Sale sale => new(
            OfferKind.Sale, sale.Buyer, sale.BuyerEpoch, sale.Seller, sale.SellerEpoch, null, sale.Receivable, sale.Note, sale.Seq, sale.Amount, sale.Price,
            null, false, false, sale.Deadline),
        Loan { Kind: CollateralKind.Note } loan => new(
            OfferKind.Loan, loan.Lender, loan.LenderEpoch, loan.Borrower, loan.BorrowerEpoch, loan.Debtor, new ReceivableId(loan.Collateral), loan.Note, loan.Seq, loan.Amount,
            loan.Principal, new LoanTerms(loan.Principal, loan.Fee, loan.Rate, loan.LateRate, loan.Basis, loan.Due), loan.Recourse, loan.ResidualTo == loan.Borrower, loan.Deadline),
        _ => throw new LedgerException("offer-invalid", $"A {intent.Type} is no offer for a note.", "Send a Sale, or a loan against a note, with your signature."),
    };

    /// <summary>What it costs the holder now.</summary>
    /// <param name="open">What is still to come of the amount.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="due">When the receivable is due.</param>
    public OfferCost Cost(ulong open, ulong now, ulong due) => Loan is { } terms
        ? OfferCost.OfLoan(terms, open, Recourse, ResidualToHolder, now, due)
        : OfferCost.OfSale(Money, open, now, due);
}
