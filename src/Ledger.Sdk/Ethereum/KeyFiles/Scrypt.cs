using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Ledger.Sdk.Ethereum;

/// <summary>The scrypt key derivation function.</summary>
/// <remarks>
/// RFC 7914. BouncyCastle's refuses r = 1 with N ≥ 2^16, which key files in the wild have. Each 64-byte block is kept as four vectors of
/// its diagonals, so that the four quarter rounds of Salsa20 run side by side; all else scrypt does is word by word, in any order.
/// </remarks>
internal static class Scrypt
{
    // Where word i of a block stands among the diagonals (0,5,10,15), (4,9,14,3), (8,13,2,7), (12,1,6,11).
    private static ReadOnlySpan<byte> Diagonal => [0, 13, 10, 7, 4, 1, 14, 11, 8, 5, 2, 15, 12, 9, 6, 3];

    /// <summary>Derives <paramref name="length"/> bytes; needs 128·N·r bytes of memory.</summary>
    public static byte[] Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int n, int r, int p, int length)
    {
        var blocks = Rfc2898DeriveBytes.Pbkdf2(password, salt, 1, HashAlgorithmName.SHA256, p * 128 * r);
        var words = MemoryMarshal.Cast<byte, uint>(blocks.AsSpan());
        var table = new Vector128<uint>[n * 8 * r];
        for (var i = 0; i < p; i++) Mix(words.Slice(i * 32 * r, 32 * r), table, n);
        Array.Clear(table);
        var derived = Rfc2898DeriveBytes.Pbkdf2(password, blocks, 1, HashAlgorithmName.SHA256, length);
        CryptographicOperations.ZeroMemory(blocks);
        return derived;
    }

    // scryptROMix, section 5. Words are little-endian, as the machine's are.
    private static void Mix(Span<uint> words, Vector128<uint>[] table, int n)
    {
        var block = new Vector128<uint>[words.Length / 4];
        var other = new Vector128<uint>[block.Length];
        var diagonal = MemoryMarshal.Cast<Vector128<uint>, uint>(block.AsSpan());
        for (var i = 0; i < words.Length; i++) diagonal[(i & ~15) + Diagonal[i & 15]] = words[i];
        for (var i = 0; i < n; i++)
        {
            block.CopyTo(table, i * block.Length);
            MixBlock(block, [], other);
            (block, other) = (other, block);
        }
        for (var i = 0; i < n; i++)
        {
            var j = (int)(block[^4].GetElement(0) & (uint)(n - 1));
            MixBlock(block, table.AsSpan(j * block.Length, block.Length), other);
            (block, other) = (other, block);
        }
        diagonal = MemoryMarshal.Cast<Vector128<uint>, uint>(block.AsSpan());
        for (var i = 0; i < words.Length; i++) words[i] = diagonal[(i & ~15) + Diagonal[i & 15]];
        Array.Clear(block);
        Array.Clear(other);
    }

    // scryptBlockMix, section 4, of the exclusive or of both inputs: even blocks go to the first half, odd ones to the second.
    private static void MixBlock(Vector128<uint>[] input, ReadOnlySpan<Vector128<uint>> second, Vector128<uint>[] output)
    {
        var (a, b, c, d) = (input[^4], input[^3], input[^2], input[^1]);
        if (!second.IsEmpty) (a, b, c, d) = (a ^ second[^4], b ^ second[^3], c ^ second[^2], d ^ second[^1]);
        var half = input.Length / 2;
        for (var i = 0; i < input.Length; i += 4)
        {
            (a, b, c, d) = (a ^ input[i], b ^ input[i + 1], c ^ input[i + 2], d ^ input[i + 3]);
            if (!second.IsEmpty) (a, b, c, d) = (a ^ second[i], b ^ second[i + 1], c ^ second[i + 2], d ^ second[i + 3]);
            Salsa(ref a, ref b, ref c, ref d);
            var at = (i & 4) == 0 ? i / 2 : half + (i - 4) / 2;
            (output[at], output[at + 1], output[at + 2], output[at + 3]) = (a, b, c, d);
        }
    }

    // Salsa20/8 core, section 3: four double rounds, down the columns and, the diagonals turned, along the rows.
    private static void Salsa(ref Vector128<uint> w, ref Vector128<uint> x, ref Vector128<uint> y, ref Vector128<uint> z)
    {
        var (a, b, c, d) = (w, x, y, z);
        for (var i = 0; i < 4; i++)
        {
            b ^= Rotate(a + d, 7);
            c ^= Rotate(b + a, 9);
            d ^= Rotate(c + b, 13);
            a ^= Rotate(d + c, 18);
            (b, c, d) = (Turn1(d), Turn2(c), Turn3(b));
            b ^= Rotate(a + d, 7);
            c ^= Rotate(b + a, 9);
            d ^= Rotate(c + b, 13);
            a ^= Rotate(d + c, 18);
            (b, c, d) = (Turn1(d), Turn2(c), Turn3(b));
        }
        (w, x, y, z) = (w + a, x + b, y + c, z + d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Turn1(Vector128<uint> value) => Vector128.Shuffle(value, Vector128.Create(1u, 2, 3, 0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Turn2(Vector128<uint> value) => Vector128.Shuffle(value, Vector128.Create(2u, 3, 0, 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Turn3(Vector128<uint> value) => Vector128.Shuffle(value, Vector128.Create(3u, 0, 1, 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Rotate(Vector128<uint> value, int bits) => value << bits | value >>> (32 - bits);
}
