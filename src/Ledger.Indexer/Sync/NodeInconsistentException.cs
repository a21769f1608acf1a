using Ledger.Sdk;

namespace Ledger.Indexer.Sync;

/// <summary>The node's answers contradict each other: it lags, reorganises, mixes two chains, or lies. Nothing of them is used.</summary>
internal sealed class NodeInconsistentException(string message)
    : LedgerException("node-inconsistent", message,
        "The same range is asked for again; if this goes on, compare the node with another one.");
