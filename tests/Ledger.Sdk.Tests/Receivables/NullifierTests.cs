using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Tests.Receivables;

/// <summary>The expected values were computed with another implementation (ECDH, HKDF and HMAC of Node.js 24).</summary>
public sealed class NullifierTests
{
    private const string Shared = "9b359f2cea0c5533c8f5bab41b5c3b2ced96aa9b0d1aa2fc07b71e5b6e7d2f56";

    private static readonly EncryptionKey Debtor = EncryptionKey.FromBytes(Convert.FromHexString("fc8c1769e3c7b629b7f685408cbce3ea14dff9942fcf13a2b89ecc16d3c017dd"));
    private static readonly EncryptionKey Seller = EncryptionKey.FromBytes(Convert.FromHexString("a4279eae47aaa7417da62434795a011ccb0ec870f7f56646d181b5500a892a9a"));

    [Fact]
    public void Both_sides_of_a_pair_agree_on_one_secret()
    {
        using var ours = PairSecret.Agree(Debtor, Seller.Public);
        using var theirs = PairSecret.Agree(Seller, Debtor.Public);
        Assert.Equal(Shared, Convert.ToHexStringLower(ours.ExportBytes()));
        Assert.Equal(ours.ExportBytes(), theirs.ExportBytes());
        using var other = EncryptionKey.Generate();
        using var strangers = PairSecret.Agree(other, Seller.Public);
        Assert.NotEqual(ours.ExportBytes(), strangers.ExportBytes());
    }

    [Theory]
    [InlineData("INV-2026-0042", "7212857e45c050eeaa9ba5f071790adb83cf852b8c6ba33813d274d31fa0a406")]
    [InlineData("\u8bf7\u6b3e\u5355 7", "97cd297fbfee0830286c10efa4e50b16f404fcdc553174b9b8d4e27f0034d45f")]
    public void A_nullifier_is_the_HMAC_of_the_invoices_id(string invoice, string expected)
    {
        using var secret = PairSecret.FromBytes(Convert.FromHexString(Shared));
        Assert.Equal(Hash32.Parse("0x" + expected), Nullifier.Of(secret, invoice));
    }

    [Fact]
    public void Any_32_bytes_may_be_the_secret()
    {
        using var secret = PairSecret.FromBytes(Enumerable.Repeat((byte)0x0b, 32).ToArray());
        Assert.Equal("0x198a607eb44bfbc69903a0f1cf2bbdc5ba0aa3f3d9ae3c1c7a3b1696a0b68cf7", Nullifier.Of(secret, "Hi There").ToString());
        using var one = PairSecret.Generate();
        using var two = PairSecret.Generate();
        Assert.NotEqual(Nullifier.Of(one, "1"), Nullifier.Of(two, "1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" INV-1")]
    [InlineData("INV-1\n")]
    public void An_id_that_could_be_spelled_otherwise_is_refused(string invoice)
    {
        using var secret = PairSecret.Generate();
        Assert.Throws<FormatException>(() => Nullifier.Of(secret, invoice));
        Assert.Throws<FormatException>(() => Nullifier.Of(secret, new string('\ud800', 1)));
        Assert.Throws<FormatException>(() => PairSecret.FromBytes(new byte[32]));
        Assert.Throws<FormatException>(() => PairSecret.FromBytes(new byte[31]));
    }
}
