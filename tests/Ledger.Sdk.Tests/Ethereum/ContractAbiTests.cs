using System.Numerics;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Ethereum;

public sealed class ContractAbiTests
{
    private static readonly ContractAbi Abi = ContractAbi.Parse("""
        [{"type":"constructor","inputs":[{"name":"owner","type":"address"}],"stateMutability":"nonpayable"},
         {"type":"function","name":"move","inputs":[{"name":"order","type":"tuple","components":[{"name":"id","type":"bytes32"},{"name":"amounts","type":"uint64[]"}]},
           {"name":"signature","type":"bytes"}],"outputs":[{"name":"","type":"uint64"}],"stateMutability":"nonpayable"},
         {"type":"function","name":"get","inputs":[],"outputs":[]},{"type":"function","name":"get","inputs":[{"name":"id","type":"uint256"}],"outputs":[]},
         {"type":"event","name":"Moved","inputs":[{"name":"id","type":"bytes32","indexed":true},{"name":"amounts","type":"uint64[]"},{"name":"by","type":"uint64","indexed":true}]},
         {"type":"error","name":"Stale","inputs":[{"name":"id","type":"bytes32"},{"name":"expected","type":"uint32"},{"name":"actual","type":"uint32"}]},
         {"type":"receive","stateMutability":"payable"}]
        """);

    [Fact]
    public void Calls_written_field_by_field_and_by_ABI_are_the_same()
    {
        var id = Keccak256.Hash("id"u8);
        var move = Abi.Function("move");
        Assert.Equal("move((bytes32,uint64[]),bytes)", move.Signature);
        var typed = move.Call().BeginTuple().Write(id).WriteArray([1UL, 2UL]).End().WriteBytes([3, 4]).ToArray();
        Assert.Equal(typed, move.Encode([new object[] { id, new ulong[] { 1, 2 } }, new byte[] { 3, 4 }]));

        var reader = new AbiReader(typed.AsSpan(4));
        var order = reader.ReadTuple();
        Assert.Equal(id, order.ReadBytes32());
        Assert.Equal([1UL, 2UL], order.ReadUInt64Array());
        Assert.Equal<byte>([3, 4], reader.ReadBytes().ToArray());
        Assert.Equal("[[" + id + ", [1, 2]], 0x0304]", AbiJsonValue.Flatten(move.DecodeInputs(typed)));
    }

    [Fact]
    public void Events_decode_by_their_topic_in_the_order_of_declaration()
    {
        var id = Keccak256.Hash("id"u8);
        Assert.True(Abi.TryGetEvent(Eip712.TypeHash("Moved(bytes32,uint64[],uint64)"), out var moved));
        var data = new AbiWriter().WriteArray([5UL]).ToArray();
        Hash32[] topics = [moved.Topic, id, new Hash32([.. new byte[31], 7])];
        Assert.Equal($"[{id}, [5], 7]", AbiJsonValue.Flatten(moved.Decode(topics, data)));
        Assert.Throws<FormatException>(() => moved.Decode(topics[..2], data));
        Assert.Throws<FormatException>(() => moved.Decode([id, id, topics[2]], data));
    }

    [Fact]
    public void Custom_errors_decode_to_their_name_and_named_values()
    {
        var data = new AbiWriter(Abi.Error("Stale").Selector).Write(Hash32.Zero).Write(3UL).Write(4UL).ToArray();
        var error = Abi.DecodeError(data)!;
        Assert.Equal($"Stale(id: {Hash32.Zero}, expected: 3, actual: 4)", error.ToString());
        Assert.Equal((BigInteger)4, error["actual"]);
        Assert.Null(error["other"]);
    }

    [Fact]
    public void Reasons_and_panics_decode()
    {
        Assert.Equal("Error(message: \"too late\")", Abi.DecodeError(new AbiWriter([0x08, 0xC3, 0x79, 0xA0]).WriteString("too late").ToArray())!.ToString());
        Assert.Equal("arithmetic overflow or underflow", Abi.DecodeError(new AbiWriter([0x4E, 0x48, 0x7B, 0x71]).Write(0x11UL).ToArray())!["meaning"]);
    }

    [Theory]
    [InlineData("0x")]
    [InlineData("0x08c379")]
    [InlineData("0x08c379a0ff")]
    [InlineData("0x12345678")]
    public void Other_revert_data_decode_to_nothing(string data) => Assert.Null(Abi.DecodeError(Hex.Decode(data)));

    [Fact]
    public void Overloads_are_named_by_their_signature()
    {
        Assert.Equal("get(uint256)", Abi.Function("get(uint256)").Signature);
        Assert.Contains("signature", Assert.Throws<KeyNotFoundException>(() => Abi.Function("get")).Message, StringComparison.Ordinal);
        Assert.Throws<KeyNotFoundException>(() => Abi.Function("take"));
        Assert.Single(Abi.Constructor.Inputs);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("nonsense")]
    [InlineData("[1]")]
    [InlineData("[{\"type\":\"event\"}]")]
    [InlineData("[{\"type\":\"function\",\"name\":\"f\",\"inputs\":[{\"type\":\"uint7\"}]}]")]
    [InlineData("[{\"type\":\"function\",\"name\":\"f\",\"inputs\":[{\"name\":\"x\"}]}]")]
    public void A_malformed_ABI_is_refused(string json) => Assert.Throws<FormatException>(() => ContractAbi.Parse(json));
}
