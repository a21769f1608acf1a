using System.Text.Json.Nodes;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Ethereum.Rpc;

/// <summary>Calls and subscriptions over WebSocket.</summary>
public sealed class WebSocketTests
{
    private static readonly JsonRpcOptions Quick = new() { Backoff = TimeSpan.FromMilliseconds(5), MaxAttempts = 5, OverallTimeout = TimeSpan.FromSeconds(10) };

    public static TheoryData<string> Nodes => Recording.Nodes;

    [Fact]
    public async Task Many_calls_are_in_flight_on_one_connection()
    {
        await using var node = new FakeSocketNode(request =>
        {
            Thread.Sleep(request["id"]!.GetValue<int>() % 3);
            return FakeNode.Result(request["params"]![0]!.DeepClone());
        });
        await using var client = new JsonRpcClient(node.Url, Quick);
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i => (await client.CallAsync("eth_getm", [i])).GetInt32()));
        Assert.Equal(Enumerable.Range(0, 100), answers);
        Assert.Equal(1, node.Connections);
        Assert.Equal(40, (await client.BatchAsync(Enumerable.Range(0, 40).Select(i => new RpcRequest("eth_getm", w => w.WriteNumberValue(i))).ToArray(), static (ref System.Text.Json.Utf8JsonReader r) => r.GetInt32())).Length);
    }

    [Fact]
    public async Task A_broken_connection_is_opened_again_for_what_may_be_repeated()
    {
        await using var node = new FakeSocketNode(_ => FakeNode.Result("0x7"));
        await using var client = new EthereumClient(node.Url, Quick);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(7UL, await client.GetBlockNumberAsync());
            node.HangUp();
        }

        Assert.Equal(3, node.Connections);
        await using var gone = new FakeSocketNode(_ => throw new InvalidOperationException("never answers"));
        await using var impatient = new EthereumClient(gone.Url, Quick with { AttemptTimeout = TimeSpan.FromMilliseconds(50), MaxAttempts = 2 });
        Assert.Equal(RpcErrorKind.Timeout, (await Assert.ThrowsAsync<RpcException>(() => impatient.GetBlockNumberAsync())).Kind);
    }

    [Fact]
    public async Task Errors_are_typed_as_over_http()
    {
        await using var node = new FakeSocketNode(_ => FakeNode.Error(3, "execution reverted", "0x12345678"));
        await using var client = new EthereumClient(node.Url, Quick);
        var error = await Assert.ThrowsAsync<RpcException>(() => client.CallAsync(CallRequest.Of(default, default)));
        Assert.Equal((RpcErrorKind.Reverted, "0x12345678"), (error.Kind, Hex.Encode(error.RevertData!.Value.Span)));
    }

    [Fact]
    public async Task A_huge_message_ends_the_connection_and_not_the_client()
    {
        var size = 1 << 20;
        await using var node = new FakeSocketNode(_ => FakeNode.Result("0x" + new string('0', size)));
        await using var client = new EthereumClient(node.Url, Quick with { MaxResponseBytes = 100_000 });
        Assert.Equal(RpcErrorKind.ResponseTooLarge, (await Assert.ThrowsAsync<RpcException>(() => client.GetCodeAsync(default))).Kind);
        size = 8;
        Assert.Equal(4, (await client.GetCodeAsync(default)).Length);
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task Recorded_notifications_become_heads_and_logs(string node)
    {
        var recording = new Recording(node);
        var subscriptions = new List<string>();
        await using var server = new FakeSocketNode(request =>
        {
            if ((string)request["method"]! != "eth_subscribe") return recording.Answer(request);
            lock (subscriptions) subscriptions.Add((string)request["params"]![0]!);
            return FakeNode.Result((string)request["params"]![0]!);
        });
        await using var client = new EthereumClient(server.Url, Quick);
        var heads = TakeAsync(client.SubscribeNewHeadsAsync(), 3);
        var logs = TakeAsync(client.SubscribeLogsAsync(new LogFilter()), 2);
        while (true)
        {
            lock (subscriptions)
                if (subscriptions.Count == 2) break;
            await Task.Delay(5);
        }

        await Task.Delay(50);
        foreach (var frame in recording.Frames) await server.NotifyAsync(frame!["result"]!["topics"] is null ? "newHeads" : "logs", frame["result"]!);
        Assert.Equal((await heads)[1].Number + 1, (await heads)[2].Number);
        Assert.All(await logs, log => Assert.Equal(4, log.Topics.Length));
    }

    [Fact]
    public async Task After_a_break_the_subscription_continues_with_the_head_of_then()
    {
        var recording = new Recording("anvil");
        var head = recording.Result("block hashes")!;
        var number = 10UL;
        JsonNode Head(ulong n)
        {
            var copy = head.DeepClone();
            copy["number"] = Hex.EncodeQuantity(n);
            return copy;
        }

        await using var server = new FakeSocketNode(request => (string)request["method"]! == "eth_subscribe" ? FakeNode.Result("0x1") : FakeNode.Result(Head(number)));
        await using var client = new EthereumClient(server.Url, Quick);
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await using var heads = client.SubscribeNewHeadsAsync(end.Token).GetAsyncEnumerator(end.Token);
        async Task<ulong> NextAsync() => await heads.MoveNextAsync() ? heads.Current.Number : 0;
        Assert.Equal(10UL, await NextAsync());
        await server.NotifyAsync("0x1", Head(11));
        Assert.Equal(11UL, await NextAsync());
        number = 14;
        server.HangUp();
        Assert.Equal(14UL, await NextAsync());
        await server.NotifyAsync("0x1", Head(15));
        Assert.Equal(15UL, await NextAsync());
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task Subscriptions_need_a_websocket_and_a_node_that_has_them()
    {
        await using var http = new EthereumClient("http://127.0.0.1:1/");
        await Assert.ThrowsAsync<InvalidOperationException>(() => TakeAsync(http.SubscribeNewHeadsAsync(), 1));
        await using var node = new FakeSocketNode(_ => FakeNode.Error(-32601, "Method not found"));
        await using var client = new EthereumClient(node.Url, Quick);
        Assert.Equal(RpcErrorKind.MethodNotFound, (await Assert.ThrowsAsync<RpcException>(() => TakeAsync(client.SubscribeNewHeadsAsync(), 1))).Kind);
    }

    private static async Task<List<T>> TakeAsync<T>(IAsyncEnumerable<T> source, int count)
    {
        var items = new List<T>();
        await foreach (var item in source)
        {
            items.Add(item);
            if (items.Count == count) break;
        }

        return items;
    }
}
