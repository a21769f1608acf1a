using System.Data.Common;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Queries;

/// <summary>Who holds a unit, who held it, and how it came there, also while it travelled inside others.</summary>
/// <remarks>
/// A unit inside a moving pallet has no rows of the moves. They follow from the intervals of packing: whatever happened
/// to the pallet while the unit was in it happened to the unit. A position is block × 2²⁰ + log index.
/// </remarks>
public static class CustodyQueries
{
    /// <summary>Each holder in which the unit was, itself included, with the positions between which it was there; at most 64
    /// levels.</summary>
    private const string Enclosures =
        """
        with recursive enclosure (holder, enters, leaves, depth) as (
          select id, cast(0 as bigint), cast(9223372036854775807 as bigint), 0 from projection.unit where id = @unit
          union all
          select p.parent,
            case when p.from_block * 1048576 + p.from_log_index > e.enters then p.from_block * 1048576 + p.from_log_index else e.enters end,
            case when p.to_block * 1048576 + p.to_log_index < e.leaves then p.to_block * 1048576 + p.to_log_index else e.leaves end,
            e.depth + 1
          from enclosure e join projection.packing p on p.child = e.holder
          where e.depth < 64 and p.from_block * 1048576 + p.from_log_index < e.leaves
            and (p.to_block is null or p.to_block * 1048576 + p.to_log_index > e.enters)
        )
        select holder, enters, leaves, depth from enclosure
        """;

    /// <summary>What a unit's timeline has beside its moves; kind is an index of <see cref="StepNames"/>.</summary>
    private const string OtherSteps =
        """
        select from_block as Block, from_log_index as LogIndex, from_time as Time, from_tx as TxHash, 0 as Kind,
          cast(null as bigint) as "From", by_party as "To", parent as Other,
          document, cast(null as bigint) as Condition
        from projection.packing where child = @unit
        union all
        select to_block, to_log_index, to_time, to_tx, 1, null, to_by, parent, to_document,
          null from projection.packing where child = @unit and to_block is not null
        union all
        select r.block, r.log_index, r.time, r.tx_hash, 2, r.from_party, r.to_party, r.offer, r.reason, null
        from projection.rejected_unit u join projection.rejection r on r.block = u.block and r.log_index = u.log_index where u.unit = @unit
        union all
        select block, log_index, time, tx_hash, 3, null, by_party, null, evidence,
          condition from projection.condition_report where unit = @unit
        union all
        select block, log_index, time, tx_hash, case kind when 1 then 4 else 5 end, null, by_party, target, null, null
        from projection.derivation where source = @unit
        union all
        select block, log_index, time, tx_hash, 5, null, by_party, source, null,
          null from projection.derivation where target = @unit and kind = 2
        union all
        select t.block, t.log_index, t.time, t.tx_hash, 6, null, t.by_party, null, t.document, null
        from projection.transformation_input i join projection.transformation t on t.block = i.block and t.log_index = i.log_index where i.unit = @unit
        """;

    private static readonly string[] StepNames = ["packed", "unpacked", "rejected", "condition-reported", "split", "merged", "transformed"];

    /// <summary>The unit now; null where nobody registered it.</summary>
    /// <returns><see cref="UnitNow.Custodian"/> is the holder of the outermost parent, <see cref="UnitNow.Outermost"/> that parent or the
    /// unit itself.</returns>
    public static async Task<UnitNow?> UnitAsync(DbConnection connection, Hash32 unit) =>
        await connection.QuerySingleOrDefaultAsync<UnitNow>(
        """
        with recursive above (id, parent, custodian, depth) as (
          select id, parent, custodian, 0 from projection.unit where id = @unit
          union all
          select u.id, u.parent, u.custodian, a.depth + 1 from above a join projection.unit u on u.id = a.parent
        )
        select u.id, u.lot, a.custodian, a.id as outermost, u.parent, u.amount, u.seq, u.condition, u.contents, u.status,
          u.registered_by as RegisteredBy,
          u.block, u.time, l.uom, l.decimals, coalesce(l.recalled, 0) as recalled
        from projection.unit u join above a on a.parent is null left join projection.lot l on l.id = u.lot
        where u.id = @unit
        """,
        new { unit });

