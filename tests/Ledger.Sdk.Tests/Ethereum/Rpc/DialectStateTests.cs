using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Ethereum.Rpc;

/// <summary>The corners in which the three nodes differ most: tags, ranges, what is missing, fees, proofs, notifications.</summary>
public sealed class DialectStateTests
{
    private static readonly Address Contract = Address.Parse("0x5FbDB2315678afecb367f032d93F642f64180aa3");

    public static TheoryData<string> Nodes => Recording.Nodes;

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task Whatever_was_recorded_survives_the_round_trip(string node)
    {
        var recording = new Recording(node);
        await using var server = recording.Serve();
        await using var client = new EthereumClient(server.Url);
        foreach (var name in new[] { "receipt deploy", "receipt register", "receipt handOff", "receipt reverted" })
            RoundTrip.Check(recording.Result(name)!, RoundTrip.Of((await client.GetReceiptAsync(Hash32.Parse((string)recording.Parameters(name)[0]!)))!));
        RoundTrip.Check(recording.Result("tx by hash")!, RoundTrip.Of((await client.GetTransactionAsync(Hash32.Parse((string)recording.Parameters("tx by hash")[0]!)))!));
        RoundTrip.Check(recording.Result("block with txs")!, RoundTrip.Of((await client.GetBlockAsync(Hash32.Parse((string)recording.Parameters("block with txs")[0]!), true))!));
        foreach (var (name, tag) in new[] { ("block hashes", BlockTag.Latest), ("tag earliest", BlockTag.Earliest) })
            RoundTrip.Check(recording.Result(name)!, RoundTrip.Of((await client.GetBlockAsync(tag))!));
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task Finality_is_configuration(string node)
    {
        var recording = new Recording(node);
        var head = Hex.DecodeQuantity((string)recording.Result("block hashes")!["number"]!);
        await using var server = FakeNode.OfCalls(request => (string)request["method"]! == "eth_blockNumber" ? FakeNode.Result(Hex.EncodeQuantity(head)) : recording.Answer(request));
        await using var client = new EthereumClient(server.Url);
        Assert.Equal(head, await client.GetFinalizedBlockNumberAsync(FinalityRule.Parse("immediate")));
        Assert.Equal(head - 3, await client.GetFinalizedBlockNumberAsync(FinalityRule.Parse("depth:3")));
        Assert.Equal(0UL, await client.GetFinalizedBlockNumberAsync(FinalityRule.Parse("depth:1000")));
        if (node != "besu")
        {
            Assert.Equal(node == "anvil" ? 0 : head, await client.GetFinalizedBlockNumberAsync(FinalityRule.Parse("tag")));
            return;
        }

        var error = await Assert.ThrowsAsync<RpcException>(() => client.GetFinalizedBlockNumberAsync(FinalityRule.Tag));
        Assert.Equal((RpcErrorKind.TagUnsupported, -39001), (error.Kind, error.RpcCode));
        Assert.Contains("immediate", error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task A_pending_block_has_a_number(string node)
    {
        await using var server = new Recording(node).Serve();
        await using var client = new EthereumClient(server.Url);
        if (node == "hardhat")
        {
            var head = (await client.GetBlockAsync(BlockTag.Latest))!;
            await using var numbering = FakeNode.OfCalls(request =>
                (string)request["method"]! == "eth_getBlockByHash" && (string)request["params"]![0]! == head.Hash.ToString()
                    ? FakeNode.Result(new Recording(node).Result("block hashes")!.DeepClone()) : new Recording(node).Answer(request));
            await using var second = new EthereumClient(numbering.Url);
            var pending = (await second.GetBlockAsync(BlockTag.Pending))!;
            Assert.Equal((5UL, true), (pending.Number, pending.IsPending));
        }
        else
        {
            Assert.InRange((await client.GetBlockAsync(BlockTag.Pending))!.Number, 5UL, 6UL);
        }
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task Logs_of_a_range_beyond_the_head_end_at_the_head(string node)
    {
        var recording = new Recording(node);
        await using var server = FakeNode.OfCalls(request => (string)request["method"]! == "eth_blockNumber" ? FakeNode.Result("0x6")
            : request["params"]![0]!["toBlock"]?.ToString() == "0x6" ? FakeNode.Result(recording.Result("getLogs")!.DeepClone()) : recording.Answer(request));
        await using var client = new EthereumClient(server.Url);
        Assert.Equal(2, (await client.GetAllLogsAsync(LogFilter.Range(0, 0xffffff, Contract))).Count);
        await Assert.ThrowsAsync<ArgumentException>(() => client.GetLogsAsync(LogFilter.Range(5, 1)));
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task Logs_of_an_unknown_block_are_an_error_and_not_nothing(string node)
    {
        var recording = new Recording(node);
        await using var server = FakeNode.OfCalls(request => (string)request["method"]! == "eth_getBlockByHash" ? FakeNode.Result(null) : recording.Answer(request));
        await using var client = new EthereumClient(server.Url);
        var hash = Hash32.Parse((string)recording.Parameters("getLogs bad hash")[0]!["blockHash"]!);
        var error = await Assert.ThrowsAsync<RpcException>(() => client.GetLogsAsync(LogFilter.InBlock(hash)));
        Assert.Equal(RpcErrorKind.UnknownBlock, error.Kind);
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task Fees_and_calls_answer_on_every_node(string node)
    {
        var recording = new Recording(node);
        await using var server = recording.Serve();
        await using var client = new EthereumClient(server.Url);
        Assert.Equal(node == "besu" ? 20261UL : 31337UL, await client.GetChainIdAsync());
        Assert.Equal(0UL, await client.GetTransactionCountAsync(Address.Parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")));
        Assert.Equal(node == "besu" ? 0 : 1_000_000_000, await client.GetMaxPriorityFeePerGasAsync());
        Assert.True(await client.GetGasPriceAsync() >= BigInteger.Zero);
        Assert.False(await client.IsSyncingAsync());
        Assert.NotEmpty(await client.GetClientVersionAsync());
        var fees = await client.GetFeeHistoryAsync(3, BlockTag.Latest, [10, 50]);
        Assert.Equal((4, 3, 3), (fees.BaseFeePerGas.Length, fees.GasUsedRatio.Length, fees.Reward.Length));
        var call = (JsonObject)recording.Parameters("eth_call ok")[0]!;
        Assert.Equal(32, (await client.CallAsync(CallRequest.Of(Contract, Hex.Decode((string)call["data"]!)))).Length);
        var estimate = (JsonObject)recording.Parameters("estimateGas ok")[0]!;
        Assert.Equal(0xb4a5UL, await client.EstimateGasAsync(CallRequest.Of(Contract, Hex.Decode((string)estimate["data"]!), Address.Parse((string)estimate["from"]!))));
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task Receipts_of_a_block_come_with_or_without_the_method_for_them(string node)
    {
        var recording = new Recording(node);
        await using var server = FakeNode.OfCalls(request => (string)request["method"]! != "eth_getBlockByNumber" ? recording.Answer(request)
            : FakeNode.Result(recording.Result("block with txs")!.DeepClone()));
        await using var client = new EthereumClient(server.Url);
        var receipt = Assert.Single((await client.GetBlockReceiptsAsync(Hex.DecodeQuantity((string)recording.Parameters("blockReceipts")[0]!)))!);
        Assert.Equal((true, 0x73e8UL, 1), (receipt.Status, receipt.GasUsed, receipt.Logs.Length));
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task Proofs_name_whole_slots(string node)
    {
        await using var server = new Recording(node).Serve();
        await using var client = new EthereumClient(server.Url);
        var proof = await client.GetProofAsync(Contract, [Hash32.Zero]);
        Assert.Equal((Contract, 1UL, "0x51d90ce700d060e45bbd6018b0d19d6105a9388a8f6af660baedc311c266474c"), (proof.Address, proof.Nonce, proof.StorageHash.ToString()));
        Assert.Equal((Hash32.Zero, Hash32.Zero), (Assert.Single(proof.Storage).Key, proof.Storage[0].Value));
        Assert.Equal(Hash32.Parse("0x634f416ee571d70170d82e65f7f2106a625b7cc8f1e983128416887354cd6b66"), proof.CodeHash);
        Assert.Equal(proof.StorageHash, Keccak256.Hash(proof.Storage[0].Proof[0]));
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task Unknown_methods_and_bad_parameters_are_named_so(string node)
    {
        await using var server = new Recording(node).Serve();
        await using var client = new JsonRpcClient(server.Url);
        Assert.Equal(RpcErrorKind.MethodNotFound, (await Assert.ThrowsAsync<RpcException>(() => client.CallAsync("eth_nope", []))).Kind);
        Assert.Equal(RpcErrorKind.InvalidParams, (await Assert.ThrowsAsync<RpcException>(() => client.CallAsync("eth_getBalance", ["0x12"]))).Kind);
        if (node == "besu") Assert.Equal("0x3", (await client.CallAsync("net_peerCount", [])).GetString());
        else Assert.Equal(RpcErrorKind.MethodNotFound, (await Assert.ThrowsAsync<RpcException>(() => client.CallAsync("net_peerCount", []))).Kind);
        Assert.Equal(JsonValueKind.String, (await client.CallAsync("net_version", [])).ValueKind);
    }
}
