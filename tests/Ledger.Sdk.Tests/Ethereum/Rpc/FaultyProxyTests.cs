using System.Text.Json.Nodes;
using Ledger.Sdk.Ethereum;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Ethereum.Rpc;

/// <summary>The proxy that other fault tests lean on does what it says.</summary>
public sealed class FaultyProxyTests
{
    private static readonly JsonRpcOptions Once = new() { MaxAttempts = 1 };

    [Fact]
    public async Task Without_a_fault_everything_passes()
    {
        await using var node = Serve();
        await using var proxy = new FaultyProxy(node.Url);
        await using var client = new EthereumClient(proxy.Url, Once);
        Assert.Equal(4UL, await client.GetBlockNumberAsync());
        Assert.Equal(2, (await client.GetLogsAsync(All)).Count);
        Assert.Equal(2, proxy.Calls);
    }

    [Fact]
    public async Task A_lagging_node_shows_an_older_head_and_fewer_logs()
    {
        await using var node = Serve();
        await using var proxy = new FaultyProxy(node.Url) { Decide = static _ => new Fault { Lag = 1 } };
        await using var client = new EthereumClient(proxy.Url, Once);
        Assert.Equal(3UL, await client.GetBlockNumberAsync());
        Assert.Equal(3UL, (await client.GetBlockAsync(BlockTag.Latest))!.Number);
        Assert.Null(await client.GetBlockAsync(4));
        Assert.Equal(2, (await client.GetLogsAsync(LogFilter.Range(0, 4, Contract))).Count);
    }

    [Fact]
    public async Task A_lying_node_drops_logs_and_breaks_the_chain()
    {
        await using var node = Serve();
        await using var proxy = new FaultyProxy(node.Url)
        {
            Decide = static call => call.Method == "eth_getLogs" ? Fault.DropLogs(static i => i == 0) : Fault.WrongParent(),
        };
        await using var client = new EthereumClient(proxy.Url, Once);
        Assert.Equal(3UL, Assert.Single(await client.GetLogsAsync(All)).BlockNumber);
        Assert.Equal(0xee, (await client.GetBlockAsync(BlockTag.Latest))!.ParentHash.Span[0]);
    }

    [Fact]
    public async Task Connections_break_answers_crawl_and_ranges_are_refused()
    {
        await using var node = Serve();
        var faults = new Queue<Fault>(
        [
            new Fault { Cut = true }, new Fault { CutMidway = true }, new Fault { HttpStatus = 429, RetryAfter = 7 }, new Fault { Garbage = "<html>" },
            new Fault { Error = (-32603, "boom") }, new Fault { MaxRange = 4 }, Fault.Slow(TimeSpan.FromSeconds(5)),
        ]);
        await using var proxy = new FaultyProxy(node.Url) { Decide = _ => faults.Dequeue() };
        await using var client = new EthereumClient(proxy.Url, Once with { AttemptTimeout = TimeSpan.FromSeconds(1) });
        foreach (var kind in new[]
        {
            RpcErrorKind.Transport, RpcErrorKind.Transport, RpcErrorKind.RateLimited, RpcErrorKind.InvalidResponse,
            RpcErrorKind.Internal, RpcErrorKind.RangeTooLarge, RpcErrorKind.Timeout,
        })
        {
            var error = await Assert.ThrowsAsync<RpcException>(() => client.GetLogsAsync(LogFilter.Range(0, 4, Contract)));
            Assert.Equal(kind, error.Kind);
            Assert.Equal(kind == RpcErrorKind.RateLimited ? TimeSpan.FromSeconds(7) : null, error.RetryAfter);
        }
    }

    private static Address Contract => Address.Parse("0x5FbDB2315678afecb367f032d93F642f64180aa3");

    private static LogFilter All => new() { FromBlock = 0UL, Addresses = [Contract] };

    /// <summary>anvil's recording, with an answer to every question about blocks and logs below its head of 4.</summary>
    private static FakeNode Serve()
    {
        var recording = new Recording("anvil");
        return FakeNode.OfCalls(request => (string)request["method"]! switch
        {
            "eth_blockNumber" => FakeNode.Result("0x4"),
            "eth_getLogs" => FakeNode.Result(recording.Result("getLogs")!.DeepClone()),
            "eth_getBlockByNumber" => FakeNode.Result(Numbered(recording.Result("block hashes")!, request["params"]![0]!)),
            _ => recording.Answer(request),
        });
    }

    private static JsonNode Numbered(JsonNode block, JsonNode number)
    {
        var copy = block.DeepClone();
        if (((string)number!).StartsWith("0x", StringComparison.Ordinal)) copy["number"] = number.DeepClone();
        return copy;
    }
}
