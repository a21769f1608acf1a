namespace Ledger.Indexer.Storage;

/// <summary>Writes and reads many rows at once inside the connection's running transaction, as fast as the engine allows.</summary>
public interface IBulkWriter
{
    /// <summary>Inserts rows that are not there yet.</summary>
    Task InsertAsync(TableShape table, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken);

    /// <summary>Inserts rows, or replaces those with the same key; no key twice.</summary>
    Task UpsertAsync(TableShape table, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken);

    /// <summary>Deletes rows by their keys.</summary>
    Task DeleteAsync(TableShape table, IReadOnlyList<object?[]> keys, CancellationToken cancellationToken);

    /// <summary>Sets the last columns of rows where the first <paramref name="matched"/> columns equal and the next is still
    /// null.</summary>
    Task CloseAsync(TableShape table, int matched, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken);

    /// <summary>The rows with these values in the first column; keys without a row are left out.</summary>
    Task<List<object?[]>> LoadAsync(TableShape table, IReadOnlyList<object> keys, CancellationToken cancellationToken);
}
