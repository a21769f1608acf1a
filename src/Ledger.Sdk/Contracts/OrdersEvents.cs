using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Contracts;

/// <summary>Something that the Orders contract logged.</summary>
public abstract record OrdersEvent : LedgerEvent
{
    /// <inheritdoc/>
    public sealed override LedgerContract Contract => LedgerContract.Orders;
}

/// <summary>Buyer and seller agreed.</summary>
public sealed record OrderAgreed(
    [Indexed] OrderId Order, [Indexed] PartyId Buyer, [Indexed] PartyId Seller, OrderTerms Terms) : OrdersEvent;

/// <summary>The buyer paid the price into the escrow.</summary>
public sealed record Funded([Indexed] OrderId Order, ulong Amount) : OrdersEvent;

/// <summary>Units were handed over for a delivery.</summary>
public sealed record Delivered([Indexed] OrderId Order, [Indexed] Hash32 Delivery, IReadOnlyList<UnitId> Units) : OrdersEvent;

/// <summary>A quorum of devices attested an arrival; it is matched after <paramref name="MatchableAfter"/>.</summary>
public sealed record Arrived([Indexed] OrderId Order, [Indexed] Hash32 Delivery, ulong MatchableAfter) : OrdersEvent;

/// <summary>A delivery was matched: <paramref name="Due"/> is what the accepted quantity is worth by the terms; no more than that and no more than the invoice was paid.</summary>
public sealed record Matched(
    [Indexed] OrderId Order, [Indexed] Hash32 Delivery, ulong Milestone, ulong Quantity, ulong Invoice, ulong Due, ulong Paid) : OrdersEvent;

/// <summary>The beneficiary was paid from the escrow, or by a receivable (zero: from the escrow).</summary>
public sealed record OrderPaid([Indexed] OrderId Order, [Indexed] PartyId Beneficiary, ulong Amount, ReceivableId Receivable) : OrdersEvent;

/// <summary>The buyer or the seller disputes the order: nothing is matched.</summary>
public sealed record DisputeRaised([Indexed] OrderId Order, [Indexed] PartyId By, Hash32 Reason) : OrdersEvent;

/// <summary>A party lifted what it had raised.</summary>
public sealed record DisputeLifted([Indexed] OrderId Order, [Indexed] PartyId By) : OrdersEvent;

/// <summary>Another party became the beneficiary.</summary>
public sealed record ProceedsAssigned([Indexed] OrderId Order, [Indexed] PartyId From, [Indexed] PartyId To) : OrdersEvent;

/// <summary>The order ended; <paramref name="Refund"/> is what of the escrow went back to the buyer.</summary>
public sealed record Closed([Indexed] OrderId Order, ulong Refund) : OrdersEvent;
