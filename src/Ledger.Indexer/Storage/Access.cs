namespace Ledger.Indexer.Storage;

/// <summary>What a connection may write. SQLite enforces it: the other schema's file is attached read-only.</summary>
/// <remarks>
/// <c>begin immediate</c> locks every writable attached file. A connection that can write one schema only
/// therefore never makes the writer of the other one wait.
/// </remarks>
public enum Access
{
    /// <summary>Reads both schemas, writes neither.</summary>
    Read,

    /// <summary>Writes <c>projection</c> (the indexer alone does), reads both.</summary>
    Projection,

    /// <summary>Writes <c>captured</c> (the API alone does), reads both.</summary>
    Captured,
}
