using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ledger.Sdk.Ethereum;

/// <summary>Hashes equal-sized messages side by side in vector registers.</summary>
internal static class KeccakLanes
{
    /// <summary>Hashes as many messages as fill whole vectors of the widest kind the machine has; returns how many that were.</summary>
    public static int HashMany(ReadOnlySpan<byte> messages, int size, Span<Hash32> hashes)
    {
        // The transposition reads and writes lanes as the machine does.
        if (!BitConverter.IsLittleEndian) return 0;
        var done = Avx512F.IsSupported ? Hash<Vector512<ulong>, KeccakLane512>(messages, size, hashes) : 0;
        return Vector256.IsHardwareAccelerated ? done + Hash<Vector256<ulong>, KeccakLane256>(messages[(done * size)..], size, hashes[done..]) : done;
    }

    /// <summary>As <see cref="HashMany"/> with one kind of vector.</summary>
    [SkipLocalsInit]
    internal static int Hash<TLane, TOps>(ReadOnlySpan<byte> messages, int size, Span<Hash32> hashes)
        where TLane : unmanaged
        where TOps : struct, IKeccakLane<TLane>
    {
        var ways = Unsafe.SizeOf<TLane>() / 8;
        var lanes = size / 8;
        var words = MemoryMarshal.Cast<byte, ulong>(messages);
        var output = MemoryMarshal.Cast<Hash32, ulong>(hashes);
        Span<TLane> state = stackalloc TLane[25];
        var elements = MemoryMarshal.Cast<TLane, ulong>(state);
        var done = 0;
        for (; hashes.Length - done >= ways; done += ways)
        {
            // One block each: the message, a 1 after it, a 1 in the last bit of the rate, zeros elsewhere.
            state.Clear();
            var source = words.Slice(done * lanes, ways * lanes);
            for (var lane = 0; lane < lanes; lane++)
                for (var way = 0; way < ways; way++) elements[lane * ways + way] = source[way * lanes + lane];
            state[lanes] = TOps.Create(0x01);
            state[Keccak256.Rate / 8 - 1] = TOps.Xor(state[Keccak256.Rate / 8 - 1], TOps.Create(0x8000000000000000));
            KeccakPermutation<TLane, TOps>.Permute(ref state[0]);
            var target = output.Slice(4 * done, 4 * ways);
            for (var way = 0; way < ways; way++)
                for (var lane = 0; lane < 4; lane++) target[4 * way + lane] = elements[lane * ways + way];
        }
        return done;
    }
}
