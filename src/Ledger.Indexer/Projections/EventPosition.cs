using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Projections;

/// <summary>Where and when an event was logged. Number and log index order events; with the chain and <paramref name="BlockHash"/> they
/// name one.</summary>
/// <param name="Block">Number of the block.</param>
/// <param name="BlockHash">Hash of the block.</param>
/// <param name="LogIndex">Position of the log in the block.</param>
/// <param name="Time">Unix seconds of the block.</param>
/// <param name="Transaction">Hash of the transaction.</param>
internal readonly record struct EventPosition(ulong Block, Hash32 BlockHash, ulong LogIndex, ulong Time, Hash32 Transaction);
