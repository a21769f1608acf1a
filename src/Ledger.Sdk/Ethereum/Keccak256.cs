using System.Buffers.Binary;
using System.Numerics;

namespace Ledger.Sdk.Ethereum;

/// <summary>Keccak-256 as Ethereum uses it: the Keccak submission's padding (0x01), not FIPS 202's (0x06).</summary>
/// <remarks>Algorithm: FIPS 202 section 3.2 (Keccak-f[1600], 24 rounds); rate 136 bytes.</remarks>
public static class Keccak256
{
    private const int Rate = 136;

    private static readonly ulong[] RoundConstants =
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B, 0x0000000080000001,
        0x8000000080008081, 0x8000000000008009, 0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
        0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
        0x000000000000800A, 0x800000008000000A, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    /// <summary>The hash of any number of bytes.</summary>
    public static Hash32 Hash(ReadOnlySpan<byte> data)
    {
        Span<ulong> state = stackalloc ulong[25];
        state.Clear();
        for (; data.Length >= Rate; data = data[Rate..]) Absorb(state, data[..Rate]);
        Span<byte> last = stackalloc byte[Rate];
        last.Clear();
        data.CopyTo(last);
        last[data.Length] ^= 0x01;
        last[Rate - 1] ^= 0x80;
        Absorb(state, last);
        Span<byte> output = stackalloc byte[32];
        for (var i = 0; i < 4; i++) BinaryPrimitives.WriteUInt64LittleEndian(output[(8 * i)..], state[i]);
        return new Hash32(output);
    }

    private static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (var i = 0; i < Rate / 8; i++) state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(8 * i)..]);
        Permute(state);
    }

    private static void Permute(Span<ulong> a)
    {
        Span<ulong> c = stackalloc ulong[5];
        Span<ulong> row = stackalloc ulong[5];
        foreach (var constant in RoundConstants)
        {
            for (var x = 0; x < 5; x++) c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
            for (var x = 0; x < 5; x++)
            {
                var d = c[(x + 4) % 5] ^ BitOperations.RotateLeft(c[(x + 1) % 5], 1);
                for (var y = 0; y < 25; y += 5) a[x + y] ^= d;
            }
            var (px, py, current) = (1, 0, a[1]);
            for (var t = 0; t < 24; t++)
            {
                (px, py) = (py, (2 * px + 3 * py) % 5);
                var next = a[px + 5 * py];
                a[px + 5 * py] = BitOperations.RotateLeft(current, (t + 1) * (t + 2) / 2 % 64);
                current = next;
            }
            for (var y = 0; y < 25; y += 5)
            {
                a.Slice(y, 5).CopyTo(row);
                for (var x = 0; x < 5; x++) a[x + y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
            }
            a[0] ^= constant;
        }
    }
}
