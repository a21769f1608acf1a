using System.Data.Common;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Features.Receivables;

/// <summary>Everything that the lender's check looks at, read from one snapshot in a handful of index walks.</summary>
internal sealed class DueDiligenceFacts
{
    public const int MostOverdue = 1_000;

    /// <summary>Every statement reads a bounded number of rows by an index.</summary>
    private const string Sql =
        """
        select n.id, n.owner, n.amount, n.redeemed from projection.receivable_note n where n.receivable = @id and n.status = 1 order by n.depth, n.block limit 20;
        select e.kind, e.from_party as FromParty, e.to_party as ToParty, e.amount, e.price, e.tx_hash as TxHash, e.block, e.log_index as LogIndex, e.time
        from projection.receivable_entry e where e.receivable = @id and e.kind in (4, 8, 9, 10, 11) order by e.block desc, e.log_index desc limit 20;
        select c.position, c.note, c.amount, c.held, p.lender, p.principal, c.tx_hash as TxHash, c.block, c.log_index as LogIndex, c.time
        from projection.collateral c join projection.position p on p.id = c.position where c.item = @id limit 20;
        select p.id, p.status, case when p.address = @facility then 1 else 0 end as IsFacility from projection.party p
        where p.id in (select cast(@debtor as bigint) union select cast(@seller as bigint)
          union select h.owner from (select n.owner from projection.receivable_note n where n.receivable = @id and n.status = 1 limit 20) h);
        select tx_hash as TxHash, block, log_index as LogIndex, time from projection.party_change
        where party = @debtor and kind = 2 and block >= @block order by block limit 1;
        select party, issued, issued_amount as IssuedAmount, settled, settled_late as SettledLate, days_late as DaysLate, outstanding, disputes, given,
          given_amount as GivenAmount, given_settled as GivenSettled, given_late as GivenLate, given_diluted_amount as GivenDilutedAmount,
          given_disputes as GivenDisputes, lent, loans, defaulted from projection.party_record where party in (@debtor, @seller, @lender);
        select credit_limit as CreditLimit, exposure, owned from projection.credit_line where id = @line;
        select coalesce(cast(sum(owned) as bigint), 0) from projection.credit_line where lender = @lender;
        select count(*) from (select 1 as one from projection.receivable where debtor = @debtor and outstanding <> 0 and due <= @overdue limit 1000) late
        """;

    public required ReceivableRow Row { get; init; }
    public required AsOf AsOf { get; init; }
    public required PartyId Lender { get; init; }
    public required IReadOnlyList<Holding> Notes { get; init; }
    public required IReadOnlyList<Entry> Entries { get; init; }
    public required IReadOnlyList<Pledge> Pledges { get; init; }
    public required IReadOnlyList<Member> Parties { get; init; }
    public required Where? KeyChange { get; init; }
    public required IReadOnlyDictionary<ulong, Record> Records { get; init; }
    public required Line Credit { get; init; }
    public required ulong OwnedInAll { get; init; }
    public required ulong OverdueNow { get; init; }
    public required IReadOnlyList<EvidenceReader.DeliveryRow> Deliveries { get; init; }
    public required IReadOnlyList<HandOffEvidence> HandOffs { get; init; }
    public required IReadOnlyList<Condition> Conditions { get; init; }
    public required MatchEvidence? Match { get; init; }
    public required ChainEvent? Agreed { get; init; }

    public static async Task<DueDiligenceFacts> ReadAsync(DbConnection connection, ReceivableRow row, PartyId lender, Address facility, AsOf asOf)
    {
        var goods = await GoodsAsync(connection, row);
        await using var answers = await connection.QueryMultipleAsync(Sql, new
        {
            id = row.Id,
            facility,
            debtor = (long)row.Debtor,
            seller = (long)row.Seller,
            lender = (long)lender.Value,
            block = (long)row.Block,
            line = LineId(lender.Value, row.Debtor),
            overdue = (long)(asOf.Time > ReceivableRow.Day ? asOf.Time - ReceivableRow.Day : 0),
        });
        return new DueDiligenceFacts
        {
            Row = row,
            AsOf = asOf,
            Lender = lender,
            Notes = (await answers.ReadAsync<Holding>()).AsList(),
            Entries = (await answers.ReadAsync<Entry>()).AsList(),
            Pledges = (await answers.ReadAsync<Pledge>()).AsList(),
            Parties = (await answers.ReadAsync<Member>()).AsList(),
            KeyChange = await answers.ReadSingleOrDefaultAsync<Where>(),
            Records = (await answers.ReadAsync<Record>()).ToDictionary(record => record.Party),
            Credit = await answers.ReadSingleOrDefaultAsync<Line>() ?? new Line(0, 0, 0),
            OwnedInAll = await answers.ReadSingleAsync<ulong>(),
            OverdueNow = await answers.ReadSingleAsync<ulong>(),
            Deliveries = goods.Deliveries,
            HandOffs = goods.HandOffs,
            Conditions = goods.Conditions,
            Match = goods.Match,
            Agreed = goods.Agreed,
        };
    }

