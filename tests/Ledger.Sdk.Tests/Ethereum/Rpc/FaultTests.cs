using System.Net.Http.Headers;
using System.Text;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Ethereum.Rpc;

/// <summary>What the client does when the node, or the way to it, misbehaves.</summary>
public sealed class FaultTests
{
    private static readonly JsonRpcOptions Quick = new() { Backoff = TimeSpan.FromMilliseconds(1), MaxAttempts = 3 };
    private static readonly JsonRpcOptions Once = new() { MaxAttempts = 1 };

    [Fact]
    public async Task A_passing_failure_is_repeated_until_it_passes()
    {
        var statuses = new Queue<int>([500, 503, 200]);
        var retries = new List<RpcRetry>();
        await using var node = FakeNode.OfHttp((context, body) =>
            statuses.Count > 1 ? FakeNode.WriteAsync(context, "", statuses.Dequeue()) : FakeNode.WriteAsync(context, Answer(body, "\"0x7\"")));
        await using var client = new EthereumClient(node.Url, Quick with { OnRetry = retries.Add });
        Assert.Equal(7UL, await client.GetBlockNumberAsync());
        Assert.Equal([RpcErrorKind.NodeBusy, RpcErrorKind.NodeBusy], retries.Select(retry => retry.Error.Kind));
        Assert.Equal([1, 2], retries.Select(retry => retry.Attempt));
    }

    [Fact]
    public async Task Patience_ends_after_the_last_attempt()
    {
        await using var node = FakeNode.OfHttp((context, _) => FakeNode.WriteAsync(context, "", 503));
        await using var client = new EthereumClient(node.Url, Quick);
        Assert.Equal(RpcErrorKind.NodeBusy, (await Assert.ThrowsAsync<RpcException>(() => client.GetBlockNumberAsync())).Kind);
        Assert.Equal(3, node.Requests);
    }

    [Fact]
    public async Task A_transaction_is_never_sent_twice_by_itself()
    {
        await using var node = FakeNode.OfHttp((context, _) => FakeNode.WriteAsync(context, "", 503));
        await using var client = new EthereumClient(node.Url, Quick);
        await Assert.ThrowsAsync<RpcException>(() => client.SendRawTransactionAsync(new byte[] { 1 }));
        await Assert.ThrowsAsync<RpcException>(() => client.Rpc.CallAsync("eth_getFilterChanges", ["0x1"]));
        await Assert.ThrowsAsync<RpcException>(() => client.Rpc.CallAsync("evm_mine", []));
        Assert.Equal(3, node.Requests);
    }

    [Fact]
    public async Task A_node_that_asks_to_wait_is_not_called_before()
    {
        var first = true;
        await using var node = FakeNode.OfHttp((context, body) =>
        {
            if (!first) return FakeNode.WriteAsync(context, Answer(body, "\"0x7\""));
            first = false;
            context.Response.AddHeader("Retry-After", "1");
            return FakeNode.WriteAsync(context, "", 429);
        });
        var waits = new List<RpcRetry>();
        await using var client = new EthereumClient(node.Url, Quick with { OnRetry = waits.Add });
        Assert.Equal(7UL, await client.GetBlockNumberAsync());
        Assert.Equal((RpcErrorKind.RateLimited, TimeSpan.FromSeconds(1)), (Assert.Single(waits).Error.Kind, waits[0].Wait));
    }

    [Fact]
    public async Task A_wait_beyond_the_overall_time_ends_at_once()
    {
        await using var node = FakeNode.OfHttp((context, _) =>
        {
            context.Response.AddHeader("Retry-After", "3600");
            return FakeNode.WriteAsync(context, "", 429);
        });
        await using var client = new EthereumClient(node.Url, Quick);
        Assert.Equal(TimeSpan.FromHours(1), (await Assert.ThrowsAsync<RpcException>(() => client.GetBlockNumberAsync())).RetryAfter);
        Assert.Equal(1, node.Requests);
    }

