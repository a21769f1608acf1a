using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ledger.Sdk.Ethereum;

/// <summary>Keccak-256 as Ethereum uses it: the Keccak submission's padding (0x01), not FIPS 202's (0x06).</summary>
/// <remarks>Algorithm: FIPS 202 section 3.2 (Keccak-f[1600], 24 rounds); rate 136 bytes. No allocation.</remarks>
public static class Keccak256
{
    internal const int Rate = 136;

    // FIPS 202 section 3.2.5, the iota step's constants.
    internal static ReadOnlySpan<ulong> RoundConstants =>
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B, 0x0000000080000001,
        0x8000000080008081, 0x8000000000008009, 0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
        0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
        0x000000000000800A, 0x800000008000000A, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    /// <summary>The hash of any number of bytes.</summary>
    [SkipLocalsInit]
    public static Hash32 Hash(ReadOnlySpan<byte> data)
    {
        Span<ulong> state = stackalloc ulong[25];
        state.Clear();
        for (; data.Length >= Rate; data = data[Rate..])
        {
            Absorb(state, data[..Rate]);
            Permute(state);
        }
        var whole = data.Length & ~7;
        Absorb(state, data[..whole]);
        // The last partial lane, the padding's first bit after it, its last bit at the end of the block.
        var last = 0x01UL << 8 * (data.Length - whole);
        for (var i = data.Length - 1; i >= whole; i--) last |= (ulong)data[i] << 8 * (i - whole);
        state[whole / 8] ^= last;
        state[Rate / 8 - 1] ^= 0x8000000000000000;
        Permute(state);
        return Squeeze(state);
    }

    /// <summary>The hashes of many messages of one size, several at a time in vector registers.</summary>
    /// <param name="messages">One message after another, a multiple of <paramref name="size"/> bytes.</param>
    /// <param name="size">Bytes of one message: a multiple of 8, at most 128.</param>
    /// <param name="hashes">As many as there are messages.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public static void HashMany(ReadOnlySpan<byte> messages, int size, Span<Hash32> hashes)
    {
        if (size is <= 0 or > 128 || size % 8 != 0) throw new ArgumentOutOfRangeException(nameof(size), "A multiple of 8, at most 128.");
        if (messages.Length != (long)size * hashes.Length) throw new ArgumentException("One hash for each message.", nameof(hashes));
        var done = KeccakLanes.HashMany(messages, size, hashes);
        for (var i = done; i < hashes.Length; i++) hashes[i] = Hash(messages.Slice(i * size, size));
    }

    /// <summary>The hashes of many messages of at most 135 bytes, which <see cref="PadBlock"/> made blocks of, several at a time.</summary>
    internal static void HashBlocks(ReadOnlySpan<byte> blocks, Span<Hash32> hashes)
    {
        Span<ulong> state = stackalloc ulong[25];
        var done = KeccakLanes.HashMany(blocks[..(Rate * hashes.Length)], Rate, hashes);
        for (var i = done; i < hashes.Length; i++)
        {
            state.Clear();
            Absorb(state, blocks.Slice(i * Rate, Rate));
            Permute(state);
            hashes[i] = Squeeze(state);
        }
    }

    /// <summary>Pads what stands at the start of a block of <see cref="Rate"/> bytes.</summary>
    /// <param name="block">The block.</param>
    /// <param name="length">Bytes of the message, at most 135.</param>
    internal static void PadBlock(Span<byte> block, int length)
    {
        block[length..Rate].Clear();
        block[length] = 0x01;
        block[Rate - 1] |= 0x80;
    }

    private static Hash32 Squeeze(ReadOnlySpan<ulong> state)
    {
        Unsafe.SkipInit(out Hash32 hash);
        for (var i = 0; i < 4; i++) BinaryPrimitives.WriteUInt64LittleEndian(((Span<byte>)hash)[(8 * i)..], state[i]);
        return hash;
    }

