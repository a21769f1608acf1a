using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using static Ledger.Indexer.Storage.Column;

namespace Ledger.Indexer.Projections.Rows;

internal sealed class OrderRow : IStateRow<OrderRow>
{
    public static TableShape Shape { get; } = new("projection.purchase_order", 1, Blob("id"), Number("buyer"), Number("seller"), Number("price"),
        Number("quantity"), Number("tenor"), Number("deliver_by"), Number("arbiter"), Number("attester"), Number("quorum"),
        Number("dispute_window"), Blob("document"), Number("buyer_epoch"), Number("seller_epoch"), Number("deadline"), Number("beneficiary"),
        Number("escrow"), Number("matched"), Number("paid"), Number("seq"), Number("funded"), Number("buyer_disputes"),
        Number("seller_disputes"), Number("closed"), Number("refund"), Number("block"), Number("log_index"), Number("time"), Blob("tx_hash"));

    public Hash32 Id { get; init; }

    /// <summary>Without its milestones, which have rows of their own.</summary>
    public required OrderTerms Terms { get; init; }
    public ulong Beneficiary { get; set; }
    public ulong Escrow { get; set; }
    public ulong Matched { get; set; }
    public ulong Paid { get; set; }
    public ulong Seq { get; set; }
    public bool Funded { get; set; }
    public bool BuyerDisputes { get; set; }
    public bool SellerDisputes { get; set; }
    public bool Closed { get; set; }
    public ulong Refund { get; set; }
    public EventPosition At { get; init; }

    public object?[] ToValues() =>
    [
        Cell.Of(Id), Cell.Of(Terms.Buyer.Value), Cell.Of(Terms.Seller.Value), Cell.Of(Terms.Price), Cell.Of(Terms.Quantity), Cell.Of(Terms.Tenor),
        Cell.Of(Terms.DeliverBy), Cell.Of(Terms.Arbiter.Value), Cell.Of(Terms.Attester.Value), Cell.Of(Terms.Quorum),
        Cell.Of(Terms.DisputeWindow), Cell.Of(Terms.Document), Cell.Of((ulong)Terms.BuyerEpoch), Cell.Of((ulong)Terms.SellerEpoch),
        Cell.Of(Terms.Deadline), Cell.Of(Beneficiary), Cell.Of(Escrow), Cell.Of(Matched), Cell.Of(Paid), Cell.Of(Seq), Cell.Of(Funded),
        Cell.Of(BuyerDisputes), Cell.Of(SellerDisputes), Cell.Of(Closed), Cell.Of(Refund), Cell.Of(At.Block), Cell.Of(At.LogIndex),
        Cell.Of(At.Time), Cell.Of(At.Transaction),
    ];

    public static OrderRow FromValues(object?[] values)
    {
        var cell = new CellReader(values);
        return new()
        {
            Id = cell.Hash(),
            Terms = TermsOf(cell),
            Beneficiary = cell.Number(),
            Escrow = cell.Number(),
            Matched = cell.Number(),
            Paid = cell.Number(),
            Seq = cell.Number(),
            Funded = cell.Flag(),
            BuyerDisputes = cell.Flag(),
            SellerDisputes = cell.Flag(),
            Closed = cell.Flag(),
            Refund = cell.Number(),
            At = cell.At(),
        };
    }

    private static OrderTerms TermsOf(CellReader cell) => new(
        new PartyId(cell.Number()), new PartyId(cell.Number()), cell.Number(), cell.Number(), cell.Number(), cell.Number(),
        new PartyId(cell.Number()), new PartyId(cell.Number()), cell.Number(), cell.Number(), cell.Hash(), [], [], [],
        (uint)cell.Number(), (uint)cell.Number(), cell.Number());
}

internal sealed record OrderMilestoneRow(Hash32 Order, ulong Milestone, ulong Giver, ulong Receiver, ulong Share, ulong Block) : IRow
{
    public static TableShape Shape { get; } = new("projection.order_milestone", 2, Blob("order_id"), Number("milestone"), Number("giver"),
        Number("receiver"), Number("share"), Number("block"));

    public object?[] ToValues() =>
        [Cell.Of(Order), Cell.Of(Milestone), Cell.Of(Giver), Cell.Of(Receiver), Cell.Of(Share), Cell.Of(Block)];
}

/// <summary>How a delivery became known.</summary>
internal enum DeliveryKind
{
    HandedOver = 1,
    Attested = 2,
}

internal sealed record OrderDeliveryRow(Hash32 Order, EventPosition At, Hash32 Delivery, DeliveryKind Kind, byte[] Units, ulong? MatchableAfter) : IRow
{
    public static TableShape Shape { get; } = new("projection.order_delivery", 3, Blob("order_id"), Number("block"), Number("log_index"),
        Number("time"), Blob("tx_hash"), Blob("delivery"), Number("kind"), Blob("units"), Number("matchable_after"));

    public object?[] ToValues() =>
    [
        Cell.Of(Order), Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time), Cell.Of(At.Transaction), Cell.Of(Delivery),
        Cell.Of((ulong)Kind), Units, Cell.Of(MatchableAfter),
    ];
}

internal sealed record OrderMatchRow(Hash32 Order, EventPosition At, Hash32 Delivery, ulong Milestone, ulong Quantity, ulong Invoice, ulong Due,
    ulong Paid) : IRow
{
    public static TableShape Shape { get; } = new("projection.order_match", 3, Blob("order_id"), Number("block"), Number("log_index"),
        Number("time"), Blob("tx_hash"), Blob("delivery"), Number("milestone"), Number("quantity"), Number("invoice"), Number("due"),
        Number("paid"));

    public object?[] ToValues() =>
    [
        Cell.Of(Order), Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time), Cell.Of(At.Transaction), Cell.Of(Delivery),
        Cell.Of(Milestone), Cell.Of(Quantity), Cell.Of(Invoice), Cell.Of(Due), Cell.Of(Paid),
    ];
}

internal sealed record OrderPaymentRow(Hash32 Order, EventPosition At, ulong Beneficiary, ulong Amount, Hash32? Receivable) : IRow
{
    public static TableShape Shape { get; } = new("projection.order_payment", 3, Blob("order_id"), Number("block"), Number("log_index"),
        Number("time"), Blob("tx_hash"), Number("beneficiary"), Number("amount"), Blob("receivable"));

    public object?[] ToValues() =>
    [
        Cell.Of(Order), Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time), Cell.Of(At.Transaction), Cell.Of(Beneficiary),
        Cell.Of(Amount), Cell.Of(Receivable),
    ];
}

/// <summary>What else happened to an order.</summary>
internal enum OrderEntryKind
{
    Agreed = 1,
    Funded = 2,
    DisputeRaised = 3,
    DisputeLifted = 4,
    ProceedsAssigned = 5,
    Closed = 6,
}

internal sealed record OrderEntryRow(Hash32 Order, EventPosition At, OrderEntryKind Kind) : IRow
{
    public static TableShape Shape { get; } = new("projection.order_entry", 3, Blob("order_id"), Number("block"), Number("log_index"),
        Number("time"), Blob("tx_hash"), Number("kind"), Number("party"), Number("to_party"), Number("amount"), Blob("reason"));

    public ulong? Party { get; init; }
    public ulong? To { get; init; }
    public ulong? Amount { get; init; }
    public Hash32? Reason { get; init; }

    public object?[] ToValues() =>
    [
        Cell.Of(Order), Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time), Cell.Of(At.Transaction), Cell.Of((ulong)Kind),
        Cell.Of(Party), Cell.Of(To), Cell.Of(Amount), Cell.Of(Reason),
    ];
}
