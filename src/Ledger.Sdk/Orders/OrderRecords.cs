using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Orders;

/// <summary>Where an order stands.</summary>
public enum OrderStatus
{
    /// <summary>Agreed; nothing was matched.</summary>
    Agreed,

    /// <summary>The price is in the escrow; nothing was matched.</summary>
    Funded,

    /// <summary>A part of it was matched.</summary>
    InDelivery,

    /// <summary>Buyer or seller disputes it: nothing is matched.</summary>
    Disputed,

    /// <summary>Nothing will be paid any more.</summary>
    Closed,
}

/// <summary>An order, as both signed it and as far as it is; amounts in minor units of the ledger's currency.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Terms">What both signed.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Beneficiary">Who is paid.</param>
/// <param name="Escrow">What waits to be paid.</param>
/// <param name="Matched">The part of the price that deliveries were matched for.</param>
/// <param name="Paid">What was paid for it, or became receivables.</param>
/// <param name="Refund">What of the escrow went back to the buyer.</param>
/// <param name="Seq">What the next message must bind, while the order is not closed.</param>
/// <param name="DisputedBy">Who disputes it.</param>
/// <param name="Agreed">When, in Unix seconds.</param>
/// <param name="Block">The block that agreed it.</param>
/// <param name="TransactionHash">The transaction that agreed it.</param>
public sealed record OrderRecord(
    OrderId Id, OrderTerms Terms, OrderStatus Status, PartyId Beneficiary, ulong Escrow, ulong Matched, ulong Paid, ulong Refund, uint Seq,
    IReadOnlyList<PartyId> DisputedBy, ulong Agreed, ulong Block, Hash32 TransactionHash);

/// <summary>An order with everything that happened to it; of long lists the newest 100.</summary>
/// <param name="Order">The order.</param>
/// <param name="Milestones">Its milestones.</param>
/// <param name="Deliveries">What was handed over or attested for it.</param>
/// <param name="Matches">What was matched.</param>
/// <param name="Payments">What was paid.</param>
/// <param name="History">What else happened.</param>
/// <param name="AsOf">The block that this is as of.</param>
public sealed record OrderDetail(
    OrderRecord Order, IReadOnlyList<MilestoneRecord> Milestones, IReadOnlyList<DeliveryRecord> Deliveries, IReadOnlyList<MatchRecord> Matches,
    IReadOnlyList<OrderPaymentRecord> Payments, IReadOnlyList<OrderStep> History, AsOf AsOf);

/// <summary>One milestone.</summary>
/// <param name="Number">Its index.</param>
/// <param name="Giver">Who hands the goods over.</param>
/// <param name="Receiver">Who receives them.</param>
/// <param name="Share">Its part of the price, in 1/10,000.</param>
/// <param name="Accepted">The quantity accepted so far.</param>
public sealed record MilestoneRecord(ulong Number, PartyId Giver, PartyId Receiver, ulong Share, ulong Accepted);

/// <summary>Goods that were handed over, or whose arrival devices attested.</summary>
/// <param name="Delivery">Hash of the delivery.</param>
/// <param name="Units">The goods; empty where devices attested.</param>
/// <param name="MatchableAfter">The dispute window's last second, where devices attested.</param>
/// <param name="Event">Where the chain says so.</param>
public sealed record DeliveryRecord(Hash32 Delivery, IReadOnlyList<UnitId> Units, ulong? MatchableAfter, ChainEvent Event);

/// <summary>A delivery that was matched.</summary>
/// <param name="Delivery">Hash of the delivery.</param>
/// <param name="Milestone">Which milestone.</param>
/// <param name="Quantity">What was accepted.</param>
/// <param name="Invoice">What the seller asked for it.</param>
/// <param name="Due">What it is worth by the terms.</param>
/// <param name="Paid">What was paid: no more than either.</param>
/// <param name="Event">Where the chain says so.</param>
public sealed record MatchRecord(Hash32 Delivery, ulong Milestone, ulong Quantity, ulong Invoice, ulong Due, ulong Paid, ChainEvent Event);

/// <summary>A payment of an order.</summary>
/// <param name="Beneficiary">Who was paid.</param>
/// <param name="Amount">How much.</param>
/// <param name="Receivable">The receivable that it was paid with; null where the escrow paid.</param>
/// <param name="Event">Where the chain says so.</param>
public sealed record OrderPaymentRecord(PartyId Beneficiary, ulong Amount, ReceivableId? Receivable, ChainEvent Event);

/// <summary>What else happens to an order.</summary>
public enum OrderStepType
{
    /// <summary>Buyer and seller agreed.</summary>
    Agreed = 1,

    /// <summary>The buyer paid into the escrow.</summary>
    Funded = 2,

    /// <summary>Buyer or seller raised a dispute.</summary>
    DisputeRaised = 3,

    /// <summary>Who raised it lifted it.</summary>
    DisputeLifted = 4,

    /// <summary>Another party became the beneficiary.</summary>
    ProceedsAssigned = 5,

    /// <summary>The order ended.</summary>
    Closed = 6,
}

/// <summary>One line of an order's history.</summary>
public sealed record OrderStep(OrderStepType Type, PartyId? Party, PartyId? To, ulong? Amount, Hash32? Reason, ChainEvent Event);
