using Ledger.Indexer.Projections.Rows;
using Ledger.Indexer.Storage;

namespace Ledger.Indexer.Projections;

/// <summary>Rows that are only ever added, each by one event, and so undone by deleting those above a block.</summary>
/// <param name="owner">
/// Where the key begins with the id of a state row that the same event changes: that table's number in the undo journal,
/// which then tells whose rows to look at. Null where the table has an index by block.
/// </param>
internal sealed class HistoryTable<TRow>(byte? owner) : IHistoryTable
    where TRow : class, IRow
{
    private readonly List<object?[]> rows = [];

    public byte? Owner => owner;

    public TableShape Shape => TRow.Shape;

    public void Add(TRow row) => rows.Add(row.ToValues());

    public async Task FlushAsync(IBulkWriter writer, CancellationToken cancellationToken)
    {
        await writer.InsertAsync(TRow.Shape, rows, cancellationToken);
        rows.Clear();
    }

    public void Clear() => rows.Clear();
}

/// <inheritdoc cref="HistoryTable{TRow}"/>
internal interface IHistoryTable
{
    byte? Owner { get; }

    TableShape Shape { get; }

    Task FlushAsync(IBulkWriter writer, CancellationToken cancellationToken);

    void Clear();
}
