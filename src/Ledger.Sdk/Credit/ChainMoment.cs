using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Credit;

/// <summary>The block that figures are as of: everything up to it counts, and nothing after it.</summary>
/// <param name="Block">Its number.</param>
/// <param name="BlockHash">Its hash, by which anybody with a node knows that it is the same chain.</param>
/// <param name="Time">Its time in unix seconds: the present of everything computed as of it.</param>
public readonly record struct ChainMoment(ulong Block, Hash32 BlockHash, ulong Time);
