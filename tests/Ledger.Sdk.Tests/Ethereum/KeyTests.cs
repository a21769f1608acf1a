using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Ethereum;

public sealed class KeyTests
{
    private static readonly Hash32 Message = Keccak256.Hash("message"u8);

    [Fact]
    public void Published_accounts_have_their_addresses() =>
        VectorFile.ForEach(VectorFile.Ethereum("accounts.json").EnumerateArray(), c => c.Text("name"), testCase =>
        {
            using var key = PrivateKey.Parse(testCase.Text("privateKey"));
            Assert.Equal(testCase.Text("address"), key.Address.ToString());
        });

    [Fact]
    public void Both_implementations_give_the_same_keys_signatures_and_recoveries()
    {
        var native = NativeSecp256k1.Instance;
        Assert.SkipWhen(native is null, "libsecp256k1 is not installed: apt-get install libsecp256k1-1.");
        var managed = new ManagedSecp256k1();
        var (rs1, rs2, key1, key2) = (new byte[64], new byte[64], new byte[64], new byte[64]);
        for (var i = 0; i < 60; i++)
        {
            var secret = Keccak256.Hash(BitConverter.GetBytes(i)).ToArray();
            var hash = Keccak256.Hash(secret).ToArray();
            native.DerivePublicKey(secret, key1);
            managed.DerivePublicKey(secret, key2);
            Assert.Equal(key1, key2);
            var parity = native.Sign(secret, hash, rs1);
            Assert.Equal(parity, managed.Sign(secret, hash, rs2));
            Assert.Equal(rs1, rs2);
            Assert.True(native.TryRecover(rs1, parity, hash, key1));
            Assert.Equal(key2, key1);
            key2.AsSpan().Clear();
            Assert.True(managed.TryRecover(rs1, parity, hash, key2));
            Assert.Equal(key1, key2);
            // The other parity, and an altered r, give the same answer too: another key or none.
            foreach (var flip in new[] { 0, 1 })
            {
                rs1[31] ^= (byte)flip;
                var found = native.TryRecover(rs1, 1 - parity, hash, key1);
                Assert.Equal(found, managed.TryRecover(rs1, 1 - parity, hash, key2));
                if (found) Assert.Equal(key1, key2);
            }
            native.DerivePublicKey(secret, key2);
        }
    }

    [Fact]
    public void The_native_library_signs_and_recovers_without_allocating()
    {
        Assert.SkipWhen(NativeSecp256k1.Instance is null, "libsecp256k1 is not installed: apt-get install libsecp256k1-1.");
        using var key = PrivateKey.Generate();
        key.Sign(Message).TryRecover(Message, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) key.Sign(Message).TryRecover(Message, out _);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_signature_round_trips_in_both_lengths_and_recovers_its_signer()
    {
        using var key = PrivateKey.Generate();
        for (var i = 0; i < 16; i++)
        {
            var hash = Keccak256.Hash([(byte)i]);
            var signature = key.Sign(hash);
            Assert.Equal(signature, Signature.Parse(signature.ToBytes()));
            Assert.Equal(signature, Signature.Parse(signature.ToCompact()));
            Assert.Equal(key.Address, signature.Recover(hash));
            var zeroBased = signature.ToBytes();
            zeroBased[64] -= 27;
            Assert.Equal(signature, Signature.Parse(zeroBased));
        }
    }

    [Fact]
    public void A_high_s_is_refused()
    {
        using var key = PrivateKey.Generate();
        var bytes = key.Sign(Message).ToBytes();
        var order = new System.Numerics.BigInteger(Secp256k1.Order, isUnsigned: true, isBigEndian: true);
        var s = new System.Numerics.BigInteger(bytes.AsSpan(32, 32), isUnsigned: true, isBigEndian: true);
        var high = (order - s).ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.AsSpan(32, 32).Clear();
        high.CopyTo(bytes.AsSpan(64 - high.Length));
        bytes[64] = (byte)(55 - bytes[64]);
        Assert.False(Signature.TryParse(bytes, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(66)]
    public void Another_length_is_refused(int length) => Assert.False(Signature.TryParse(new byte[length], out _));

    [Theory]
    [InlineData(2)]
    [InlineData(26)]
    [InlineData(29)]
    [InlineData(255)]
    public void Another_v_is_refused(byte v)
    {
        using var key = PrivateKey.Generate();
        var bytes = key.Sign(Message).ToBytes();
        bytes[64] = v;
        Assert.False(Signature.TryParse(bytes, out _));
    }

    [Theory]
    [InlineData("0x0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")]
    [InlineData("0x01")]
    [InlineData("nothing")]
    public void A_private_key_out_of_range_is_refused_and_not_repeated(string text)
    {
        var error = Assert.Throws<FormatException>(() => PrivateKey.Parse(text));
        Assert.DoesNotContain(text, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_key_signs_no_more_and_its_text_never_holds_the_secret()
    {
        var key = PrivateKey.Parse("0x0000000000000000000000000000000000000000000000000000000000000001");
        Assert.Equal($"private key of {key.Address}", key.ToString());
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.Sign(Message));
        Assert.Throws<ObjectDisposedException>(key.ExportBytes);
    }
}
