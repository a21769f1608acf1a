namespace Ledger.Sdk;

/// <summary>The node's chain is not the one that the manifest, the database or the bundle speaks of; code <c>chain-mismatch</c>.</summary>
public sealed class ChainMismatchException(string message, string? hint = null) : LedgerException("chain-mismatch", message, hint);
