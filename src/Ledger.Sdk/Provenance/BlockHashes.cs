using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Provenance;

/// <summary>The hash of a block whatever consensus made it.</summary>
internal static class BlockHashes
{
    // EIP-650: BFT blocks are marked by this mix hash, the end of the text "Istanbul practical byzantine fault tolerance".
    private static readonly Hash32 BftMixHash = Hash32.Parse("0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365");

    public static bool IsQbft(BlockHeader header) => header.MixHash == BftMixHash && header.Number > 0;

    public static Hash32 Of(BlockHeader header) => IsQbft(header) ? new QbftHeader(header).BlockHash : header.Hash;
}
