using System.Data.Common;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Queries;

/// <summary>A breadth-first walk: a handful of queries for each generation, however many units it has.</summary>
internal sealed class TraceWalk(DbConnection connection, TraceDirection direction, int limit)
{
    private const int BatchSize = 500;

    private readonly Dictionary<(Hash32 Id, bool IsLot), TracedNode> nodes = [];
    private readonly HashSet<TracedLink> links = [];
    private readonly List<(Hash32 Id, bool IsLot)> order = [];
    private readonly Dictionary<Hash32, Span> packaging = [];
    private readonly HashSet<(Hash32, bool)> seen = [];
    private List<Hash32> units = [];
    private List<Hash32> lots = [];
    private List<Hash32> packages = [];
    private bool cut;

    private string In { get; } = connection.IsIn("ids");

    private bool IsBack => direction == TraceDirection.Back;

    public void Start(Hash32 id, bool isLot)
    {
        Visit(id, isLot);
        if (isLot) return;
        // Content belongs to the origin of the very thing asked for, not to that of everything on the way.
        packaging[id] = new Span(0, ulong.MaxValue);
        packages.Add(id);
    }

    public async Task<TraceResult?> RunAsync()
    {
        while (units.Count + lots.Count + packages.Count > 0 && !cut)
        {
            var (nextUnits, nextLots, nextPackages) = (units, lots, packages);
            (units, lots, packages) = ([], [], []);
            foreach (var batch in nextUnits.Chunk(BatchSize)) await VisitUnitsAsync(batch);
            foreach (var batch in nextLots.Chunk(BatchSize)) await VisitLotsAsync(batch);
            if (!IsBack) nextPackages = [.. nextPackages, .. nextUnits.Where(unit => packaging.TryAdd(unit, new Span(0, ulong.MaxValue)))];
            foreach (var batch in nextPackages.Chunk(BatchSize)) await VisitPackagesAsync(batch);
        }
        if (nodes.Count == 0) return null;
        await DescribePackagesAsync();
        return new TraceResult(
            [.. order.Where(nodes.ContainsKey).Select(key => nodes[key])], [.. links.OrderBy(link => (link.Block, link.LogIndex))], !cut);
    }

    private void Visit(Hash32 id, bool isLot)
    {
        if (seen.Contains((id, isLot))) return;
        if (seen.Count >= limit)
        {
            cut = true;
            return;
        }
        seen.Add((id, isLot));
        order.Add((id, isLot));
        (isLot ? lots : units).Add(id);
    }

    private async Task VisitUnitsAsync(Hash32[] batch)
    {
        await using var answers = await connection.QueryMultipleAsync($"{UnitRowsById}; {Derivations}; {Transformations}",
            new { ids = Bytes(batch), kind = 1 });
        foreach (var unit in await answers.ReadAsync<UnitRow>())
        {
            nodes[(unit.Id, false)] = Describe(unit, packaging: false);
            if (!IsBack || unit.Lot is not { } lot) continue;
            links.Add(LotLink(unit));
            Visit(lot, true);
        }
        foreach (var row in await answers.ReadAsync<Derived>())
        {
            links.Add(new TracedLink(row.From, row.To, row.Kind == 1 ? "split" : "merged", row.By, row.Block, row.LogIndex, row.Time,
                row.TxHash));
            Visit(IsBack ? row.From : row.To, false);
        }
        foreach (var row in await answers.ReadAsync<Derived>()) AddTransformation(row);
    }

    private async Task VisitLotsAsync(Hash32[] batch)
    {
        var onward = IsBack ? Transformations : $"{UnitColumns} where u.lot {In} order by u.block, u.log_index, u.id";
        await using var answers = await connection.QueryMultipleAsync(
            $"select id, issuer, quantity, recalled from projection.lot where id {In}; {onward}", new { ids = Bytes(batch), kind = 2 });
        foreach (var lot in await answers.ReadAsync<LotRow>())
            nodes[(lot.Id, true)] = new TracedNode(lot.Id, true, null, lot.Issuer, lot.Quantity, lot.Recalled == 1, false);
        if (IsBack)
        {
            foreach (var row in await answers.ReadAsync<Derived>()) AddTransformation(row);
            return;
        }
        foreach (var unit in await answers.ReadAsync<UnitRow>())
        {
            links.Add(LotLink(unit));
            Visit(unit.Id, false);
        }
    }

    private void AddTransformation(Derived row)
    {
        links.Add(new TracedLink(row.From, row.To, "transformed", row.By, row.Block, row.LogIndex, row.Time, row.TxHash));
        if (IsBack) Visit(row.From, false);
        else Visit(row.To, row.Kind == 2);
    }

    private string Derivations => $"""
        select source as "From", target as "To", kind, by_party as "By", block, log_index as LogIndex, time, tx_hash as TxHash
        from projection.derivation where {(IsBack ? "target" : "source")} {In}
        """;

