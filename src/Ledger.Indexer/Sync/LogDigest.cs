using System.Buffers;
using System.Buffers.Binary;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Sync;

/// <summary>The rolling hash that lets two indexers, or an indexer and a node, compare what they saw of a window of blocks.</summary>
internal static class LogDigest
{
    /// <summary>Blocks of one window; windows are aligned to multiples of it, whatever ranges were fetched.</summary>
    public const ulong WindowBlocks = 256;

    /// <summary>The window of a block.</summary>
    public static ulong WindowOf(ulong block) => block / WindowBlocks;

    /// <summary>keccak256(block hash ‖ transaction hash ‖ log index (8) ‖ address ‖ number of topics (1) ‖ topics ‖ data).</summary>
    public static Hash32 LeafOf(Log log)
    {
        var length = 32 + 32 + 8 + 20 + 1 + 32 * log.Topics.Length + log.Data.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        var bytes = rented.AsSpan(0, length);
        log.BlockHash.Span.CopyTo(bytes);
        log.TransactionHash.Span.CopyTo(bytes[32..]);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[64..], log.LogIndex);
        log.Address.Span.CopyTo(bytes[72..]);
        bytes[92] = (byte)log.Topics.Length;
        for (var i = 0; i < log.Topics.Length; i++) log.Topics[i].Span.CopyTo(bytes[(93 + 32 * i)..]);
        log.Data.CopyTo(bytes[(93 + 32 * log.Topics.Length)..]);
        var leaf = Keccak256.Hash(bytes);
        ArrayPool<byte>.Shared.Return(rented);
        return leaf;
    }

    /// <summary>keccak256(digest ‖ leaf); an empty window's digest is zero.</summary>
    public static Hash32 Append(Hash32 digest, Hash32 leaf)
    {
        Span<byte> pair = stackalloc byte[64];
        digest.Span.CopyTo(pair);
        leaf.Span.CopyTo(pair[32..]);
        return Keccak256.Hash(pair);
    }
}
