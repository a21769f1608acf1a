using System.Data.Common;
using Dapper;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Queries;

/// <summary>Where goods came from and what became of them, through lots, splits, merges, transformations and packing.</summary>
public static class TraceQueries
{
    /// <summary>How many units and lots a trace holds unless told otherwise.</summary>
    public const int DefaultLimit = 5_000;

    /// <summary>Traces a unit. Null where nobody registered it.</summary>
    public static async Task<TraceResult?> UnitAsync(DbConnection connection, Hash32 unit, TraceDirection direction,
        int limit = DefaultLimit)
    {
        var walk = new TraceWalk(connection, direction, limit);
        walk.Start(unit, isLot: false);
        return await walk.RunAsync();
    }

    /// <summary>Traces a lot: forward to every unit that a recall of it concerns. Null where nobody registered it.</summary>
    public static async Task<TraceResult?> LotAsync(DbConnection connection, Hash32 lot, TraceDirection direction, int limit = DefaultLimit)
    {
        var walk = new TraceWalk(connection, direction, limit);
        walk.Start(lot, isLot: true);
        return await walk.RunAsync();
    }

    /// <summary>The recalled lots that went into a unit, its own included; empty where there are none.</summary>
    public static async Task<IReadOnlyList<Hash32>> RecalledOriginsAsync(DbConnection connection, Hash32 unit, int limit = DefaultLimit)
    {
        // Most ledgers have no recall at all, and then no trace is needed.
        if (!await connection.ExecuteScalarAsync<bool>("select exists (select 1 from projection.lot where recalled = 1)")) return [];
        var trace = await UnitAsync(connection, unit, TraceDirection.Back, limit);
        return trace is null ? [] : [.. trace.Nodes.Where(node => node is { IsLot: true, Recalled: true }).Select(node => node.Id)];
    }
}