    [Fact]
    public async Task A_slow_answer_is_a_timeout_and_a_cancelled_call_a_cancellation()
    {
        await using var node = FakeNode.OfHttp(async (context, body) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(3));
            await FakeNode.WriteAsync(context, Answer(body, "\"0x7\""));
        });
        await using var client = new EthereumClient(node.Url, Quick with { AttemptTimeout = TimeSpan.FromMilliseconds(100), MaxAttempts = 2 });
        Assert.Equal(RpcErrorKind.Timeout, (await Assert.ThrowsAsync<RpcException>(() => client.GetBlockNumberAsync())).Kind);
        await using var overall = new EthereumClient(node.Url, Quick with { OverallTimeout = TimeSpan.FromMilliseconds(100) });
        Assert.Equal(RpcErrorKind.Timeout, (await Assert.ThrowsAsync<RpcException>(() => overall.GetBlockNumberAsync())).Kind);
        using var cancelled = new CancellationTokenSource(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetBlockNumberAsync(cancelled.Token));
    }

    [Fact]
    public async Task Nobody_at_the_address_is_a_transport_error_with_a_hint()
    {
        await using var client = new EthereumClient($"http://127.0.0.1:{FakeNode.FreePort()}/", Quick);
        var error = await Assert.ThrowsAsync<RpcException>(() => client.GetBlockNumberAsync());
        Assert.Equal((RpcErrorKind.Transport, "rpc-transport"), (error.Kind, error.Code));
        Assert.NotNull(error.Hint);
    }

    [Theory]
    [InlineData("<html>502</html>")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"jsonrpc":"2.0","id":999999,"result":"0x7"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"1","result":"0x7"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":null}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":"seven"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":"0x"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":"0x10000000000000000"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":-7}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":"0x7"} trailing""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":"0x7" """)]
    public async Task Garbage_is_an_invalid_response(string body)
    {
        await using var node = FakeNode.OfBody(_ => body);
        await using var client = new EthereumClient(node.Url, Once);
        Assert.Equal(RpcErrorKind.InvalidResponse, (await Assert.ThrowsAsync<RpcException>(() => client.GetBlockNumberAsync())).Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_huge_answer_is_refused_without_being_held(bool announced)
    {
        await using var node = FakeNode.OfHttp(async (context, _) =>
        {
            if (announced) context.Response.ContentLength64 = 1L << 40;
            var spaces = Encoding.ASCII.GetBytes(new string(' ', 1 << 20));
            for (var i = 0; i < 64; i++) await context.Response.OutputStream.WriteAsync(spaces);
        });
        await using var client = new EthereumClient(node.Url, Quick with { MaxResponseBytes = 2 << 20 });
        Assert.Equal(RpcErrorKind.ResponseTooLarge, (await Assert.ThrowsAsync<RpcException>(() => client.GetBlockNumberAsync())).Kind);
        Assert.Equal(1, node.Requests);
    }

    [Fact]
    public async Task Credentials_are_sent_and_never_shown()
    {
        AuthenticationHeaderValue? sent = null;
        await using var node = FakeNode.OfHttp((context, _) =>
        {
            sent = AuthenticationHeaderValue.Parse(context.Request.Headers["Authorization"]!);
            return FakeNode.WriteAsync(context, "nonsense");
        });
        var secret = node.Url.Replace("http://", "http://anna:s%40cret@", StringComparison.Ordinal) + "v3/APIKEY?token=TOKEN";
        await using var client = new EthereumClient(secret, Once);
        var garbled = await Assert.ThrowsAsync<RpcException>(() => client.GetBlockNumberAsync());
        Assert.Equal(("Basic", "anna:s@cret"), (sent!.Scheme, Encoding.UTF8.GetString(Convert.FromBase64String(sent.Parameter!))));
        await using var nobody = new EthereumClient($"http://anna:s%40cret@127.0.0.1:{FakeNode.FreePort()}/v3/APIKEY?token=TOKEN", Once);
        var refused = await Assert.ThrowsAsync<RpcException>(() => nobody.GetBlockNumberAsync());
        await using var socket = new EthereumClient($"ws://anna:s%40cret@127.0.0.1:{FakeNode.FreePort()}/v3/APIKEY?token=TOKEN", Once);
        var unopened = await Assert.ThrowsAsync<RpcException>(() => socket.GetBlockNumberAsync());
        var malformed = Assert.Throws<ArgumentException>(() => new EthereumClient("htp://anna:s%40cret@host/APIKEY?token=TOKEN"));
        foreach (var text in new[] { garbled.ToString(), refused.ToString(), unopened.ToString(), malformed.ToString(), client.Rpc.Endpoint })
            foreach (var word in new[] { "anna", "cret", "APIKEY", "TOKEN" }) Assert.DoesNotContain(word, text, StringComparison.Ordinal);
    }

    internal static string Answer(string body, string result) =>
        $$"""{"jsonrpc":"2.0","id":{{System.Text.Json.Nodes.JsonNode.Parse(body)!["id"]}},"result":{{result}}}""";
}
