using System.Data.Common;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Features.Orders;

internal sealed record OrderRow
{
    public const string Columns =
        """
        o.id, o.buyer, o.seller, o.price, o.quantity, o.tenor, o.deliver_by as DeliverBy, o.arbiter, o.attester, o.quorum,
        o.dispute_window as DisputeWindow, o.document, o.buyer_epoch as BuyerEpoch, o.seller_epoch as SellerEpoch, o.deadline, o.beneficiary,
        o.escrow, o.matched, o.paid, o.seq, o.funded, o.buyer_disputes as BuyerDisputes, o.seller_disputes as SellerDisputes, o.closed, o.refund,
        o.block, o.log_index as LogIndex, o.time, o.tx_hash as TxHash
        """;

    public Hash32 Id { get; init; }
    public ulong Buyer { get; init; }
    public ulong Seller { get; init; }
    public ulong Price { get; init; }
    public ulong Quantity { get; init; }
    public ulong Tenor { get; init; }
    public ulong DeliverBy { get; init; }
    public ulong Arbiter { get; init; }
    public ulong Attester { get; init; }
    public ulong Quorum { get; init; }
    public ulong DisputeWindow { get; init; }
    public Hash32 Document { get; init; }
    public ulong BuyerEpoch { get; init; }
    public ulong SellerEpoch { get; init; }
    public ulong Deadline { get; init; }
    public ulong Beneficiary { get; init; }
    public ulong Escrow { get; init; }
    public ulong Matched { get; init; }
    public ulong Paid { get; init; }
    public ulong Seq { get; init; }
    public long Funded { get; init; }
    public long BuyerDisputes { get; init; }
    public long SellerDisputes { get; init; }
    public long Closed { get; init; }
    public ulong Refund { get; init; }
    public ulong Block { get; init; }
    public ulong LogIndex { get; init; }
    public ulong Time { get; init; }
    public Hash32 TxHash { get; init; }

    /// <summary>The order with the milestones of its terms.</summary>
    public OrderRecord ToRecord(IEnumerable<Milestone> milestones)
    {
        var steps = milestones.OrderBy(step => step.Number).ToList();
        var terms = new OrderTerms(
            new PartyId(Buyer), new PartyId(Seller), Price, Quantity, Tenor, DeliverBy, new PartyId(Arbiter), new PartyId(Attester), Quorum, DisputeWindow,
            Document, [.. steps.Select(step => new PartyId(step.Giver))], [.. steps.Select(step => new PartyId(step.Receiver))],
            [.. steps.Select(step => step.Share)], (uint)BuyerEpoch, (uint)SellerEpoch, Deadline);
        PartyId[] disputes = [.. BuyerDisputes == 1 ? [terms.Buyer] : Array.Empty<PartyId>(), .. SellerDisputes == 1 ? [terms.Seller] : Array.Empty<PartyId>()];
        return new OrderRecord(
            new OrderId(Id), terms, Status(disputes.Length > 0), new PartyId(Beneficiary), Escrow, Matched, Paid, Refund, (uint)Seq, disputes, Time, Block, TxHash);
    }

    private OrderStatus Status(bool disputed) =>
        Closed == 1 ? OrderStatus.Closed : disputed ? OrderStatus.Disputed : Matched > 0 ? OrderStatus.InDelivery
        : Funded == 1 ? OrderStatus.Funded : OrderStatus.Agreed;

    /// <summary>The milestones of orders.</summary>
    public static async Task<ILookup<Hash32, Milestone>> MilestonesAsync(DbConnection connection, IEnumerable<Hash32> orders)
    {
        byte[][] ids = [.. orders.Select(id => id.ToArray())];
        if (ids.Length == 0) return Enumerable.Empty<Milestone>().ToLookup(step => step.Order);
        var rows = await connection.QueryAsync<Milestone>(
            $"select order_id as \"Order\", milestone as Number, giver, receiver, share from projection.order_milestone where order_id {connection.IsIn("ids")}", new { ids });
        return rows.ToLookup(step => step.Order);
    }

    internal sealed record Milestone(Hash32 Order, ulong Number, ulong Giver, ulong Receiver, ulong Share);
}
