using System.Numerics;
using System.Text.Json.Nodes;
using Ledger.Sdk.Ethereum;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Ethereum.Rpc;

/// <summary>The client against a real Hardhat and a real anvil: the same steps, the same results.</summary>
public sealed class LiveNodeTests
{
    private static readonly PrivateKey Key = PrivateKey.Parse("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
    private static readonly Hash32 Root = Hash32.Parse("0x" + new string('7', 64));

    public static TheoryData<string> Chains => new("hardhat", "anvil");

    [Theory]
    [MemberData(nameof(Chains))]
    public async Task A_contract_is_deployed_called_and_watched(string chain)
    {
        await using var node = await LiveNode.StartAsync(chain);
        await using var client = new EthereumClient(node.Url);
        await using var socket = new EthereumClient(node.SocketUrl);
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var heads = HeadsUntilAsync(socket, 2, end.Token);
        Assert.Equal(31337UL, await client.GetChainIdAsync());

        var contract = ContractAddress.Create(Key.Address, 0);
        var deployed = await SendAsync(client, chain, null, Hex.Decode((string)Anchors["bytecode"]!));
        Assert.Equal((true, contract), (deployed.Status, deployed.ContractAddress));
        Assert.NotEmpty(await client.GetCodeAsync(contract));
        var anchored = await SendAsync(client, chain, contract, Anchor(3));
        Assert.Equal((true, 1UL), (anchored.Status, await client.GetTransactionCountAsync(Key.Address) - 1));

        var log = Assert.Single(await client.GetLogsAsync(LogFilter.Range(0, anchored.BlockNumber, contract) with { Topics = [[], [], [Root]] }));
        Assert.Equal((anchored.TransactionHash, 3), (log.TransactionHash, (int)log.Data[^1]));
        Assert.Equal(anchored.Logs[0].Topics, log.Topics);
        Assert.Empty(await client.GetLogsAsync(LogFilter.InBlock(anchored.BlockHash, contract) with { Topics = [[Root]] }));
        Assert.Equal(RpcErrorKind.UnknownBlock, (await Assert.ThrowsAsync<RpcException>(() => client.GetLogsAsync(LogFilter.InBlock(Root)))).Kind);
        await CheckBlocksAsync(client, anchored);
        await CheckRefusalsAsync(client, chain, contract);
        await heads;
    }

    private static async Task CheckBlocksAsync(EthereumClient client, TransactionReceipt anchored)
    {
        var blocks = await client.GetBlocksAsync([1, 2, 1000], fullTransactions: true);
        Assert.Equal([1UL, 2UL, null], blocks.Select(block => block?.Number));
        Assert.Equal(blocks[0]!.Hash, blocks[1]!.ParentHash);
        Assert.All(blocks.Take(2), block => Assert.Equal(block!.Hash, block.ToHeader().Hash));
        var receipts = (await client.GetBlockReceiptsAsync(anchored.BlockHash))!;
        Assert.Equal(blocks[1]!.ReceiptsRoot, PatriciaTrie.OfList(receipts.Select(receipt => receipt.ToReceipt().Encode())).Root);
        Assert.Equal(blocks[1]!.TransactionsRoot, PatriciaTrie.OfList(blocks[1]!.Transactions!.Select(transaction => transaction.ToTransaction().Encode())).Root);
        Assert.Null(await client.GetBlockReceiptsAsync(99999));
        Assert.Equal(3UL, (await client.GetBlockAsync(BlockTag.Pending))!.Number);
        Assert.Equal(2UL, await client.GetFinalizedBlockNumberAsync(FinalityRule.Immediate));
        Assert.InRange(await client.GetFinalizedBlockNumberAsync(FinalityRule.Tag), 0UL, 2UL);
        Assert.Equal(Key.Address, (await client.GetTransactionAsync(anchored.TransactionHash))!.From);
    }

    private static async Task CheckRefusalsAsync(EthereumClient client, string chain, Address contract)
    {
        var reverted = await Assert.ThrowsAsync<RpcException>(() => client.CallAsync(CallRequest.Of(contract, Anchor(4), Key.Address)));
        Assert.Equal((RpcErrorKind.Reverted, Selector("AlreadyAnchored(address,bytes32,uint64)")), (reverted.Kind, Hex.Encode(reverted.RevertData!.Value.Span[..4])));
        Assert.Equal(RpcErrorKind.Reverted, (await Assert.ThrowsAsync<RpcException>(() => client.EstimateGasAsync(CallRequest.Of(contract, Anchor(0), Key.Address)))).Kind);
        Assert.Equal(RpcErrorKind.NonceTooLow, await RefusalAsync(client, Call(contract, 0)));
        Assert.Equal(RpcErrorKind.WrongChainId, await RefusalAsync(client, Call(contract, 2) with { ChainId = 1 }));
        Assert.Equal(RpcErrorKind.GasLimit, await RefusalAsync(client, Call(contract, 2) with { GasLimit = 20_000 }));
        Assert.Equal(RpcErrorKind.InsufficientFunds, await RefusalAsync(client, Call(contract, 2) with { Value = BigInteger.Pow(10, 30) }));
        if (chain != "anvil") return;
        // Only a chain that does not mine at once has a pool to collide in.
        var pending = Call(contract, 2) with { MaxFeePerGas = 100, MaxPriorityFeePerGas = 100 };
        await client.SendRawTransactionAsync(pending.Sign(Key).Encode());
        Assert.Equal(RpcErrorKind.AlreadyKnown, await RefusalAsync(client, pending));
        Assert.Equal(RpcErrorKind.Underpriced, await RefusalAsync(client, pending with { MaxPriorityFeePerGas = 50 }));
    }

    private static async Task<RpcErrorKind> RefusalAsync(EthereumClient client, Transaction transaction) =>
        (await Assert.ThrowsAsync<RpcException>(() => client.SendRawTransactionAsync(transaction.Sign(Key).Encode()))).Kind;

    private static async Task<TransactionReceipt> SendAsync(EthereumClient client, string chain, Address? to, byte[] data)
    {
        var nonce = await client.GetTransactionCountAsync(Key.Address);
        var transaction = new Transaction { ChainId = 31337, Nonce = nonce, To = to, Data = data, GasLimit = 2_000_000 };
        var hash = await client.SendRawTransactionAsync(transaction.Sign(Key).Encode());
        if (chain == "anvil") await client.Rpc.CallAsync("evm_mine", []);
        return (await client.GetReceiptAsync(hash))!;
    }

    private static async Task HeadsUntilAsync(EthereumClient socket, ulong number, CancellationToken cancellationToken)
    {
        await foreach (var head in socket.SubscribeNewHeadsAsync(cancellationToken))
            if (head.Number >= number) return;
    }

    private static Transaction Call(Address contract, ulong nonce) => new() { ChainId = 31337, Nonce = nonce, To = contract, Data = Anchor(1), GasLimit = 100_000 };

    private static byte[] Anchor(byte count) => [.. Hex.Decode(Selector("anchor(bytes32,uint32)")), .. Root.Span, .. new byte[31], count];

    private static string Selector(string signature) => Hex.Encode(Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(signature)).Span[..4]);

    private static JsonNode Anchors => JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "contracts", "abi", "Anchors.json")))!;
}
