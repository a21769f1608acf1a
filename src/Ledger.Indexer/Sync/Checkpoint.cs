using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Sync;

/// <summary>How far the projections reach: every event up to this block is in them, and none above.</summary>
/// <param name="Block">The number of the block.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Time">Its time in unix seconds.</param>
/// <param name="Finalized">The newest block known to be final; may be above <paramref name="Block"/> while catching up.</param>
public sealed record Checkpoint(ulong Block, Hash32 Hash, ulong Time, ulong Finalized);
