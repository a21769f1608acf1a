using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Ethereum;

public sealed class HashingTests
{
    [Fact]
    public void Published_hashes_agree() =>
        VectorFile.ForEach(VectorFile.Ethereum("hashes.json").EnumerateArray(), c => c.Text("name"), testCase =>
            Assert.Equal(testCase.Text("keccak256"), Keccak256.Hash(Hex.Decode(testCase.Text("data"))).ToString()));

    [Theory]
    [InlineData("", "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    public void Known_hashes_agree(string text, string expected) => Assert.Equal(expected, Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(text)).ToString());

    [Fact]
    public void Every_length_around_the_rate_agrees_with_the_specification_written_out()
    {
        var data = new byte[600];
        new Random(1).NextBytes(data);
        for (var length = 0; length <= data.Length; length++)
            Assert.Equal(PlainKeccak.Hash(data.AsSpan(0, length)), Keccak256.Hash(data.AsSpan(0, length)));
    }

    [Fact]
    public void Hashes_of_many_agree_with_hashes_of_one()
    {
        var data = new byte[128 * 37];
        new Random(2).NextBytes(data);
        foreach (var size in new[] { 8, 32, 64, 120, 128 })
            for (var count = 0; count <= 37; count++)
            {
                var hashes = new Hash32[count];
                Keccak256.HashMany(data.AsSpan(0, size * count), size, hashes);
                for (var i = 0; i < count; i++) Assert.Equal(Keccak256.Hash(data.AsSpan(i * size, size)), hashes[i]);
            }
    }

    [Fact]
    public void The_narrower_vectors_agree_too()
    {
        var data = new byte[64 * 8];
        new Random(3).NextBytes(data);
        var (narrow, wide) = (new Hash32[8], new Hash32[8]);
        Assert.Equal(8, KeccakLanes.Hash<Vector256<ulong>, KeccakLane256>(data, 64, narrow));
        for (var i = 0; i < 8; i++) Assert.Equal(Keccak256.Hash(data.AsSpan(64 * i, 64)), narrow[i]);
        Assert.SkipUnless(Avx512F.IsSupported, "The machine has no AVX-512.");
        Assert.Equal(8, KeccakLanes.Hash<Vector512<ulong>, KeccakLane512>(data, 64, wide));
        Assert.Equal(narrow, wide);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Keccak256.HashMany(new byte[136], 136, new Hash32[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Keccak256.HashMany(new byte[12], 12, new Hash32[1]));
        Assert.Throws<ArgumentException>(() => Keccak256.HashMany(new byte[64], 32, new Hash32[1]));
    }

    /// <summary>Keccak straight from FIPS 202 section 3.2, one step mapping after another: the oracle of the unrolled code.</summary>
    private static class PlainKeccak
    {
        public static Hash32 Hash(ReadOnlySpan<byte> data)
        {
            var padded = new byte[(data.Length / 136 + 1) * 136];
            data.CopyTo(padded);
            padded[data.Length] ^= 0x01;
            padded[^1] ^= 0x80;
            var a = new ulong[25];
            for (var block = 0; block < padded.Length; block += 136)
            {
                for (var i = 0; i < 17; i++) a[i] ^= BitConverter.ToUInt64(padded, block + 8 * i);
                a = Permute(a);
            }
            return new Hash32([.. a.Take(4).SelectMany(BitConverter.GetBytes)]);
        }

        private static ulong[] Permute(ulong[] a)
        {
            byte lfsr = 1;
            for (var round = 0; round < 24; round++)
            {
                ulong[] c = [.. Enumerable.Range(0, 5).Select(x => a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20])];
                for (var i = 0; i < 25; i++) a[i] ^= c[(i + 4) % 5] ^ ulong.RotateLeft(c[(i + 1) % 5], 1);
                var b = new ulong[25];
                b[0] = a[0];
                for (var (t, x, y) = (0, 1, 0); t < 24; t++, (x, y) = (y, (2 * x + 3 * y) % 5))
                    b[y + 5 * ((2 * x + 3 * y) % 5)] = ulong.RotateLeft(a[x + 5 * y], (t + 1) * (t + 2) / 2 % 64);
                for (var i = 0; i < 25; i++) a[i] = b[i] ^ (~b[i / 5 * 5 + (i + 1) % 5] & b[i / 5 * 5 + (i + 2) % 5]);
                for (var j = 0; j <= 6; j++)
                {
                    // Algorithm 5: the constants are bits of a linear feedback shift register.
                    if ((lfsr & 1) != 0) a[0] ^= 1UL << (1 << j) - 1;
                    lfsr = unchecked((byte)(lfsr << 1 ^ ((lfsr & 0x80) != 0 ? 0x71 : 0)));
                }
            }
            return a;
        }
    }
}
