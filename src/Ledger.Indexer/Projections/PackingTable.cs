using Ledger.Indexer.Projections.Rows;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Projections;

/// <summary>The intervals that units spent inside others: opened by packing, closed by unpacking.</summary>
internal sealed class PackingTable
{
    private readonly List<PackingRow> opened = [];
    private readonly Dictionary<Hash32, PackingRow> open = [];
    private readonly List<object?[]> closed = [];

    public void Open(PackingRow row)
    {
        opened.Add(row);
        open[row.Child] = row;
    }

    public void Close(Hash32 child, PackingEnd end)
    {
        if (open.Remove(child, out var row)) row.Closed = end;
        else closed.Add([Cell.Of(child), Cell.Of(end.At.Block), Cell.Of(end.At.LogIndex), Cell.Of(end.At.Time), Cell.Of(end.At.Transaction),
            Cell.Of(end.By), Cell.Of(end.Document)]);
    }

    public async Task FlushAsync(IBulkWriter writer, CancellationToken cancellationToken)
    {
        await writer.CloseAsync(PackingRow.Closing, 1, closed, cancellationToken);
        await writer.InsertAsync(PackingRow.Shape, [.. opened.Select(row => row.ToValues())], cancellationToken);
        Clear();
    }

    public void Clear()
    {
        opened.Clear();
        open.Clear();
        closed.Clear();
    }
}
