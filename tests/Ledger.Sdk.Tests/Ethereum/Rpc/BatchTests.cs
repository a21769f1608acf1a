using System.Text.Json.Nodes;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Ethereum.Rpc;

/// <summary>Batches: bounded, in any order, split where the node will not have them.</summary>
public sealed class BatchTests
{
    private static readonly JsonRpcOptions Quick = new() { Backoff = TimeSpan.FromMilliseconds(1), MaxAttempts = 3 };
    private static readonly RpcParser<string> Text = static (ref System.Text.Json.Utf8JsonReader reader) => reader.GetString() ?? "";

    [Fact]
    public async Task Answers_in_any_order_come_back_in_the_order_of_the_requests()
    {
        await using var node = FakeNode.OfBody(body => new JsonArray([.. ((JsonArray)JsonNode.Parse(body)!).Reverse().Select(Echo)]).ToJsonString());
        await using var client = new JsonRpcClient(node.Url, Quick with { MaxBatchSize = 40 });
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"m{i}"), await client.BatchAsync(Requests(100), Text));
        Assert.Equal(3, node.Requests);
    }

    [Theory]
    [InlineData("an array limit: one error object")]
    [InlineData("HTTP 413")]
    [InlineData("an empty array")]
    [InlineData("too large an answer")]
    public async Task A_batch_that_is_refused_goes_again_in_halves(string refusal)
    {
        await using var node = FakeNode.OfHttp((context, body) =>
        {
            var requests = JsonNode.Parse(body)!;
            if (requests is JsonObject one) return FakeNode.WriteAsync(context, Echo(one).ToJsonString());
            if (((JsonArray)requests).Count <= 5) return FakeNode.WriteAsync(context, new JsonArray([.. ((JsonArray)requests).Select(Echo)]).ToJsonString());
            return refusal switch
            {
                "HTTP 413" => FakeNode.WriteAsync(context, "", 413),
                "an empty array" => FakeNode.WriteAsync(context, "[]"),
                "too large an answer" => FakeNode.WriteAsync(context, new string(' ', 100_000)),
                _ => FakeNode.WriteAsync(context, """{"jsonrpc":"2.0","id":null,"error":{"code":-32005,"message":"Number of requests in batch exceeds limit"}}"""),
            };
        });
        await using var client = new JsonRpcClient(node.Url, Quick with { MaxResponseBytes = 50_000 });
        Assert.Equal(Enumerable.Range(0, 33).Select(i => $"m{i}"), await client.BatchAsync(Requests(33), Text));
    }

    [Theory]
    [InlineData("twice")]
    [InlineData("missing")]
    [InlineData("unknown")]
    public async Task Wrong_ids_are_never_taken_for_answers(string fault)
    {
        await using var node = FakeNode.OfBody(body =>
        {
            if (JsonNode.Parse(body) is not JsonArray requests) return "garbage";
            var answers = requests.Select(Echo).ToList();
            if (fault == "twice") answers[1]["id"] = answers[0]["id"]!.DeepClone();
            if (fault == "missing") answers.RemoveAt(1);
            if (fault == "unknown") answers[1]["id"] = 123456789;
            return new JsonArray([.. answers]).ToJsonString();
        });
        await using var client = new JsonRpcClient(node.Url, new JsonRpcOptions { MaxAttempts = 1 });
        Assert.Equal(RpcErrorKind.InvalidResponse, (await Assert.ThrowsAsync<RpcException>(() => client.BatchAsync(Requests(3), Text))).Kind);
    }

    [Fact]
    public async Task One_failed_request_leaves_the_others_alone()
    {
        var busy = 2;
        await using var node = FakeNode.OfCalls(request => (string)request["method"]! switch
        {
            "eth_getm3" => FakeNode.Error(-32602, "bad"),
            "eth_getm5" when busy-- > 0 => FakeNode.Error(-32000, "node is busy"),
            var method => FakeNode.Result(method[7..]),
        });
        await using var client = new JsonRpcClient(node.Url, Quick);
        var results = await client.TryBatchAsync(Requests(8), Text);
        Assert.Equal(RpcErrorKind.InvalidParams, results[3].Error!.Kind);
        Assert.Equal(["m0", "m1", "m2", "m4", "m5", "m6", "m7"], results.Where(result => result.Error is null).Select(result => result.Value));
        Assert.Equal("eth_getm3", (await Assert.ThrowsAsync<RpcException>(() => client.BatchAsync(Requests(8), Text))).Method);
    }

    [Fact]
    public async Task Transactions_of_a_batch_are_not_sent_again_after_a_lost_answer()
    {
        await using var node = FakeNode.OfBody(_ => "garbage");
        await using var client = new JsonRpcClient(node.Url, Quick);
        await Assert.ThrowsAsync<RpcException>(() => client.BatchAsync(Enumerable.Repeat(new RpcRequest("eth_sendRawTransaction"), 4).ToArray(), Text));
        Assert.Equal(1, node.Requests);
    }

    [Fact]
    public async Task Many_callers_share_one_client()
    {
        await using var node = FakeNode.OfCalls(request => FakeNode.Result((string)request["params"]![0]!));
        await using var client = new JsonRpcClient(node.Url, Quick);
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => client.CallAsync(new RpcRequest("eth_getm", w => w.WriteStringValue($"{i}")), Text)));
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}"), answers);
    }

    private static RpcRequest[] Requests(int count) => [.. Enumerable.Range(0, count).Select(i => new RpcRequest($"eth_getm{i}"))];

    private static JsonObject Echo(JsonNode? request) => new() { ["jsonrpc"] = "2.0", ["id"] = request!["id"]!.DeepClone(), ["result"] = ((string)request["method"]!)[7..] };
}
