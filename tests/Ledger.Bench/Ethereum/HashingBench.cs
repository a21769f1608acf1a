using Ledger.Sdk.Ethereum;

namespace Ledger.Bench.Ethereum;

/// <summary>Keccak-256, one at a time and side by side.</summary>
internal static class HashingBench
{
    public static void Keccak()
    {
        var message = new byte[64];
        Bench.Run("keccak, 64 bytes", "hashes", 2_900_000, repetitions =>
        {
            // Each hash depends on the one before, so that none can be skipped.
            for (var i = 0; i < repetitions; i++) Keccak256.Hash(message).Span.CopyTo(message);
        });
        var messages = new byte[64 * 1024];
        var hashes = new Hash32[1024];
        Bench.Run("keccak, 64 bytes, many", "hashes", 14_000_000, repetitions =>
        {
            for (var i = 0; i < repetitions; i++) Keccak256.HashMany(messages, 64, hashes);
        }, hashes.Length);
        var document = new byte[1 << 20];
        Bench.Run("keccak, 1 MiB", "MiB", null, repetitions =>
        {
            for (var i = 0; i < repetitions; i++) Keccak256.Hash(document);
        });
    }
}