    public Record RecordOf(ulong party) => Records.GetValueOrDefault(party) ?? new Record { Party = party };

    private static async Task<Goods> GoodsAsync(DbConnection connection, ReceivableRow row)
    {
        if (row.OrderId is not { } order) return new Goods([], [], [], null, null);
        var deliveries = await EvidenceReader.DeliveriesAsync(connection, order, row.Document);
        var units = EvidenceReader.UnitsOf(deliveries);
        var agreed = await connection.QueryFirstOrDefaultAsync<Where>(
            "select tx_hash as TxHash, block, log_index as LogIndex, time from projection.purchase_order where id = @order", new { order });
        var conditions = units.Count == 0 ? [] : (await connection.QueryAsync<long>(
            $"select condition from projection.unit where id {connection.IsIn("ids")}", new { ids = EvidenceReader.Ids(units) })).Select(condition => (Condition)condition).ToList();
        return new Goods(deliveries, await EvidenceReader.HandOffsAsync(connection, units, row.Document), conditions,
            await EvidenceReader.MatchAsync(connection, order, row.Document), agreed?.Event("Orders", "OrderAgreed"));
    }

    private static byte[] LineId(ulong lender, ulong debtor)
    {
        var id = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(id, lender);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(id.AsSpan(8), debtor);
        return id;
    }

    private sealed record Goods(
        IReadOnlyList<EvidenceReader.DeliveryRow> Deliveries, IReadOnlyList<HandOffEvidence> HandOffs, IReadOnlyList<Condition> Conditions,
        MatchEvidence? Match, ChainEvent? Agreed);

    internal sealed record Holding(Hash32 Id, ulong Owner, ulong Amount, ulong Redeemed);

    internal sealed record Where(Hash32 TxHash, ulong Block, ulong LogIndex, ulong Time)
    {
        public ChainEvent Event(string contract, string name) => new(contract, name, TxHash, Block, LogIndex, Time);
    }

    internal sealed record Entry(long Kind, ulong? FromParty, ulong? ToParty, ulong Amount, ulong? Price, Hash32 TxHash, ulong Block, ulong LogIndex, ulong Time)
    {
        public ReceivableStepType Type => (ReceivableStepType)Kind;

        public ChainEvent Event => new("Receivables", Type is ReceivableStepType.Disputed or ReceivableStepType.DisputeLifted ? "DisputeSet" : Type.ToString(), TxHash, Block, LogIndex, Time);
    }

    internal sealed record Pledge(
        Hash32 Position, Hash32 Note, ulong Amount, long Held, ulong Lender, ulong Principal, Hash32 TxHash, ulong Block, ulong LogIndex, ulong Time)
    {
        public ChainEvent Event => new("Facility", "CollateralAdded", TxHash, Block, LogIndex, Time);
    }

    internal sealed record Member
    {
        public ulong Id { get; init; }
        public long Status { get; init; }
        public long IsFacility { get; init; }
    }

    internal sealed record Line(ulong CreditLimit, ulong Exposure, ulong Owned);

    internal sealed record Record
    {
        public ulong Party { get; init; }
        public ulong Issued { get; init; }
        public ulong IssuedAmount { get; init; }
        public ulong Settled { get; init; }
        public ulong SettledLate { get; init; }
        public ulong DaysLate { get; init; }
        public ulong Outstanding { get; init; }
        public ulong Disputes { get; init; }
        public ulong Given { get; init; }
        public ulong GivenAmount { get; init; }
        public ulong GivenSettled { get; init; }
        public ulong GivenLate { get; init; }
        public ulong GivenDilutedAmount { get; init; }
        public ulong GivenDisputes { get; init; }
        public ulong Lent { get; init; }
        public ulong Loans { get; init; }
        public ulong Defaulted { get; init; }
    }
}
