using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Ethereum;

public sealed class RlpTests
{
    [Fact]
    public void Published_RLP_encodes_and_decodes() =>
        VectorFile.ForEach(VectorFile.Ethereum("rlp.json").EnumerateArray(), c => c.Text("name"), CheckHex);

    [Fact]
    public void RLP_of_ethereum_tests_encodes_and_decodes() =>
        VectorFile.ForEach(VectorFile.Ethereum("ethereum-tests-rlptest.json").EnumerateObject().Select(p => p.Value), c => c.Text("out"), testCase => Check(
            FromText(testCase.GetProperty("in")), testCase.Text("out")));

    [Fact]
    public void Invalid_RLP_of_ethereum_tests_is_refused() =>
        VectorFile.ForEach(VectorFile.Ethereum("ethereum-tests-invalidRLPTest.json").EnumerateObject().Select(p => p.Value), c => c.Text("out"), testCase =>
            Assert.Throws<FormatException>(() => Rlp.Decode(Hex.Decode(testCase.Text("out")))));

    [Fact]
    public void Deep_nesting_is_refused_without_exhausting_the_stack() =>
        Assert.Throws<FormatException>(() => Rlp.Decode(Nest(300)));

    [Theory]
    [InlineData(0UL, "0x80")]
    [InlineData(1UL, "0x01")]
    [InlineData(0x7FUL, "0x7f")]
    [InlineData(0x80UL, "0x8180")]
    [InlineData(ulong.MaxValue, "0x88ffffffffffffffff")]
    public void Integers_have_no_leading_zeros(ulong value, string expected)
    {
        var encoded = new RlpWriter().Write(value).ToArray();
        Assert.Equal(expected, Hex.Encode(encoded));
        Assert.Equal(value, new RlpReader(encoded).ReadUInt64());
    }

    [Theory]
    [InlineData("0x00")]
    [InlineData("0x820001")]
    [InlineData("0x89010000000000000000")]
    public void An_integer_with_leading_zeros_or_more_than_64_bits_is_refused(string encoded) =>
        Assert.Throws<FormatException>(() => new RlpReader(Hex.Decode(encoded)).ReadUInt64());

    internal static void CheckHex(JsonElement testCase) => Check(FromHex(testCase.GetProperty("decoded")), testCase.Text("encoded"));

    private static void Check(RlpItem item, string encoded)
    {
        Assert.Equal(encoded, Hex.Encode(Rlp.Encode(item)), ignoreCase: true);
        Assert.Equal(encoded, Hex.Encode(Rlp.Encode(Rlp.Decode(Hex.Decode(encoded)))), ignoreCase: true);
    }

    private static byte[] Nest(int levels)
    {
        var writer = new RlpWriter();
        for (var i = 0; i < levels; i++) writer.BeginList();
        for (var i = 0; i < levels; i++) writer.EndList();
        return writer.ToArray();
    }

    private static RlpItem FromHex(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? RlpItem.List([.. value.EnumerateArray().Select(FromHex)])
        : RlpItem.Of(Hex.Decode(value.GetString()!));

    private static RlpItem FromText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => RlpItem.List([.. value.EnumerateArray().Select(FromText)]),
        JsonValueKind.Number => Number(value.GetRawText()),
        _ when value.GetString() is ['#', .. var digits] => Number(digits),
        _ => RlpItem.Of(Encoding.Latin1.GetBytes(value.GetString()!)),
    };

    private static RlpItem Number(string digits)
    {
        var number = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        return RlpItem.Of(number.IsZero ? [] : number.ToByteArray(isUnsigned: true, isBigEndian: true));
    }
}
