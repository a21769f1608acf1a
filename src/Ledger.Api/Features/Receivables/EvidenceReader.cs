using System.Data.Common;
using Dapper;
using Ledger.Api.Documents;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Features.Receivables;

/// <summary>Reads what a receivable came of: its document is the hash of the delivery that was matched, which the hand-off's document is too.</summary>
internal static class EvidenceReader
{
    private const int MostUnits = 50;

    public static async Task<ReceivableEvidence> ReadAsync(DbConnection connection, ReceivableRow row)
    {
        var order = row.OrderId is { } id ? await OrderAsync(connection, id) : null;
        var match = order is null ? null : await MatchAsync(connection, order.Id.Value, row.Document);
        var deliveries = order is null ? [] : await DeliveriesAsync(connection, order.Id.Value, row.Document);
        var units = UnitsOf(deliveries);
        List<HandOffEvidence> handOffs = [.. await HandOffsAsync(connection, units, row.Document), .. deliveries.Where(delivery => delivery.Kind == 2).Select(delivery => delivery.ToEvidence())];
        return new ReceivableEvidence(row.Issue, order, match, handOffs, await UnitsAsync(connection, units), row.Document == Hash32.Zero ? null : row.Document);
    }

    public static async Task<OrderEvidence?> OrderAsync(DbConnection connection, Hash32 id)
    {
        var row = await connection.QuerySingleOrDefaultAsync<(ulong Buyer, ulong Seller, ulong Price, ulong Quantity, Hash32 Document)?>(
            "select buyer, seller, price, quantity, document from projection.purchase_order where id = @id", new { id });
        return row is not { } found ? null : new OrderEvidence(new OrderId(id), new PartyId(found.Buyer), new PartyId(found.Seller), found.Price, found.Quantity, found.Document, Link($"/orders/{id}"));
    }

    public static async Task<MatchEvidence?> MatchAsync(DbConnection connection, Hash32 order, Hash32 delivery)
    {
        var row = await connection.QueryFirstOrDefaultAsync<MatchRow>(
            """
            select milestone, quantity, invoice, due, paid, tx_hash as TxHash, block, log_index as LogIndex, time from projection.order_match
            where order_id = @order and delivery = @delivery
            """, new { order, delivery });
        return row is null ? null : new MatchEvidence(delivery, row.Milestone, row.Quantity, row.Invoice, row.Due, row.Paid,
            new ChainEvent("Orders", "Matched", row.TxHash, row.Block, row.LogIndex, row.Time));
    }

    public static async Task<IReadOnlyList<DeliveryRow>> DeliveriesAsync(DbConnection connection, Hash32 order, Hash32 delivery) =>
        (await connection.QueryAsync<DeliveryRow>(
            """
            select kind, units, tx_hash as TxHash, block, log_index as LogIndex, time from projection.order_delivery
            where order_id = @order and delivery = @delivery order by block, log_index limit 100
            """, new { order, delivery })).AsList();

    public static List<Hash32> UnitsOf(IEnumerable<DeliveryRow> deliveries) =>
        [.. deliveries.SelectMany(delivery => delivery.Units.Chunk(32)).Select(unit => new Hash32(unit)).Distinct().Take(MostUnits)];

    public static async Task<List<HandOffEvidence>> HandOffsAsync(DbConnection connection, IReadOnlyList<Hash32> units, Hash32 document)
    {
        if (units.Count == 0) return [];
        var rows = await connection.QueryAsync<HandOffRow>(
            $"""
            select distinct h.from_party as "From", h.to_party as "To", length(h.units) as Length, h.tx_hash as TxHash, h.block, h.log_index as LogIndex, h.time
            from projection.custody c join projection.hand_off h on h.block = c.block and h.log_index = c.log_index
            where c.unit {connection.IsIn("ids")} and c.document = @document order by h.block, h.log_index
            """, new { ids = Ids(units), document });
        return [.. rows.Select(row => row.ToEvidence())];
    }

    private static async Task<IReadOnlyList<UnitEvidence>> UnitsAsync(DbConnection connection, List<Hash32> units)
    {
        if (units.Count == 0) return [];
        var rows = (await connection.QueryAsync<(Hash32 Id, long Condition, ulong Custodian)>(
            $"select id, condition, custodian from projection.unit where id {connection.IsIn("ids")}", new { ids = Ids(units) })).AsList();
        var names = await EpcNames.ReadAsync(connection, units);
        return [.. rows.Select(row =>
        {
            var epc = names.GetValueOrDefault(row.Id)?.Text;
            return new UnitEvidence(new UnitId(row.Id), epc, (Condition)row.Condition, new PartyId(row.Custodian),
                epc is null ? null : Link($"/epcis/v2/events?MATCH_anyEPC={Uri.EscapeDataString(epc)}"));
        })];
    }

    public static Uri Link(string path) => new(path, UriKind.Relative);

    public static byte[][] Ids(IEnumerable<Hash32> ids) => [.. ids.Select(id => id.ToArray())];

    internal sealed record DeliveryRow(long Kind, byte[] Units, Hash32 TxHash, ulong Block, ulong LogIndex, ulong Time)
    {
        public HandOffEvidence ToEvidence() => new(null, null, 0, new ChainEvent("Orders", "Arrived", TxHash, Block, LogIndex, Time), null, null);
    }

    private sealed record MatchRow(ulong Milestone, ulong Quantity, ulong Invoice, ulong Due, ulong Paid, Hash32 TxHash, ulong Block, ulong LogIndex, ulong Time);

    private sealed record HandOffRow
    {
        public ulong From { get; init; }
        public ulong To { get; init; }
        public long Length { get; init; }
        public Hash32 TxHash { get; init; }
        public ulong Block { get; init; }
        public ulong LogIndex { get; init; }
        public ulong Time { get; init; }

        public HandOffEvidence ToEvidence()
        {
            var id = HandOffId.Write(TxHash, LogIndex);
            return new HandOffEvidence(new PartyId(From), new PartyId(To), (ulong)Length / 32, new ChainEvent("Goods", "CustodyMoved", TxHash, Block, LogIndex, Time),
                Link($"/handoffs/{id}"), Link($"/handoffs/{id}/proof"));
        }
    }
}
