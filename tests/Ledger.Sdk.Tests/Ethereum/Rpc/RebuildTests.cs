using System.Text.Json.Nodes;
using Ledger.Sdk.Ethereum;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Ethereum.Rpc;

/// <summary>What a node says about a block is enough to make its hashes and roots again.</summary>
public sealed class RebuildTests
{
    public static TheoryData<string> Nodes => Recording.Nodes;

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task A_recorded_block_hashes_to_its_name_and_its_tries_to_their_roots(string node)
    {
        var recording = new Recording(node);
        await using var server = recording.Serve();
        await using var client = new EthereumClient(server.Url);
        foreach (var tag in new[] { BlockTag.Earliest, BlockTag.Latest })
        {
            var other = (await client.GetBlockAsync(tag))!;
            if (other.Number > 0 || node != "hardhat") Assert.Equal(other.Hash, HashOf(node, other));
        }

        var block = (await client.GetBlockAsync(Hash32.Parse((string)recording.Parameters("block with txs")[0]!), fullTransactions: true))!;
        var receipt = (await client.GetReceiptAsync(block.TransactionHashes[0]))!;
        Assert.Equal(block.Hash, HashOf(node, block));
        var transaction = block.Transactions![0].ToTransaction();
        Assert.Equal((block.TransactionHashes[0], receipt.From), (transaction.Hash, transaction.RecoverSender()));
        Assert.Equal(block.TransactionsRoot, PatriciaTrie.OfList([transaction.Encode()]).Root);
        Assert.Equal(block.ReceiptsRoot, PatriciaTrie.OfList([receipt.ToReceipt().Encode()]).Root);
    }

    [Fact]
    public async Task The_execution_apis_blocks_and_transactions_hash_to_their_names()
    {
        var blocks = 0;
        var transactions = 0;
        foreach (var file in Directory.GetFiles(Vectors.Require("rpc", "execution-apis"), "*.io").Where(f => f.Contains("getBlockBy", StringComparison.Ordinal) || f.Contains("getTransactionByHash", StringComparison.Ordinal)))
        {
            var response = JsonNode.Parse(File.ReadAllLines(file).Single(line => line.StartsWith("<< ", StringComparison.Ordinal))[3..])!;
            if (response["result"] is not { } result) continue;
            await using var node = FakeNode.OfCalls(_ => FakeNode.Result(result.DeepClone()));
            await using var client = new EthereumClient(node.Url);
            if (result["parentHash"] is null)
            {
                transactions += Check((await client.GetTransactionAsync(default))!);
                continue;
            }

            var full = result["transactions"]!.AsArray().FirstOrDefault() is JsonObject;
            var block = (await client.GetBlockAsync(1, full))!;
            Assert.Equal(block.Hash, block.ToHeader().Hash);
            blocks++;
            foreach (var transaction in block.Transactions ?? []) transactions += Check(transaction);
        }

        Assert.InRange(blocks, 7, int.MaxValue);
        Assert.InRange(transactions, 10, int.MaxValue);
    }

    private static int Check(RpcTransaction transaction)
    {
        if (transaction.Type > 2)
        {
            Assert.Throws<NotSupportedException>(transaction.ToTransaction);
            return 0;
        }

        Assert.Equal((transaction.Hash, transaction.From), (transaction.ToTransaction().Hash, transaction.ToTransaction().RecoverSender()));
        return 1;
    }

    private static Hash32 HashOf(string node, Block block) => node == "besu" ? new QbftHeader(block.ToHeader()).BlockHash : block.ToHeader().Hash;
}
