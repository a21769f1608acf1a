using System.Numerics;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Ethereum;

public sealed class AbiBoundsTests
{
    private const string Ones = "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";
    private const string Two = "0x0000000000000000000000000000000000000000000000000000000000000002";

    [Theory]
    [InlineData("uint8", "0x0000000000000000000000000000000000000000000000000000000000000100")]
    [InlineData("uint248", Ones)]
    [InlineData("int8", "0x0000000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("int8", "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("bool", Two)]
    [InlineData("address", Ones)]
    [InlineData("bytes4", Ones)]
    [InlineData("bytes", Ones)]
    [InlineData("bytes", "0x0000000000000000000000000000000000000000000000000000000000000020" + "000000000000000000000000000000000000000000000000000000000000000141ff000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("string", "0x0000000000000000000000000000000000000000000000000000000000000020" + "0000000000000000000000000000000000000000000000000000000000000001ff00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("uint8[]", "0x0000000000000000000000000000000000000000000000000000000000000020" + "000000000000000000000000000000000000000000000000000000007fffffff")]
    [InlineData("uint8[2]", Two)]
    [InlineData("uint8", "0x01")]
    [InlineData("uint8", "0x")]
    public void Values_beyond_their_type_or_the_data_are_refused(string type, string data) =>
        Assert.Throws<FormatException>(() => AbiCodec.Decode([AbiType.Parse(type)], Hex.Decode(data)));

    [Fact]
    public void Offsets_that_share_data_cannot_blow_up()
    {
        // Each level's 64 elements point to the same next level: 64^4 values from 8 KB.
        var level = new AbiWriter();
        var data = new List<byte>();
        for (var depth = 0; depth < 4; depth++)
        {
            data.AddRange(Word(depth == 0 ? 32UL : 64UL));
            if (depth > 0) for (var i = 1; i < 64; i++) data.AddRange(Word(2048));
            data.AddRange(Word(64));
        }
        data.AddRange(new byte[64 * 32]);
        Assert.Throws<FormatException>(() => AbiCodec.Decode([AbiType.Parse("uint8[][][][]")], data.ToArray()));
    }

    [Theory]
    [InlineData("uint7")]
    [InlineData("uint264")]
    [InlineData("uint08")]
    [InlineData("int0")]
    [InlineData("bytes0")]
    [InlineData("bytes33")]
    [InlineData("byte")]
    [InlineData("")]
    [InlineData("uint8]")]
    [InlineData("uint8[")]
    [InlineData("uint8[-1]")]
    [InlineData("uint8[99999999999]")]
    [InlineData("uint8[2000000]")]
    [InlineData("(uint8")]
    [InlineData("uint8)")]
    [InlineData("(uint8,,bool)")]
    [InlineData("tuple")]
    public void Types_that_do_not_exist_are_refused(string type) => Assert.Throws<FormatException>(() => AbiType.Parse(type));

    [Fact]
    public void Deeply_nested_types_are_refused_without_exhausting_the_stack()
    {
        Assert.Throws<FormatException>(() => AbiType.Parse(new string('(', 100_000) + new string(')', 100_000)));
        Assert.Throws<FormatException>(() => AbiType.Parse("uint8" + string.Concat(Enumerable.Repeat("[]", 100_000))));
    }

    [Theory]
    [InlineData("uint8", 256)]
    [InlineData("uint8", -1)]
    [InlineData("int8", 128)]
    [InlineData("int8", -129)]
    public void Values_that_do_not_fit_are_not_encoded(string type, int value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => AbiCodec.Encode([AbiType.Parse(type)], (BigInteger)value));

    [Theory]
    [InlineData("uint8", "text")]
    [InlineData("bytes4", "text")]
    [InlineData("string", 1)]
    [InlineData("uint8[2]", new[] { 1 })]
    [InlineData("(bool,bool)", true)]
    public void Values_of_another_kind_are_not_encoded(string type, object value) =>
        Assert.ThrowsAny<ArgumentException>(() => AbiCodec.Encode([AbiType.Parse(type)], value));

    [Theory]
    [InlineData("int8", -128)]
    [InlineData("int8", 127)]
    [InlineData("int256", -1)]
    [InlineData("uint8", 255)]
    public void The_ends_of_a_range_come_back(string type, int value) =>
        Assert.Equal((BigInteger)value, AbiCodec.Decode([AbiType.Parse(type)], AbiCodec.Encode([AbiType.Parse(type)], value))[0]);

    private static byte[] Word(ulong value)
    {
        var word = new byte[32];
        AbiWord.Write(word, value);
        return word;
    }
}
