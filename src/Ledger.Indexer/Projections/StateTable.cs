using Ledger.Indexer.Projections.Rows;
using Ledger.Indexer.Storage;
using Ledger.Sdk;

namespace Ledger.Indexer.Projections;

/// <summary>Rows of one table that events change in place: loaded once a batch, changed in memory, written back together.</summary>
internal interface IStateTable
{
    /// <summary>The number of the table in the undo journal.</summary>
    byte Kind { get; }

    TableShape Shape { get; }

    /// <summary>Loads the rows that were asked for and are not here yet.</summary>
    Task LoadAsync(IBulkWriter writer, CancellationToken cancellationToken);

    /// <summary>Writes what changed.</summary>
    Task FlushAsync(IBulkWriter writer, CancellationToken cancellationToken);

    /// <summary>Puts a row back to what the journal says; null deletes it.</summary>
    void Restore(byte[] id, byte[]? before);

    /// <summary>The value of the table's key column, from the journal's form.</summary>
    object ColumnKey(byte[] id);

    /// <summary>Forgets every row.</summary>
    void Clear();
}

/// <inheritdoc cref="IStateTable"/>
internal sealed class StateTable<TKey, TRow>(byte kind, UndoJournal journal, KeyForm<TKey> form, Func<TRow, TKey> keyOf) : IStateTable
    where TKey : notnull
    where TRow : class, IStateRow<TRow>
{
    private readonly Dictionary<TKey, Entry> rows = [];
    private readonly HashSet<TKey> wanted = [];
    private readonly List<(TKey Key, Entry Entry)> dirty = [];

    public byte Kind => kind;

    public TableShape Shape => TRow.Shape;

    /// <summary>Asks for a row before the batch is applied; every row that an event changes must be asked for.</summary>
    public void Want(TKey key)
    {
        if (!rows.ContainsKey(key)) wanted.Add(key);
    }

    public async Task LoadAsync(IBulkWriter writer, CancellationToken cancellationToken)
    {
        if (wanted.Count == 0) return;
        var loaded = await writer.LoadAsync(TRow.Shape, [.. wanted.Select(form.ToColumn)], cancellationToken);
        foreach (var key in wanted) rows[key] = new Entry();
        wanted.Clear();
        foreach (var values in loaded)
        {
            var row = TRow.FromValues(values);
            rows[keyOf(row)].Row = row;
        }
    }

    /// <summary>The row, or null where there is none.</summary>
    public TRow? Find(TKey key) =>
        rows.TryGetValue(key, out var entry) ? entry.Row
            : throw new InvalidOperationException($"A row of {TRow.Shape.Name} was not asked for.");

    /// <summary>The row, for changing it.</summary>
    /// <exception cref="LedgerException"><c>projection-gap</c>: the event speaks of something that no earlier event made.</exception>
    public TRow Change(TKey key)
    {
        if (Find(key) is not { } row) throw new LedgerException("projection-gap",
        $"An event changes {form.Show(key)}, which is not in {TRow.Shape.Name}.",
            "The manifest's deployment block is later than the deployment, or the node held events back: correct the one or the other and run `rebuild`.");
        Journal(key, rows[key]);
        return row;
    }

    /// <summary>Adds a row that is not there yet, or replaces it.</summary>
    public void Put(TRow row)
    {
        var key = keyOf(row);
        if (!rows.TryGetValue(key, out var entry)) throw new InvalidOperationException($"A row of {TRow.Shape.Name} was not asked for.");
        Journal(key, entry);
        entry.Row = row;
    }

    public async Task FlushAsync(IBulkWriter writer, CancellationToken cancellationToken)
    {
        var changed = new List<object?[]>(dirty.Count);
        var gone = new List<object?[]>();
        foreach (var (key, entry) in dirty)
        {
            entry.Dirty = false;
            if (entry.Row is { } row) changed.Add(row.ToValues());
            else gone.Add([form.ToColumn(key)]);
        }
        dirty.Clear();
        await writer.UpsertAsync(TRow.Shape, changed, cancellationToken);
        await writer.DeleteAsync(TRow.Shape, gone, cancellationToken);
    }

    public void Restore(byte[] id, byte[]? before)
    {
        var key = form.FromJournal(id);
        var entry = rows[key] = new Entry { Row = before is null ? null : TRow.FromValues(ValueCodec.Decode(before)), Dirty = true };
        dirty.Add((key, entry));
    }

    public object ColumnKey(byte[] id) => form.ToColumn(form.FromJournal(id));

    public void Clear()
    {
        rows.Clear();
        wanted.Clear();
        dirty.Clear();
    }

    private void Journal(TKey key, Entry entry)
    {
        if (journal.IsOpen && entry.JournaledIn != journal.Block)
        {
            journal.Add(kind, form.ToJournal(key), entry.Row is null ? null : ValueCodec.Encode(entry.Row.ToValues()));
            entry.JournaledIn = journal.Block;
        }
        if (entry.Dirty) return;
        entry.Dirty = true;
        dirty.Add((key, entry));
    }

    private sealed class Entry
    {
        public TRow? Row { get; set; }
        public bool Dirty { get; set; }
        public ulong? JournaledIn { get; set; }
    }
}
