using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ledger.Sdk.Ethereum;

/// <summary>Hashes messages of one block side by side in vector registers.</summary>
internal static class KeccakLanes
{
    private const int WidestWays = 8;

    /// <summary>Hashes equal-sized messages as far as vectors of the machine pay; returns how many, from the first, that were.</summary>
    public static int HashMany(ReadOnlySpan<byte> messages, int size, Span<Hash32> hashes)
    {
        // The transposition reads and writes lanes as the machine does.
        if (!BitConverter.IsLittleEndian) return 0;
        var done = Avx512F.IsSupported ? Hash<Vector512<ulong>, KeccakLane512>(messages, size, hashes) : 0;
        if (!Vector256.IsHardwareAccelerated) return done;
        if (!Avx512F.IsSupported || hashes.Length - done <= 4) done += HashFour(messages[(done * size)..], size, hashes[done..]);
        // Two messages take longer one by one than four at once.
        return hashes.Length - done >= 2 ? done + HashRest(messages[(done * size)..], size, hashes[done..]) : done;
    }

    /// <summary>As <see cref="HashMany"/> with one kind of vector, whole vectors only. Messages of <see cref="Keccak256.Rate"/> bytes are padded already.</summary>
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
            state.Clear();
            var source = words.Slice(done * lanes, ways * lanes);
            for (var lane = 0; lane < lanes; lane++)
                for (var way = 0; way < ways; way++) elements[lane * ways + way] = source[way * lanes + lane];
            if (size < Keccak256.Rate) Pad<TLane, TOps>(state, lanes);
            KeccakPermutation<TLane, TOps>.Permute(ref state[0]);
            var target = output.Slice(4 * done, 4 * ways);
            for (var way = 0; way < ways; way++)
                for (var lane = 0; lane < 4; lane++) target[4 * way + lane] = elements[lane * ways + way];
        }
        return done;
    }

    private static int HashFour(ReadOnlySpan<byte> messages, int size, Span<Hash32> hashes) => Avx512F.VL.IsSupported
        ? Hash<Vector256<ulong>, KeccakLane256Vl>(messages, size, hashes)
        : Hash<Vector256<ulong>, KeccakLane256>(messages, size, hashes);

    // A 1 after the message, a 1 in the last bit of the rate, zeros elsewhere.
    private static void Pad<TLane, TOps>(Span<TLane> state, int lanes)
        where TLane : unmanaged
        where TOps : struct, IKeccakLane<TLane>
    {
        state[lanes] = TOps.Create(0x01);
        state[Keccak256.Rate / 8 - 1] = TOps.Xor(state[Keccak256.Rate / 8 - 1], TOps.Create(0x8000000000000000));
    }

    /// <summary>Fewer messages than a vector has ways: the rest of the ways hash whatever lies there.</summary>
    [SkipLocalsInit]
    private static int HashRest(ReadOnlySpan<byte> messages, int size, Span<Hash32> hashes)
    {
        Span<byte> filled = stackalloc byte[WidestWays * Keccak256.Rate];
        Span<Hash32> results = stackalloc Hash32[WidestWays];
        messages.CopyTo(filled);
        if (hashes.Length > 4) Hash<Vector512<ulong>, KeccakLane512>(filled[..(WidestWays * size)], size, results);
        else HashFour(filled[..(4 * size)], size, results[..4]);
        results[..hashes.Length].CopyTo(hashes);
        return hashes.Length;
    }
}
