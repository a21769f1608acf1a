using System.Data.Common;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Queries;

/// <summary>A party that got custody of a unit, by itself or inside another.</summary>
public sealed record Holder(Hash32 Unit, ulong Party);

/// <summary>A change of custody in the chain's order.</summary>
public sealed record CustodyChange(ulong Block, ulong LogIndex, ulong Time, ulong Party, Hash32 Unit);

/// <summary>Who is in the chain of custody of many units: whoever holds or held them, as far as the chain can't take it back.</summary>
public static class HolderQueries
{
    private const string Final = "(select finalized from projection.chain where id = 1)";

    /// <summary>The parties that hold or held these units, also while they travelled inside others. A position is block × 2²⁰ + log index.</summary>
    public static async Task<IReadOnlyCollection<Holder>> HoldersAsync(DbConnection connection, IReadOnlyCollection<Hash32> units)
    {
        if (units.Count == 0) return [];
        return [.. await connection.QueryAsync<Holder>(
            $"""
            with recursive enclosure (unit, holder, enters, leaves, depth) as (
              select id, id, cast(0 as bigint), cast(9223372036854775807 as bigint), 0 from projection.unit where id {connection.IsIn("ids")}
              union all
              select e.unit, p.parent,
                case when p.from_block * 1048576 + p.from_log_index > e.enters then p.from_block * 1048576 + p.from_log_index else e.enters end,
                case when p.to_block * 1048576 + p.to_log_index < e.leaves then p.to_block * 1048576 + p.to_log_index else e.leaves end,
                e.depth + 1
              from enclosure e join projection.packing p on p.child = e.holder
              where e.depth < 64 and p.from_block * 1048576 + p.from_log_index < e.leaves
                and (p.to_block is null or p.to_block * 1048576 + p.to_log_index > e.enters)
            )
            select distinct e.unit as Unit, c.to_party as Party from enclosure e join projection.custody c on c.unit = e.holder
            where c.block <= {Final} and c.block * 1048576 + c.log_index > e.enters and c.block * 1048576 + c.log_index < e.leaves
              and (c.kind = 2 or (e.depth = 0 and c.kind in (1, 4)))
            """,
            new { ids = units.Select(unit => unit.ToArray()).ToArray() })];
    }

    /// <summary>The next hand-offs after a place in the chain, one row for each unit; what travelled inside a unit is named with it.</summary>
    public static async Task<IReadOnlyList<CustodyChange>> ChangesAsync(DbConnection connection, ulong block, ulong logIndex, int limit)
    {
        var changes = (await connection.QueryAsync<(ulong Block, ulong LogIndex, ulong Time, ulong Party, byte[] Units)>(
            $"""
            select h.block, h.log_index, h.time, h.to_party, h.units from projection.hand_off h
            where (h.block > @block or (h.block = @block and h.log_index > @logIndex)) and h.block <= {Final}
            order by h.block, h.log_index limit {limit}
            """, new { block, logIndex })).SelectMany(row => row.Units.Chunk(32).Select(unit => new CustodyChange(row.Block, row.LogIndex, row.Time, row.Party, new Hash32(unit)))).ToList();
        var result = new List<CustodyChange>();
        foreach (var change in changes)
        {
            result.Add(change);
            result.AddRange((await connection.QueryAsync<Hash32>(
                """
                with recursive inside (unit, depth) as (
                  select @Unit, 0
                  union all
                  select p.child, i.depth + 1 from inside i join projection.packing p on p.parent = i.unit
                  where i.depth < 64 and p.from_block * 1048576 + p.from_log_index < @position and (p.to_block is null or p.to_block * 1048576 + p.to_log_index > @position)
                )
                select unit from inside where depth > 0
                """, new { change.Unit, position = change.Block * 1048576 + change.LogIndex })).Select(unit => change with { Unit = unit }));
        }
        return result;
    }
}
