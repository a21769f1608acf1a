using System.Text.Json;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Ethereum;

public sealed class EthersAbiTests
{
    [Fact]
    public void Events_decode_from_topics_and_data() =>
        VectorFile.ForEach(EthersTestcases.Read("contract-events"), c => c.Text("name"), testCase =>
        {
            var definition = ContractAbi.Parse(testCase.Text("interface")).Event("testEvent");
            Hash32[] topics = [.. testCase.GetProperty("topics").EnumerateArray().Select(t => Hash32.Parse(t.GetString()!))];
            var values = definition.Decode(topics, Hex.Decode(testCase.Text("data")));
            var hashed = testCase.GetProperty("hashed").EnumerateArray().ToList();
            var expected = testCase.GetProperty("normalizedValues").EnumerateArray().Select((value, i) =>
                hashed[i].ValueKind == JsonValueKind.True ? Hash32.Parse(value.GetString()!) : AbiJsonValue.Read(definition.Parameters[i].Type, value));
            Assert.Equal(expected.Select(AbiJsonValue.Flatten), values.Select(AbiJsonValue.Flatten));
        });

    [Fact]
    public void Old_interfaces_decode_and_encode() => Interfaces("contract-interface", "normalizedValues");

    [Fact]
    public void Interfaces_with_tuples_decode_and_encode() => Interfaces("contract-interface-abi2", "values");

    [Fact]
    public void Signatures_have_their_selectors() =>
        VectorFile.ForEach(EthersTestcases.Read("contract-signatures"), c => c.Text("name"), testCase =>
        {
            var function = ContractAbi.Parse(testCase.Text("abi")).Functions.Single(f => f.Signature == testCase.Text("signature"));
            Assert.Equal(testCase.Text("sigHash"), Hex.Encode(function.Selector));
        });

    [Fact]
    public void Packed_encodings_hash_as_Solidity_does() =>
        VectorFile.ForEach(EthersTestcases.Read("solidity-hashes"), c => c.Text("name"), AbiVectorTests.CheckPacked);

    private static void Interfaces(string file, string values) =>
        VectorFile.ForEach(EthersTestcases.Read(file), c => c.Text("name"), testCase =>
        {
            var function = ContractAbi.Parse(testCase.Text("interface")).Functions.Single(f => f.Name == "test");
            var result = Hex.Decode(testCase.Text("result"));
            var decoded = function.DecodeOutputs(result);
            using var document = JsonDocument.Parse(testCase.Text(values));
            var expected = document.RootElement.EnumerateArray().Zip(function.Outputs, (value, output) => Read(output.Type, value));
            Assert.Equal(expected.Select(AbiJsonValue.Flatten), decoded.Select(AbiJsonValue.Flatten));
            Assert.Equal(testCase.Text("result"), Hex.Encode(AbiCodec.Encode([.. function.Outputs.Select(o => o.Type)], decoded)));
        });

    // Leaves are {"type":…,"value":…}; arrays stand bare.
    private static object Read(AbiType type, JsonElement value) => type.Kind switch
    {
        AbiKind.Tuple => value.GetProperty("value").EnumerateArray().Zip(type.Components, (item, component) => Read(component.Type, item)).ToArray(),
        AbiKind.Array or AbiKind.FixedArray => value.EnumerateArray().Select(item => Read(type.Element!, item)).ToArray(),
        _ => AbiJsonValue.Read(type, value.GetProperty("value")),
    };
}