    private static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (var i = 0; i < block.Length / 8; i++) state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(8 * i)..]);
    }

    // Two rounds a turn, from lanes a to lanes e and back, so that nothing is copied. Theta is in c and d, rho and pi in b, chi in the
    // assignments of the result, iota last; lane x + 5y of the specification's A[x, y].
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Permute(Span<ulong> s)
    {
        ulong a0 = s[0], a1 = s[1], a2 = s[2], a3 = s[3], a4 = s[4], a5 = s[5], a6 = s[6], a7 = s[7], a8 = s[8];
        ulong a9 = s[9], a10 = s[10], a11 = s[11], a12 = s[12], a13 = s[13], a14 = s[14], a15 = s[15], a16 = s[16], a17 = s[17];
        ulong a18 = s[18], a19 = s[19], a20 = s[20], a21 = s[21], a22 = s[22], a23 = s[23], a24 = s[24], b0, b1, b2, b3, b4, c0, c1, c2, c3, c4;
        ulong d0, d1, d2, d3, d4, e0, e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, e11, e12, e13, e14, e15, e16, e17, e18, e19, e20, e21, e22, e23, e24;
        for (var round = 0; round < 24; round += 2)
        {
            c0 = a0 ^ a5 ^ a10 ^ a15 ^ a20; c1 = a1 ^ a6 ^ a11 ^ a16 ^ a21; c2 = a2 ^ a7 ^ a12 ^ a17 ^ a22;
            c3 = a3 ^ a8 ^ a13 ^ a18 ^ a23; c4 = a4 ^ a9 ^ a14 ^ a19 ^ a24; d0 = c4 ^ Rol(c1, 1); d1 = c0 ^ Rol(c2, 1);
            d2 = c1 ^ Rol(c3, 1); d3 = c2 ^ Rol(c4, 1); d4 = c3 ^ Rol(c0, 1);
            b0 = a0 ^ d0; b1 = Rol(a6 ^ d1, 44); b2 = Rol(a12 ^ d2, 43); b3 = Rol(a18 ^ d3, 21); b4 = Rol(a24 ^ d4, 14);
            e0 = b0 ^ (~b1 & b2) ^ RoundConstants[round]; e1 = b1 ^ (~b2 & b3); e2 = b2 ^ (~b3 & b4); e3 = b3 ^ (~b4 & b0); e4 = b4 ^ (~b0 & b1);
            b0 = Rol(a3 ^ d3, 28); b1 = Rol(a9 ^ d4, 20); b2 = Rol(a10 ^ d0, 3); b3 = Rol(a16 ^ d1, 45); b4 = Rol(a22 ^ d2, 61);
            e5 = b0 ^ (~b1 & b2); e6 = b1 ^ (~b2 & b3); e7 = b2 ^ (~b3 & b4); e8 = b3 ^ (~b4 & b0); e9 = b4 ^ (~b0 & b1);
            b0 = Rol(a1 ^ d1, 1); b1 = Rol(a7 ^ d2, 6); b2 = Rol(a13 ^ d3, 25); b3 = Rol(a19 ^ d4, 8); b4 = Rol(a20 ^ d0, 18);
            e10 = b0 ^ (~b1 & b2); e11 = b1 ^ (~b2 & b3); e12 = b2 ^ (~b3 & b4); e13 = b3 ^ (~b4 & b0); e14 = b4 ^ (~b0 & b1);
            b0 = Rol(a4 ^ d4, 27); b1 = Rol(a5 ^ d0, 36); b2 = Rol(a11 ^ d1, 10); b3 = Rol(a17 ^ d2, 15); b4 = Rol(a23 ^ d3, 56);
            e15 = b0 ^ (~b1 & b2); e16 = b1 ^ (~b2 & b3); e17 = b2 ^ (~b3 & b4); e18 = b3 ^ (~b4 & b0); e19 = b4 ^ (~b0 & b1);
            b0 = Rol(a2 ^ d2, 62); b1 = Rol(a8 ^ d3, 55); b2 = Rol(a14 ^ d4, 39); b3 = Rol(a15 ^ d0, 41); b4 = Rol(a21 ^ d1, 2);
            e20 = b0 ^ (~b1 & b2); e21 = b1 ^ (~b2 & b3); e22 = b2 ^ (~b3 & b4); e23 = b3 ^ (~b4 & b0); e24 = b4 ^ (~b0 & b1);
            c0 = e0 ^ e5 ^ e10 ^ e15 ^ e20; c1 = e1 ^ e6 ^ e11 ^ e16 ^ e21; c2 = e2 ^ e7 ^ e12 ^ e17 ^ e22;
            c3 = e3 ^ e8 ^ e13 ^ e18 ^ e23; c4 = e4 ^ e9 ^ e14 ^ e19 ^ e24; d0 = c4 ^ Rol(c1, 1); d1 = c0 ^ Rol(c2, 1);
            d2 = c1 ^ Rol(c3, 1); d3 = c2 ^ Rol(c4, 1); d4 = c3 ^ Rol(c0, 1);
            b0 = e0 ^ d0; b1 = Rol(e6 ^ d1, 44); b2 = Rol(e12 ^ d2, 43); b3 = Rol(e18 ^ d3, 21); b4 = Rol(e24 ^ d4, 14);
            a0 = b0 ^ (~b1 & b2) ^ RoundConstants[round + 1]; a1 = b1 ^ (~b2 & b3); a2 = b2 ^ (~b3 & b4); a3 = b3 ^ (~b4 & b0); a4 = b4 ^ (~b0 & b1);
            b0 = Rol(e3 ^ d3, 28); b1 = Rol(e9 ^ d4, 20); b2 = Rol(e10 ^ d0, 3); b3 = Rol(e16 ^ d1, 45); b4 = Rol(e22 ^ d2, 61);
            a5 = b0 ^ (~b1 & b2); a6 = b1 ^ (~b2 & b3); a7 = b2 ^ (~b3 & b4); a8 = b3 ^ (~b4 & b0); a9 = b4 ^ (~b0 & b1);
            b0 = Rol(e1 ^ d1, 1); b1 = Rol(e7 ^ d2, 6); b2 = Rol(e13 ^ d3, 25); b3 = Rol(e19 ^ d4, 8); b4 = Rol(e20 ^ d0, 18);
            a10 = b0 ^ (~b1 & b2); a11 = b1 ^ (~b2 & b3); a12 = b2 ^ (~b3 & b4); a13 = b3 ^ (~b4 & b0); a14 = b4 ^ (~b0 & b1);
            b0 = Rol(e4 ^ d4, 27); b1 = Rol(e5 ^ d0, 36); b2 = Rol(e11 ^ d1, 10); b3 = Rol(e17 ^ d2, 15); b4 = Rol(e23 ^ d3, 56);
            a15 = b0 ^ (~b1 & b2); a16 = b1 ^ (~b2 & b3); a17 = b2 ^ (~b3 & b4); a18 = b3 ^ (~b4 & b0); a19 = b4 ^ (~b0 & b1);
            b0 = Rol(e2 ^ d2, 62); b1 = Rol(e8 ^ d3, 55); b2 = Rol(e14 ^ d4, 39); b3 = Rol(e15 ^ d0, 41); b4 = Rol(e21 ^ d1, 2);
            a20 = b0 ^ (~b1 & b2); a21 = b1 ^ (~b2 & b3); a22 = b2 ^ (~b3 & b4); a23 = b3 ^ (~b4 & b0); a24 = b4 ^ (~b0 & b1);
        }
        (s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8]) = (a0, a1, a2, a3, a4, a5, a6, a7, a8);
        (s[9], s[10], s[11], s[12], s[13], s[14], s[15], s[16], s[17]) = (a9, a10, a11, a12, a13, a14, a15, a16, a17);
        (s[18], s[19], s[20], s[21], s[22], s[23], s[24]) = (a18, a19, a20, a21, a22, a23, a24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Rol(ulong lane, int bits) => BitOperations.RotateLeft(lane, bits);
}
