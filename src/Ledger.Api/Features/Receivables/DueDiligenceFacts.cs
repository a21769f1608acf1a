using System.Data.Common;
using Ledger.Api.Financing;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Features.Receivables;

/// <summary>Everything that the lender's check looks at, read from one snapshot in a handful of index walks.</summary>
internal sealed class DueDiligenceFacts
{
    /// <summary>How many are overdue of a debtor who may have a hundred thousand: up to a thousand, from an index alone.</summary>
    public const string Overdue =
        "select count(*) from (select 1 as one from projection.receivable where debtor = @debtor and outstanding <> 0 and due <= @overdue limit 1000) late";

    /// <summary>What hangs on the receivable alone. Every statement reads a bounded number of rows by an index.</summary>
    private static readonly ReadBatch OfReceivable = new(
        $"""
        {Head.Sql};
        {ReceivableAccess.Sql}
        {EvidenceReader.Deliveries}
        select o.tx_hash as TxHash, o.block, o.log_index as LogIndex, o.time from projection.receivable r join projection.purchase_order o on o.id = r.order_id
        where r.id = @id;
        select n.id, n.owner, n.amount, n.redeemed from projection.receivable_note n where n.receivable = @id and n.status = 1 order by n.depth, n.block limit 20;
        select e.kind, e.from_party as FromParty, e.to_party as ToParty, e.amount, e.price, e.tx_hash as TxHash, e.block, e.log_index as LogIndex, e.time
        from projection.receivable_entry e where e.receivable = @id and e.kind in (4, 8, 9, 10, 11) order by e.block desc, e.log_index desc limit 20;
        select c.position, c.note, c.amount, c.held, p.lender, p.principal, c.tx_hash as TxHash, c.block, c.log_index as LogIndex, c.time
        from projection.collateral c join projection.position p on p.id = c.position where c.item = @id limit 20
        """, "id", "party");

    /// <summary>What hangs on its parties and its goods.</summary>
    private static readonly ReadBatch OfOthers = new(
        $"""
        {EvidenceReader.HandOffs}
        select u.condition from projection.unit u where u.id in {EvidenceReader.Units} order by u.id;
        select p.id, p.status, case when p.address = @facility then 1 else 0 end as IsFacility from projection.party p
        where p.id in (select @debtor union select @seller
          union select h.owner from (select n.owner from projection.receivable_note n where n.receivable = @id and n.status = 1 limit 20) h) order by p.id;
        select tx_hash as TxHash, block, log_index as LogIndex, time from projection.party_change
        where party = @debtor and kind = 2 and block >= @block order by block limit 1;
        select party, issued, issued_amount as IssuedAmount, settled, settled_late as SettledLate, days_late as DaysLate, outstanding, disputes, given,
          given_amount as GivenAmount, given_settled as GivenSettled, given_late as GivenLate, given_diluted_amount as GivenDilutedAmount,
          given_disputes as GivenDisputes, lent, loans, defaulted from projection.party_record where party in (@debtor, @seller, @lender);
        select credit_limit as CreditLimit, exposure, owned from projection.credit_line where id = @line;
        select coalesce(cast(sum(owned) as bigint), 0) from projection.credit_line where lender = @lender;
        {Overdue};
        {CreditPoints.Sql}
        """, "id", "units", "document", "facility", "debtor", "seller", "block", "lender", "line", "overdue", "chain", "all");

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
    public required IReadOnlyDictionary<PartyId, CreditGlance> Points { get; init; }
    public required IReadOnlyList<EvidenceReader.DeliveryRow> Deliveries { get; init; }
    public required IReadOnlyList<HandOffEvidence> HandOffs { get; init; }
    public required IReadOnlyList<Condition> Conditions { get; init; }
    public required MatchEvidence? Match { get; init; }
    public required ChainEvent? Agreed { get; init; }

    /// <summary>Reads them in two round trips, for a caller whom the receivable concerns.</summary>
    /// <exception cref="LedgerException"><c>not-found</c>, <c>not-indexed-yet</c>.</exception>
    public static async Task<DueDiligenceFacts> ReadAsync(DbConnection connection, Hash32 id, Caller caller, CurrentDeployment deployment, CancellationToken cancellationToken)
    {
        var own = await OwnAsync(connection, id, caller, cancellationToken);
        var (row, lender) = (own.Row, caller.Party.Value);
        await using var answers = await OfOthers.ExecuteAsync(connection,
        [
            id.ToArray(), EvidenceReader.Packed(EvidenceReader.UnitsOf(own.Deliveries)), row.Document.ToArray(), deployment.Manifest.Facility.ToArray(), (long)row.Debtor, (long)row.Seller,
            (long)row.Block, (long)lender, LineId(lender, row.Debtor), (long)(own.AsOf.Time > ReceivableRow.Day ? own.AsOf.Time - ReceivableRow.Day : 0),
            deployment.Key.ToArray(), caller.SeesAll() ? 1L : 0,
        ], last: true, cancellationToken);
        return new DueDiligenceFacts
        {
            Row = row,
            AsOf = own.AsOf,
            Lender = caller.Party,
            Deliveries = own.Deliveries,
            Match = own.Match?.ToEvidence(row.Document),
            Agreed = own.Agreed?.Event("Orders", "OrderAgreed"),
            Notes = own.Notes,
            Entries = own.Entries,
            Pledges = own.Pledges,
            HandOffs = [.. (await answers.RowsAsync<EvidenceReader.HandOffRow>()).Select(handOff => handOff.ToEvidence())],
            Conditions = [.. (await answers.RowsAsync<long>()).Select(condition => (Condition)condition)],
            Parties = await answers.RowsAsync<Member>(),
            KeyChange = await answers.FirstAsync<Where>(),
            Records = (await answers.RowsAsync<Record>()).ToDictionary(record => record.Party),
            Credit = await answers.FirstAsync<Line>() ?? new Line(0, 0, 0),
            OwnedInAll = await answers.FirstAsync<ulong>(),
            OverdueNow = await answers.FirstAsync<ulong>(),
            Points = await CreditPoints.ReadAsync(answers),
        };
    }

    private static async Task<Own> OwnAsync(DbConnection connection, Hash32 id, Caller caller, CancellationToken cancellationToken)
    {
        await using var answers = await OfReceivable.ExecuteAsync(connection, [id.ToArray(), (long)caller.Party.Value], cancellationToken: cancellationToken);
        return new Own(
            await Head.RequireAsync(answers), await ReceivableAccess.ReadAsync(answers, id, caller), await answers.RowsAsync<EvidenceReader.DeliveryRow>(),
            await answers.FirstAsync<EvidenceReader.MatchRow>(), await answers.FirstAsync<Where>(), await answers.RowsAsync<Holding>(), await answers.RowsAsync<Entry>(),
            await answers.RowsAsync<Pledge>());
    }

    public Record RecordOf(ulong party) => Records.GetValueOrDefault(party) ?? new Record { Party = party };

    private static byte[] LineId(ulong lender, ulong debtor)
    {
        var id = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(id, lender);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(id.AsSpan(8), debtor);
        return id;
    }

    private sealed record Own(
        AsOf AsOf, ReceivableRow Row, IReadOnlyList<EvidenceReader.DeliveryRow> Deliveries, EvidenceReader.MatchRow? Match, Where? Agreed,
        IReadOnlyList<Holding> Notes, IReadOnlyList<Entry> Entries, IReadOnlyList<Pledge> Pledges);

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
