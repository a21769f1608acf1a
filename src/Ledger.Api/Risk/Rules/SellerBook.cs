using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Credit.Book;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Risk;
using static Ledger.Api.Risk.RiskContext;

namespace Ledger.Api.Risk.Rules;

/// <summary>What rules about sellers share.</summary>
internal static class SellerBook
{
    public static SellerDays Of(RiskContext context, PartyId seller)
    {
        if (!context.State.Sellers.TryGetValue(seller, out var days)) context.State.Sellers[seller] = days = new SellerDays();
        return days;
    }

    /// <summary>The seller whose rates an event has changed; null where it changed none.</summary>
    public static PartyId? Concerned(LedgerEvent happened, RiskContext context) => happened switch
    {
        Matched matched when context.Book.Orders.TryGetValue(matched.Order.Value, out var order) => order.Seller,
        Issued issued => issued.Owner,
        DisputeSet set when context.Book.Receivables.TryGetValue(set.Receivable.Value, out var debt) => debt.Seller,
        DisputeRaised raised when context.Book.Orders.TryGetValue(raised.Order.Value, out var order) => order.Seller,
        _ => null,
    };

    /// <summary>Who owns what a seller earned, and who lends to it.</summary>
    public static IEnumerable<PartyId> Creditors(PartyId seller, RiskContext context) =>
        context.Book.Receivables.Where(debt => debt.Value.Seller == seller).SelectMany(debt => context.CreditorsOf(debt.Key, debt.Value))
            .Concat(context.Book.Positions.Values.Where(position => position.Borrower == seller).Select(position => position.Lender)).Distinct();

    public static ulong Clip(UInt128 sum) => sum > ulong.MaxValue ? ulong.MaxValue : (ulong)sum;
}
