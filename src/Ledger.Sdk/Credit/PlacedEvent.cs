using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Credit;

/// <summary>An event of the ledger and where the chain has it; events are folded in the order of blocks and log indices.</summary>
/// <param name="Event">What was logged.</param>
/// <param name="Block">The block's number.</param>
/// <param name="LogIndex">The log's position in the block.</param>
/// <param name="Time">The block's time in unix seconds.</param>
/// <param name="Transaction">The transaction's hash.</param>
public readonly record struct PlacedEvent(LedgerEvent Event, ulong Block, uint LogIndex, ulong Time, Hash32 Transaction);