    /// <summary>Every change of hands of a unit, oldest first: registered, handed off by itself or inside another, split off.</summary>
    public static async Task<IReadOnlyList<CustodyMove>> MovesAsync(DbConnection connection, Hash32 unit) =>
        await MovesAsync(connection, [.. await connection.QueryAsync<Enclosure>(Enclosures, new { unit })]);

    /// <summary>Who held the unit at a moment in unix seconds, since when and until when; null before it was registered.</summary>
    public static async Task<Holding?> HolderAtAsync(DbConnection connection, Hash32 unit, ulong time)
    {
        Holding? found = null;
        foreach (var move in await MovesAsync(connection, unit))
        {
            if (move.Time > time)
            {
                if (found is not null && move.To != found.Party) return found with { Until = move.Time };
                continue;
            }
            if (found?.Party != move.To) found = new Holding(move.To, move.Time, null, move.Via);
        }
        return found;
    }

    /// <summary>Everything that happened to a unit, oldest first: its moves, packings, rejections, conditions, and what was split off,
    /// merged or made of it.</summary>
    public static async Task<IReadOnlyList<UnitStep>> TimelineAsync(DbConnection connection, Hash32 unit)
    {
        await using var answers = await connection.QueryMultipleAsync(Enclosures + ";" + OtherSteps, new { unit });
        List<Enclosure> enclosures = [.. await answers.ReadAsync<Enclosure>()];
        List<StepRow> rows = [.. await answers.ReadAsync<StepRow>()];
        var moves = (await MovesAsync(connection, enclosures)).Select(move => new UnitStep(
            move.Block, move.LogIndex, move.Time, move.TxHash, move.Kind switch { 1 => "registered", 2 => "handed-off", _ => "split" },
            move.From == 0 ? null : move.From, move.To,
            move.Via, move.Document, null));
        var others = rows.Select(row => new UnitStep(
            row.Block, row.LogIndex, row.Time, row.TxHash, StepNames[(int)row.Kind], row.From, row.To, row.Other, row.Document,
                row.Condition));
        return [.. moves.Concat(others).OrderBy(step => (step.Block, step.LogIndex))];
    }

    /// <summary>A query of its own, because a planner without statistics would read all of custody to join it with the
    /// enclosures.</summary>
    private static async Task<IReadOnlyList<CustodyMove>> MovesAsync(DbConnection connection, List<Enclosure> enclosures)
    {
        if (enclosures.Count == 0) return [];
        var rows = await connection.QueryAsync<MoveRow>(
            $"""
            select unit, block, log_index as LogIndex, time, tx_hash as TxHash, kind, from_party as "From", to_party as "To", document
            from projection.custody where unit {connection.IsIn("holders")}
            """,
            new { holders = enclosures.Select(enclosure => enclosure.Holder).Distinct().Select(holder => holder.ToArray()).ToArray() });
        var byHolder = rows.ToLookup(row => row.Unit);
        return
        [
            .. enclosures.SelectMany(enclosure => byHolder[enclosure.Holder].Where(enclosure.Covers).Select(row => new CustodyMove(
                row.Block, row.LogIndex, row.Time, row.TxHash, row.Kind, row.From, row.To, row.Document, enclosure.Depth == 0 ? null
                    : enclosure.Holder)))
                .OrderBy(move => (move.Block, move.LogIndex)),
        ];
    }

    private sealed record Enclosure(Hash32 Holder, ulong Enters, ulong Leaves, ulong Depth)
    {
        /// <summary>Whether a row of the holder concerns the unit: every hand-off while it was inside, and its own beginning.</summary>
        public bool Covers(MoveRow row) =>
            (row.Kind == 2 || (Depth == 0 && row.Kind is 1 or 4)) && row.Position > Enters && row.Position < Leaves;
    }

    private sealed record MoveRow(Hash32 Unit, ulong Block, ulong LogIndex, ulong Time, Hash32 TxHash, ulong Kind, ulong From, ulong To,
        Hash32 Document)
    {
        public ulong Position => (Block << 20) + LogIndex;
    }

    private sealed record StepRow(
        ulong Block, ulong LogIndex, ulong Time, Hash32 TxHash, ulong Kind, ulong? From, ulong To, Hash32? Other, Hash32? Document,
            ulong? Condition);
}
