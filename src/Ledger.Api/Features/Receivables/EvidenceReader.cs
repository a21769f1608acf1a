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
    /// <summary>The deliveries that the receivable <c>@id</c> is for, and their match with order and invoice: two statements.</summary>
    public const string Deliveries =
        """
        select d.kind, d.units, d.tx_hash as TxHash, d.block, d.log_index as LogIndex, d.time, o.attester, o.quorum
        from projection.receivable r join projection.purchase_order o on o.id = r.order_id
          join projection.order_delivery d on d.order_id = r.order_id and d.delivery = r.document
        where r.id = @id order by d.block, d.log_index limit 100;
        select m.milestone, m.quantity, m.invoice, m.due, m.paid, m.tx_hash as TxHash, m.block, m.log_index as LogIndex, m.time
        from projection.receivable r join projection.order_match m on m.order_id = r.order_id and m.delivery = r.document
        where r.id = @id order by m.block, m.log_index limit 1;

        """;

    /// <summary>What <c>@units</c> lists: ids of 32 bytes each, one after the other.</summary>
    public const string Units =
        """
        (with recursive part (place) as (select 1 union all select place + 32 from part where place + 32 < length(@units)) select substr(@units, place, 32) from part)
        """;

    /// <summary>Who handed <see cref="Units"/> over with the document <c>@document</c>: one statement.</summary>
    public const string HandOffs =
        $"""
        select distinct h.from_party as "From", h.to_party as "To", length(h.units) as Length, h.tx_hash as TxHash, h.block, h.log_index as LogIndex, h.time
        from projection.custody c join projection.hand_off h on h.block = c.block and h.log_index = c.log_index
        where c.unit in {Units} and c.document = @document order by h.block, h.log_index;

        """;

    private const int MostUnits = 50;

    private static readonly ReadBatch Delivered = new(Deliveries, "id");
    private static readonly ReadBatch HandedOver = new(HandOffs, "units", "document");

    public static async Task<ReceivableEvidence> ReadAsync(DbConnection connection, ReceivableRow row)
    {
        var order = row.OrderId is { } id ? await OrderAsync(connection, id) : null;
        var (deliveries, match) = await DeliveriesAsync(connection, row);
        var units = UnitsOf(deliveries);
        List<HandOffEvidence> handOffs = [.. await HandOffsAsync(connection, units, row.Document), .. deliveries.Where(delivery => delivery.IsAttested).Select(delivery => delivery.ToEvidence())];
        return new ReceivableEvidence(row.Issue, order, match?.ToEvidence(row.Document), handOffs, await UnitsAsync(connection, units), row.Document == Hash32.Zero ? null : row.Document);
    }

    public static List<Hash32> UnitsOf(IEnumerable<DeliveryRow> deliveries) =>
        [.. deliveries.SelectMany(delivery => delivery.Units.Chunk(32)).Select(unit => new Hash32(unit)).Distinct().Take(MostUnits)];

    public static byte[] Packed(IEnumerable<Hash32> units) => [.. units.SelectMany(unit => unit.ToArray())];

    public static Uri Link(string path) => new(path, UriKind.Relative);

    private static async Task<OrderEvidence?> OrderAsync(DbConnection connection, Hash32 id)
    {
        var row = await connection.QuerySingleOrDefaultAsync<(ulong Buyer, ulong Seller, ulong Price, ulong Quantity, Hash32 Document)?>(
            "select buyer, seller, price, quantity, document from projection.purchase_order where id = @id", new { id });
        return row is not { } found ? null : new OrderEvidence(new OrderId(id), new PartyId(found.Buyer), new PartyId(found.Seller), found.Price, found.Quantity, found.Document, Link($"/orders/{id}"));
    }

    private static async Task<(List<DeliveryRow> Deliveries, MatchRow? Match)> DeliveriesAsync(DbConnection connection, ReceivableRow row)
    {
        await using var answers = await Delivered.ExecuteAsync(connection, [row.Id.ToArray()]);
        return (await answers.RowsAsync<DeliveryRow>(), await answers.FirstAsync<MatchRow>());
    }

    private static async Task<IEnumerable<HandOffEvidence>> HandOffsAsync(DbConnection connection, List<Hash32> units, Hash32 document)
    {
        if (units.Count == 0) return [];
        await using var answers = await HandedOver.ExecuteAsync(connection, [Packed(units), document.ToArray()]);
        return (await answers.RowsAsync<HandOffRow>()).Select(row => row.ToEvidence());
    }

    private static async Task<IReadOnlyList<UnitEvidence>> UnitsAsync(DbConnection connection, List<Hash32> units)
    {
        if (units.Count == 0) return [];
        var rows = (await connection.QueryAsync<(Hash32 Id, long Condition, ulong Custodian)>(
            $"select id, condition, custodian from projection.unit where id {connection.IsIn("ids")}", new { ids = units.Select(unit => unit.ToArray()).ToArray() })).AsList();
        var names = await EpcNames.ReadAsync(connection, units);
        return [.. rows.Select(row =>
        {
            var epc = names.GetValueOrDefault(row.Id)?.Text;
            return new UnitEvidence(new UnitId(row.Id), epc, (Condition)row.Condition, new PartyId(row.Custodian),
                epc is null ? null : Link($"/epcis/v2/events?MATCH_anyEPC={Uri.EscapeDataString(epc)}"));
        })];
    }

    internal sealed record DeliveryRow(long Kind, byte[] Units, Hash32 TxHash, ulong Block, ulong LogIndex, ulong Time, ulong Attester, ulong Quorum)
    {
        public bool IsAttested => Kind == 2;

        public HandOffEvidence ToEvidence() => new(null, null, 0, new ChainEvent("Orders", "Arrived", TxHash, Block, LogIndex, Time), null, null);
    }

    internal sealed record MatchRow(ulong Milestone, ulong Quantity, ulong Invoice, ulong Due, ulong Paid, Hash32 TxHash, ulong Block, ulong LogIndex, ulong Time)
    {
        public MatchEvidence ToEvidence(Hash32 delivery) =>
            new(delivery, Milestone, Quantity, Invoice, Due, Paid, new ChainEvent("Orders", "Matched", TxHash, Block, LogIndex, Time));
    }

    internal sealed record HandOffRow
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
