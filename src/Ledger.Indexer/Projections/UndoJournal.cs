using Ledger.Indexer.Projections.Rows;
using Ledger.Indexer.Storage;

namespace Ledger.Indexer.Projections;

/// <summary>Collects what rows were before a block above the finalized one changed them, so that a reorganisation can put them
/// back.</summary>
internal sealed class UndoJournal
{
    private readonly List<object?[]> rows = [];

    /// <summary>The block being applied.</summary>
    public ulong Block { get; private set; }

    /// <summary>Whether that block may still be reverted.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Starts a block.</summary>
    public void Start(ulong block, bool revertible) => (Block, IsOpen) = (block, revertible);

    /// <summary>Records the first change of a row in this block.</summary>
    public void Add(byte kind, byte[] id, byte[]? before) => rows.Add(new UndoRow(Block, kind, id, before).ToValues());

    public async Task FlushAsync(IBulkWriter writer, CancellationToken cancellationToken)
    {
        await writer.InsertAsync(UndoRow.Shape, rows, cancellationToken);
        rows.Clear();
    }

    public void Clear() => rows.Clear();
}
