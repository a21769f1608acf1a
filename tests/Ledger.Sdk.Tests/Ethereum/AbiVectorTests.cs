using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Ethereum;

public sealed class AbiVectorTests
{
    [Fact]
    public void Published_ABI_encodings_encode_and_decode() =>
        VectorFile.ForEach(VectorFile.Ethereum("abi.json").EnumerateArray(), c => $"{c.Text("name")} {c.Text("type")}", testCase =>
        {
            var type = AbiType.Parse(testCase.Text("type"));
            var value = AbiJsonValue.Read(type, testCase.GetProperty("value"));
            var encoded = testCase.Text("encoded");
            // The cases are functions that return one value; a struct is returned as a tuple of its fields would be.
            Assert.Equal(encoded, Hex.Encode(AbiCodec.Encode([type], [value])));
            Assert.Equal(AbiJsonValue.Flatten(value), AbiJsonValue.Flatten(AbiCodec.Decode([type], Hex.Decode(encoded))[0]));
        });

    [Fact]
    public void Basic_ABI_tests_of_ethereum_tests_encode() =>
        VectorFile.ForEach(VectorFile.Ethereum("ethereum-tests-basic_abi_tests.json").EnumerateObject().Select(p => p.Value), _ => "", testCase =>
        {
            AbiType[] types = [.. testCase.GetProperty("types").EnumerateArray().Select(t => AbiType.Parse(t.GetString()!))];
            object[] values = [.. testCase.GetProperty("args").EnumerateArray().Zip(types, (arg, type) => AbiJsonValue.Read(type, arg))];
            Assert.Equal("0x" + testCase.Text("result"), Hex.Encode(AbiCodec.Encode(types, values)));
        });

    [Fact]
    public void Packed_encodings_hash_as_Solidity_does() =>
        VectorFile.ForEach(VectorFile.Ethereum("solidity-hashes.json").EnumerateArray(), c => c.Text("name"), CheckPacked);

    internal static void CheckPacked(JsonElement testCase)
    {
        AbiType[] types = [.. testCase.GetProperty("types").EnumerateArray().Select(t => AbiType.Parse(t.GetString()!))];
        object[] values = [.. testCase.GetProperty("values").EnumerateArray().Zip(types, (v, type) => AbiJsonValue.Read(type, v))];
        Assert.Equal(testCase.Text("keccak256"), Keccak256.Hash(AbiPacked.Encode(types, values)).ToString());
    }
}

/// <summary>The values of published cases: numbers as decimal text, bytes as 0x text.</summary>
internal static class AbiJsonValue
{
    public static object Read(AbiType type, JsonElement value) => type.Kind switch
    {
        AbiKind.UInt or AbiKind.Int => Number(value),
        AbiKind.Address => Address.Parse(value.GetString()!),
        AbiKind.Bool => value.GetBoolean(),
        AbiKind.String => value.GetString()!,
        AbiKind.FixedBytes when value.GetString() is ['0', 'x', ..] text && type.Size == 32 => Hash32.Parse(text),
        AbiKind.FixedBytes or AbiKind.Bytes => value.GetString() is ['0', 'x', ..] text ? Hex.Decode(text) : System.Text.Encoding.ASCII.GetBytes(value.GetString()!),
        AbiKind.Tuple => value.EnumerateArray().Zip(type.Components, (item, component) => Read(component.Type, item)).ToArray(),
        _ => value.EnumerateArray().Select(item => Read(type.Element!, item)).ToArray(),
    };

    public static string Flatten(object value) => value switch
    {
        byte[] bytes => Hex.Encode(bytes),
        object[] items => $"[{string.Join(", ", items.Select(Flatten))}]",
        _ => value.ToString()!,
    };

    private static BigInteger Number(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.GetString()!;
        if (text.StartsWith("-0x", StringComparison.Ordinal)) return -Number(JsonSerializer.SerializeToElement(text[1..]));
        return text.StartsWith("0x", StringComparison.Ordinal)
            ? BigInteger.Parse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : BigInteger.Parse(text, CultureInfo.InvariantCulture);
    }
}
