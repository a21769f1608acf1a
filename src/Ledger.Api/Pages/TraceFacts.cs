using System.Data.Common;
using Dapper;
using Ledger.Api.Documents;
using Ledger.Indexer.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1.Epcis;

namespace Ledger.Api.Pages;

/// <summary>All that is known of one unit or lot, read in one snapshot.</summary>
internal sealed record TraceFacts
{
    private const int MostRecords = 100;
    private const int MostContents = 12;

    public required Hash32 Id { get; init; }
    public AsOf? AsOf { get; init; }
    public UnitNow? Unit { get; init; }
    public LotFact? Lot { get; init; }
    public required IReadOnlyList<UnitStep> Steps { get; init; }
    public required IReadOnlyList<Record> Records { get; init; }
    public TraceResult? Back { get; init; }
    public required IReadOnlyList<Hash32> Inside { get; init; }
    public required IReadOnlyList<Hash32> Made { get; init; }
    public required IReadOnlyList<RecallFact> Recalls { get; init; }

    /// <summary>Nothing on the chain and nothing recorded.</summary>
    public bool IsUnknown => Unit is null && Lot is null && Records.Count == 0;

    public static async Task<TraceFacts> ReadAsync(DbConnection connection, Hash32 id, Hash32 deployment)
    {
        var unit = await CustodyQueries.UnitAsync(connection, id);
        var steps = unit is null ? [] : await CustodyQueries.TimelineAsync(connection, id);
        var back = await TraceQueries.UnitAsync(connection, id, TraceDirection.Back, 200) ?? await TraceQueries.LotAsync(connection, id, TraceDirection.Back, 200);
        var lots = back?.Nodes.Where(node => node is { IsLot: true, Recalled: true }).Select(node => node.Id.ToArray()).ToArray() ?? [];
        return new TraceFacts
        {
            Id = id,
            AsOf = await Http.Head.ReadAsync(connection),
            Unit = unit,
            Lot = await connection.QuerySingleOrDefaultAsync<LotFact>("select issuer, quantity, uom, decimals, time, tx_hash as TxHash, block from projection.lot where id = @id", new { id }),
            Steps = steps,
            Records = await RecordsAsync(connection, id, steps, deployment),
            Back = back,
            Inside = [.. (await connection.QueryAsync<byte[]>($"select id from projection.unit where parent = @id order by id limit {MostContents + 1}", new { id })).Select(row => new Hash32(row))],
            Made = [.. (await connection.QueryAsync<byte[]>($"""
                select o.id from projection.transformation_input i join projection.transformation_output o on o.block = i.block and o.log_index = i.log_index
                where i.unit = @id order by o.block, o.log_index limit {MostContents}
                """, new { id })).Select(row => new Hash32(row))],
            Recalls = lots.Length == 0 ? [] : [.. await connection.QueryAsync<RecallFact>($"""
                select r.lot, r.by_party as Party, r.time from projection.recall r
                where r.lot {connection.IsIn("lots")} and r.recalled = 1
                  and not exists (select 1 from projection.recall n where n.lot = r.lot and (n.block > r.block or (n.block = r.block and n.log_index > r.log_index)))
                """, new { lots })],
        };
    }

    /// <summary>Captured events that name the thing, and those whose commitment a step of its journey names.</summary>
    private static async Task<IReadOnlyList<Record>> RecordsAsync(DbConnection connection, Hash32 id, IReadOnlyList<UnitStep> steps, Hash32 deployment)
    {
        var documents = steps.Select(step => step.Document).OfType<Hash32>().Distinct().Select(document => document.ToArray()).ToArray();
        // SQLite's index of commitments has their first 8 bytes alone.
        var numbers = (await connection.QueryAsync<long>($"""
            select event from (
              select x.event, x.event_time from captured.event_of_epc x where x.epc = substr(@id, 1, 16)
              union select e.number, e.event_time from captured.event e where substr(e.commitment, 1, 8) {connection.IsIn("starts")} and e.commitment {connection.IsIn("documents")}) found
            order by event_time, event limit {MostRecords}
            """, new { id, documents, starts = documents.Select(document => document[..8]).ToArray() })).AsList();
        var seen = await EventViews.PublicAsync(connection, await StoredEvent.ReadAsync(connection, numbers));
        var anchors = (await connection.QueryAsync<(long Event, long Block)>($"""
            select e.number, a.block from captured.event e join captured.anchor_batch b on b.id = ({AnchorBatches.Of("e.number")}) join projection.anchor a on a.root = b.root
            where e.number {connection.IsIn("numbers")}
            """, new { chain = deployment, numbers })).ToLookup(row => row.Event, row => row.Block);
        return [.. seen.Select(row => Record.Of(row, anchors[row.Number].Cast<long?>().FirstOrDefault()))
            .OrderBy(record => record.Time).ThenBy(record => record.Number)];
    }
}

internal sealed record LotFact
{
    public ulong Issuer { get; init; }
    public ulong Quantity { get; init; }
    public string Uom { get; init; } = "";
    public long Decimals { get; init; }
    public ulong Time { get; init; }
    public Hash32 TxHash { get; init; }
    public ulong Block { get; init; }
}

internal sealed record RecallFact
{
    public Hash32 Lot { get; init; }
    public ulong Party { get; init; }
    public ulong Time { get; init; }
}

/// <summary>A captured event, with what it names and the block that anchors it.</summary>
internal sealed record Record
{
    public long Number { get; init; }
    public string EventId { get; init; } = "";
    public long DeclaresError { get; init; }
    public string Type { get; init; } = "";
    public string? BizStep { get; init; }
    public string? ReadPoint { get; init; }
    public string? BizLocation { get; init; }
    public long Time { get; init; }
    public ulong Party { get; init; }
    public Hash32 Commitment { get; init; }
    public long? Anchor { get; init; }
    public IReadOnlySet<Hash32> Names { get; init; } = new HashSet<Hash32>();

    /// <summary>Whether what is stored still opens the commitment.</summary>
    public bool IsIntact { get; init; }

    /// <summary>An event that may be seen, as far as it can still be read.</summary>
    public static Record Of(VisibleEvent seen, long? anchor)
    {
        EpcisEvent.TryReread(seen.Json, out var read);
        return new Record
        {
            Number = seen.Number,
            EventId = read is { IsEventIdDerived: false } ? read.EventId : DocumentReader.HashId(seen.Stored.Hash.Span),
            DeclaresError = seen.DeclaresError ? 1 : 0,
            Type = read?.Type ?? "",
            BizStep = read?.BizStep,
            ReadPoint = read?.ReadPoint,
            BizLocation = read?.BizLocation,
            Time = seen.EventTime.ToUnixTimeSeconds(),
            Party = seen.Stored.Party,
            Commitment = seen.Stored.Commitment,
            IsIntact = EventCommitment.IsIntact(seen),
            Anchor = anchor,
            Names = read is null ? new HashSet<Hash32>() : DocumentReader.EpcsOf(read).Select(epc => epc.Id).ToHashSet(),
        };
    }
}
