using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Features.Receivables;

internal sealed record ReceivableRow
{
    public const ulong Day = 86_400;

    public const string Columns =
        """
        r.id, r.debtor, r.seller, r.face, r.due, r.nullifier, r.document, r.order_id as OrderId, r.owed, r.paid, r.pot, r.retired, r.diluted, r.closed,
        r.seq, r.disputed, r.paid_through as PaidThrough, r.outstanding, r.notes, r.sales, r.pledges, r.settled_time as SettledTime, r.block,
        r.log_index as LogIndex, r.time, r.tx_hash as TxHash
        """;

    public Hash32 Id { get; init; }
    public ulong Debtor { get; init; }
    public ulong Seller { get; init; }
    public ulong Face { get; init; }
    public ulong Due { get; init; }
    public Hash32 Nullifier { get; init; }
    public Hash32 Document { get; init; }
    public Hash32? OrderId { get; init; }
    public ulong Owed { get; init; }
    public ulong Paid { get; init; }
    public ulong Pot { get; init; }
    public ulong Retired { get; init; }
    public ulong Diluted { get; init; }
    public ulong Closed { get; init; }
    public ulong Seq { get; init; }
    public long Disputed { get; init; }
    public long PaidThrough { get; init; }
    public ulong Outstanding { get; init; }
    public ulong Notes { get; init; }
    public ulong Sales { get; init; }
    public ulong Pledges { get; init; }
    public ulong? SettledTime { get; init; }
    public ulong Block { get; init; }
    public ulong LogIndex { get; init; }
    public ulong Time { get; init; }
    public Hash32 TxHash { get; init; }

    public ChainEvent Issue => new("Receivables", "Issued", TxHash, Block, LogIndex, Time);

    /// <summary>As IReceivables.receivable has it, at the chain's time.</summary>
    public ReceivableRecord ToRecord(ulong now)
    {
        var paid = unchecked((PaidThrough == 1 ? Owed : Paid) + Closed);
        return new ReceivableRecord(
            new ReceivableId(Id), new PartyId(Debtor), new PartyId(Seller), Face, Outstanding, paid, unchecked(paid - Pot), Retired, Diluted, Due, Status(now),
            Outstanding == 0 || now < Due ? 0 : (now - Due) / Day, Disputed == 1, (uint)Seq, Nullifier, Document == Hash32.Zero ? null : Document,
            OrderId is { } order ? new OrderId(order) : null, Notes, Sales, Pledges, Time, SettledTime, TxHash);
    }

    public ReceivableStatus Status(ulong now) =>
        Outstanding == 0 ? ReceivableStatus.Settled : now < Due ? ReceivableStatus.Open
        : now - Due < Day ? ReceivableStatus.Due : ReceivableStatus.Overdue;

    /// <summary>What a redemption of one of its notes would pay: its share of what was paid, rounded down, less what it has redeemed, and no more
    /// than waits.</summary>
    public ulong Redeemable(ulong amount, ulong redeemed)
    {
        if (Owed == 0) return 0;
        var share = (UInt128)amount * Paid / Owed;
        return share <= redeemed ? 0 : (ulong)UInt128.Min(share - redeemed, Pot);
    }
}

internal sealed record NoteRow(
    Hash32 Id, ulong Owner, ulong Original, ulong Amount, ulong Redeemed, ulong Seq, long Status, Hash32? Parent, ulong Depth, ulong Time, Hash32 TxHash)
{
    public const string Columns = "n.id, n.owner, n.original, n.amount, n.redeemed, n.seq, n.status, n.parent, n.depth, n.time, n.tx_hash as TxHash";

    public NoteRecord ToRecord(ReceivableRow of) => new(
        new NoteId(Id), new PartyId(Owner), Original, Amount, unchecked(Amount - Redeemed), of.Redeemable(Amount, Redeemed), (uint)Seq,
        Parent is { } parent ? new NoteId(parent) : null, Depth, Status == 2, Time, TxHash);
}