    private string Transformations => $"""
        select i.unit as "From", o.id as "To", o.kind, t.by_party as "By", t.block, t.log_index as LogIndex, t.time, t.tx_hash as TxHash
        from projection.transformation t
        join projection.transformation_input i on i.block = t.block and i.log_index = t.log_index
        join projection.transformation_output o on o.block = t.block and o.log_index = t.log_index
        where {(IsBack ? $"o.id {In} and o.kind = @kind" : $"i.unit {In}")}
        """;

    private static TracedNode Describe(UnitRow unit, bool packaging) =>
        new(unit.Id, false, unit.Lot, unit.Custodian, unit.Amount, unit.Recalled == 1, packaging);

    private static TracedLink LotLink(UnitRow unit) => new(unit.Lot!.Value, unit.Id, "lot", unit.RegisteredBy, unit.Block, unit.LogIndex,
        unit.Time, null);

    /// <summary>Contents of a package (back) or parents of a unit (forward), while the one was in the other.</summary>
    private async Task VisitPackagesAsync(Hash32[] batch)
    {
        var rows = await connection.QueryAsync<Packing>(
            $"""
            select child, parent, by_party as "By", from_block as FromBlock, from_log_index as FromLogIndex, from_time as FromTime,
              from_tx as TxHash,
              to_block as ToBlock, to_log_index as ToLogIndex
            from projection.packing where {(IsBack ? "parent" : "child")} {In}
            """,
            new { ids = Bytes(batch) });
        foreach (var row in rows)
        {
            var (known, found) = IsBack ? (row.Parent, row.Child) : (row.Child, row.Parent);
            var stay = new Span(Position(row.FromBlock, row.FromLogIndex), row.ToBlock is { } to ? Position(to, row.ToLogIndex!.Value)
                : ulong.MaxValue).Meet(packaging[known]);
            if (stay.IsEmpty) continue;
            links.Add(new TracedLink(row.Child, row.Parent, "packed", row.By, row.FromBlock, row.FromLogIndex, row.FromTime, row.TxHash));
            if (IsBack) Visit(found, false);
            if (packaging.TryGetValue(found, out var earlier) && earlier.Holds(stay)) continue;
            packaging[found] = earlier.Join(stay);
            packages.Add(found);
            if (!IsBack && seen.Add((found, false))) order.Add((found, false));
        }
    }

    /// <summary>Parents are not walked through, so nothing has read them yet.</summary>
    private async Task DescribePackagesAsync()
    {
        foreach (var batch in order.Where(key => !key.IsLot && !nodes.ContainsKey(key)).Select(key => key.Id).Chunk(BatchSize))
            foreach (var unit in await connection.QueryAsync<UnitRow>(UnitRowsById, new { ids = Bytes(batch) }))
                nodes[(unit.Id, false)] = Describe(unit, packaging: true);
    }

    private const string UnitColumns =
        """
        select u.id, u.lot, u.custodian, u.amount, u.registered_by as RegisteredBy, u.block, u.log_index as LogIndex, u.time,
          coalesce(l.recalled, 0) as recalled
        from projection.unit u left join projection.lot l on l.id = u.lot
        """;

    private string UnitRowsById => $"{UnitColumns} where u.id {In}";

    private static byte[][] Bytes(Hash32[] ids) => [.. ids.Select(id => id.ToArray())];

    private static ulong Position(ulong block, ulong logIndex) => block << 20 | logIndex;

    private readonly record struct Span(ulong Enters, ulong Leaves)
    {
        public bool IsEmpty => Enters >= Leaves;

        public Span Meet(Span other) => new(Math.Max(Enters, other.Enters), Math.Min(Leaves, other.Leaves));

        public Span Join(Span other) => Enters == Leaves ? other : new(Math.Min(Enters, other.Enters), Math.Max(Leaves, other.Leaves));

        public bool Holds(Span other) => Enters <= other.Enters && other.Leaves <= Leaves && !IsEmpty;
    }

    private sealed record UnitRow(Hash32 Id, Hash32? Lot, ulong Custodian, ulong Amount, ulong RegisteredBy, ulong Block, ulong LogIndex,
        ulong Time, ulong Recalled);

    private sealed record LotRow(Hash32 Id, ulong Issuer, ulong Quantity, ulong Recalled);

    private sealed record Derived(Hash32 From, Hash32 To, ulong Kind, ulong By, ulong Block, ulong LogIndex, ulong Time, Hash32 TxHash);

    private sealed record Packing(Hash32 Child, Hash32 Parent, ulong By, ulong FromBlock, ulong FromLogIndex, ulong FromTime, Hash32 TxHash,
        ulong? ToBlock, ulong? ToLogIndex);
}
