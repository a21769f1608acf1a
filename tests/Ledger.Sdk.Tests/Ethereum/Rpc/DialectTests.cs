using System.Numerics;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Ethereum.Rpc;

/// <summary>Hardhat, anvil and Besu answer differently; through the client they are the same.</summary>
public sealed class DialectTests
{
    private static readonly Address Contract = Address.Parse("0x5FbDB2315678afecb367f032d93F642f64180aa3");
    private static readonly Address Sender = Address.Parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
    private static readonly Address Receiver = Address.Parse("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
    private static readonly Hash32 Signature = Hash32.Parse("0xb10fa28d663e10dcfbc012644588c2e40a0b159fadc0f152ad099a6ac2ae1e8f");

    public static TheoryData<string> Nodes => Recording.Nodes;

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task Receipts_tell_status_contract_and_logs(string node)
    {
        var recording = new Recording(node);
        await using var server = recording.Serve();
        await using var client = new EthereumClient(server.Url);
        var hashes = new[] { "receipt deploy", "receipt register", "receipt handOff", "receipt reverted", "missing receipt" }
            .Select(name => Hash32.Parse((string)recording.Parameters(name)[0]!)).ToArray();
        var receipts = await client.GetReceiptsAsync(hashes);
        Assert.Equal(Contract, receipts[0]!.ContractAddress);
        Assert.Equal([true, true, true, false, null], receipts.Select(r => r?.Status));
        Assert.All(receipts.Take(4), r => Assert.Equal((2, Sender, 256, null), (r!.Type, r.From, r.LogsBloom.Length, r.Root)));
        var log = Assert.Single(receipts[2]!.Logs);
        Assert.Equal((Contract, 0u, 0u, false), (log.Address, log.LogIndex, log.TransactionIndex, log.Removed));
        Assert.Equal([Signature, Word(1), Word(Sender), Word(Receiver)], log.Topics);
        Assert.Equal((64, (byte)7), (log.Data.Length, log.Data[^1]));
        Assert.Equal((receipts[2]!.BlockHash, receipts[2]!.BlockNumber, hashes[2]), (log.BlockHash, log.BlockNumber, log.TransactionHash));
        Assert.Equal(node != "besu", log.BlockTimestamp is not null);
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task Logs_are_the_same_by_range_and_by_hash(string node)
    {
        var recording = new Recording(node);
        await using var server = recording.Serve();
        await using var client = new EthereumClient(server.Url);
        var logs = await client.GetLogsAsync(new LogFilter { FromBlock = 0UL, ToBlock = BlockTag.Latest, Addresses = [Contract] });
        Assert.Equal(2, logs.Count);
        Assert.Equal(logs[0].BlockNumber + 1, logs[1].BlockNumber);
        var one = await client.GetLogsAsync(LogFilter.InBlock(logs[1].BlockHash));
        Assert.Equal(logs[1].TransactionHash, Assert.Single(one).TransactionHash);
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task Transactions_carry_what_rebuilds_them(string node)
    {
        var recording = new Recording(node);
        await using var server = recording.Serve();
        await using var client = new EthereumClient(server.Url);
        var transaction = (await client.GetTransactionAsync(Hash32.Parse((string)recording.Parameters("tx by hash")[0]!)))!;
        Assert.Equal((2, Contract, 1UL, 500_000UL, BigInteger.Zero), (transaction.Type, transaction.To!.Value, transaction.Nonce, transaction.Gas, transaction.Value));
        Assert.Equal((3_000_000_000, 0, node == "besu" ? 20261UL : 31337UL), ((long)transaction.MaxFeePerGas!, (int)transaction.MaxPriorityFeePerGas!, transaction.ChainId));
        Assert.Equal((node == "besu" ? 1 : 0, 36), (transaction.YParity, transaction.Input.Length));
        Assert.Empty(transaction.AccessList!);
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task Blocks_come_by_hash_and_by_tag(string node)
    {
        var recording = new Recording(node);
        await using var server = recording.Serve();
        await using var client = new EthereumClient(server.Url);
        var block = (await client.GetBlockAsync(Hash32.Parse((string)recording.Parameters("block with txs")[0]!), fullTransactions: true))!;
        Assert.Equal(2UL, Assert.Single(block.Transactions!).Nonce);
        Assert.Equal(block.Transactions![0].Hash, Assert.Single(block.TransactionHashes));
        var head = (await client.GetBlockAsync(BlockTag.Latest))!;
        Assert.Equal((block.Number + 1, block.Hash, null), (head.Number, head.ParentHash, head.Transactions));
        Assert.Equal(node == "besu" ? null : Hash32.Parse("0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421"), head.WithdrawalsRoot);
        Assert.Equal(0UL, (await client.GetBlockAsync(BlockTag.Earliest))!.Number);
        Assert.Null(await client.GetBlockAsync(0xffffffffUL));
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task A_revert_gives_its_data_as_bytes(string node)
    {
        var recording = new Recording(node);
        await using var server = recording.Serve();
        await using var client = new EthereumClient(server.Url);
        var data = Hex.Decode((string)recording.Parameters("eth_call custom error")[0]!["data"]!);
        var call = CallRequest.Of(Contract, data, Sender);
        var expected = Hex.Decode("0x2e207437" + Word(1).ToString()[2..] + Word(Sender).ToString()[2..]);
        foreach (var attempt in new Func<Task>[] { () => client.CallAsync(call), () => client.EstimateGasAsync(call) })
        {
            var error = await Assert.ThrowsAsync<RpcException>(attempt);
            Assert.Equal((RpcErrorKind.Reverted, "rpc-reverted"), (error.Kind, error.Code));
            Assert.Equal(expected, error.RevertData!.Value.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task Refused_transactions_have_one_kind_each(string node)
    {
        var recording = new Recording(node);
        await using var server = recording.Serve();
        await using var client = new EthereumClient(server.Url);
        foreach (var (name, kind) in new[]
        {
            ("nonce too low", RpcErrorKind.NonceTooLow), ("wrong chain id", RpcErrorKind.WrongChainId),
            ("garbage raw", RpcErrorKind.InvalidParams), ("intrinsic gas", RpcErrorKind.GasLimit),
        })
        {
            var raw = Hex.Decode((string)recording.Parameters(name)[0]!);
            var error = await Assert.ThrowsAsync<RpcException>(() => client.SendRawTransactionAsync(raw));
            Assert.Equal((name, kind, null), (name, error.Kind, error.RevertData));
        }
    }

    private static Hash32 Word(byte value) => new([.. new byte[31], value]);

    private static Hash32 Word(Address address) => new([.. new byte[12], .. address.Span]);
}
