using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Confidentiality;

public sealed class HpkeTests
{
    private const string Prime = "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF";
    private const string Order = "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551";

    [Fact]
    public void What_is_sealed_is_opened_by_the_recipient_alone()
    {
        using var recipient = EncryptionKey.Generate();
        using var other = EncryptionKey.Generate();
        Prop.ForAll<byte[], byte[], byte[]>((info, associated, plaintext) =>
        {
            var message = Hpke.Seal(recipient.Public, info, associated, plaintext);
            Assert.Equal(plaintext, Hpke.Open(recipient, info, associated, message));
            Assert.ThrowsAny<CryptographicException>(() => Hpke.Open(other, info, associated, message));
            Assert.ThrowsAny<CryptographicException>(() => Hpke.Open(recipient, [.. info, 0], associated, message));
            Assert.ThrowsAny<CryptographicException>(() => Hpke.Open(recipient, info, [.. associated, 0], message));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));
    }

    [Fact]
    public void Every_altered_byte_of_a_message_is_noticed()
    {
        using var recipient = EncryptionKey.Generate();
        var message = Hpke.Seal(recipient.Public, "info"u8, [], "plain"u8);
        for (var i = 0; i < message.Length; i++)
        {
            var altered = message.AsSpan().ToArray();
            altered[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => Hpke.Open(recipient, "info"u8, [], altered));
            Assert.ThrowsAny<CryptographicException>(() => Hpke.Open(recipient, "info"u8, [], message.AsSpan(..i)));
        }
    }

    [Fact]
    public void Messages_open_in_their_order_only()
    {
        using var recipient = EncryptionKey.Generate();
        var setup = new HpkeSetup("order"u8.ToArray(), Aead: HpkeAead.Aes256Gcm);
        var (encapsulated, sending) = Hpke.SetupSender(recipient.Public, setup);
        using var receiving = Hpke.SetupRecipient(encapsulated, recipient, setup);
        var (first, second) = (sending.Seal([], "1"u8), sending.Seal([], "2"u8));
        Assert.ThrowsAny<CryptographicException>(() => receiving.Open([], second));
        Assert.Equal("1"u8.ToArray(), receiving.Open([], first));
        Assert.Equal("2"u8.ToArray(), receiving.Open([], second));
        sending.Sequence = ulong.MaxValue;
        Assert.Throws<InvalidOperationException>(() => sending.Seal([], "3"u8));
        sending.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x00")]
    [InlineData("0x04")]
    [InlineData("0x02" + "6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296")]
    [InlineData("0x04" + "0000000000000000000000000000000000000000000000000000000000000000" + "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0x04" + "6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296" + "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F4")]
    [InlineData("0x06" + "6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296" + "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5")]
    [InlineData("0x04" + Prime + "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5")]
    [InlineData("0x04" + "6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296" + Prime)]
    public void What_is_no_point_of_the_curve_is_no_public_key(string text) => Assert.Throws<FormatException>(() => EncryptionPublicKey.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(Order)]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    public void What_is_no_scalar_is_no_private_key(string hex) => Assert.Throws<FormatException>(() => EncryptionKey.FromBytes(Convert.FromHexString(hex)));

    [Fact]
    public void The_smallest_and_the_largest_scalar_are_keys_whose_points_mirror_each_other()
    {
        var last = Convert.FromHexString(Order);
        last[^1]--;
        using var one = EncryptionKey.FromBytes([.. new byte[31], 1]);
        using var minusOne = EncryptionKey.FromBytes(last);
        Assert.Equal(one.Public.Span[..33].ToArray(), minusOne.Public.Span[..33].ToArray());
        Assert.NotEqual(one.Public, minusOne.Public);
    }

    [Fact]
    public void Limits_are_held()
    {
        using var key = EncryptionKey.Generate();
        Assert.Throws<ArgumentException>(() => EncryptionKey.Derive(new byte[31]));
        Assert.Throws<ArgumentException>(() => Hpke.SetupSender(key.Public, new HpkeSetup(default, new byte[32])));
        Assert.Throws<ArgumentException>(() => Hpke.SetupSender(key.Public, new HpkeSetup(default, default, new byte[1])));
        Assert.Throws<ArgumentException>(() => Hpke.SetupSender(key.Public, new HpkeSetup(default, new byte[31], new byte[1])));
        var (_, context) = Hpke.SetupSender(key.Public, default(HpkeSetup) with { Aead = HpkeAead.Aes256Gcm });
        Assert.Equal(8160, context.Export([], 8160).Length);
        Assert.Empty(context.Export([], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => context.Export([], 8161));
        Assert.Throws<ArgumentOutOfRangeException>(() => Hpke.SetupSender(key.Public, default));
        context.Dispose();
    }

    [Fact]
    public void A_key_names_its_public_part_only()
    {
        using var key = EncryptionKey.Generate();
        Assert.DoesNotContain(Convert.ToHexStringLower(key.ExportBytes()), key.ToString());
        Assert.Equal(key.Public, EncryptionPublicKey.Parse(Hex.Encode(key.Public.Span)));
        Assert.NotEqual(EncryptionKey.Generate().Public, key.Public);
    }
}
