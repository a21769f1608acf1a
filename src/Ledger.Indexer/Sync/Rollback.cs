using System.Data.Common;
using Dapper;
using Ledger.Indexer.Projections;
using Ledger.Indexer.Storage;

namespace Ledger.Indexer.Sync;

/// <summary>Takes back every block above one, inside the running transaction.</summary>
internal static class Rollback
{
    public static async Task RunAsync(ProjectionState state, DbConnection connection, IBulkWriter writer, ulong to,
        CancellationToken cancellationToken)
    {
        await DeleteHistoryAsync(state, connection, to);
        await ReopenPackingsAsync(state, connection, to);
        await RestoreAsync(state, connection, to);
        await state.FlushAsync(writer, cancellationToken);
        await connection.ExecuteAsync("delete from projection.undo where block > @to", new { to });
    }

    private static async Task DeleteHistoryAsync(ProjectionState state, DbConnection connection, ulong to)
    {
        foreach (var table in state.Histories)
        {
            var block = table.Shape.Columns.Any(column => column.Name == "block") ? "block" : "number";
            var owned = table.Owner is { } kind ? $" and {table.Shape.Columns[0].Name} in ({Touched(kind)})" : "";
            await connection.ExecuteAsync($"delete from {table.Shape.Name} where {block} > @to{owned}", new { to });
        }
    }

    private static async Task ReopenPackingsAsync(ProjectionState state, DbConnection connection, ulong to) =>
        await connection.ExecuteAsync(
        $"""
        delete from projection.packing where child in ({Touched(state.Units.Kind)}) and from_block > @to;
        update projection.packing set to_block = null, to_log_index = null, to_time = null, to_tx = null, to_by = null, to_document = null
        where child in ({Touched(state.Units.Kind)}) and to_block > @to
        """,
        new { to });

    /// <summary>The oldest journal entry above the block tells what a row was at the block.</summary>
    private static async Task RestoreAsync(ProjectionState state, DbConnection connection, ulong to)
    {
        var entries = await connection.QueryAsync<Entry>("select kind, id, before from projection.undo where block > @to order by block, kind, id", new { to });
        var tables = state.States.ToDictionary(table => (long)table.Kind);
        var restored = new HashSet<(long, string)>();
        foreach (var entry in entries)
            if (restored.Add((entry.Kind, Convert.ToHexString(entry.Id)))) tables[entry.Kind].Restore(entry.Id, entry.Before);
    }

    private static string Touched(byte kind) => $"select id from projection.undo where block > @to and kind = {kind}";

    private sealed record Entry(long Kind, byte[] Id, byte[]? Before);
}
