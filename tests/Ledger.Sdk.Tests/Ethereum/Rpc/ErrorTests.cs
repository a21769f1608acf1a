using System.Text;
using System.Text.Json.Nodes;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Ethereum.Rpc;

/// <summary>Every node says the same things in words of its own.</summary>
public sealed class ErrorTests
{
    private const string Custom = "0x2e2074370000000000000000000000000000000000000000000000000000000000000001";
    private static readonly JsonRpcOptions Once = new() { MaxAttempts = 1 };

    [Theory]
    [InlineData(-32000, "Known transaction", RpcErrorKind.AlreadyKnown)]
    [InlineData(-32000, "already known", RpcErrorKind.AlreadyKnown)]
    [InlineData(-32003, "transaction already imported", RpcErrorKind.AlreadyKnown)]
    [InlineData(-32000, "Replacement transaction underpriced", RpcErrorKind.Underpriced)]
    [InlineData(-32009, "Gas price below configured minimum gas price", RpcErrorKind.Underpriced)]
    [InlineData(-32000, "Transaction maxFeePerGas (1) is too low for the next block, which has a baseFeePerGas of 7", RpcErrorKind.Underpriced)]
    [InlineData(-32003, "max fee per gas less than block base fee", RpcErrorKind.Underpriced)]
    [InlineData(-32004, "Upfront cost exceeds account balance", RpcErrorKind.InsufficientFunds)]
    [InlineData(-32003, "Insufficient funds for gas * price + value", RpcErrorKind.InsufficientFunds)]
    [InlineData(-32000, "Sender doesn't have enough funds to send tx. The max upfront cost is: 1 and the sender's balance is: 0.", RpcErrorKind.InsufficientFunds)]
    [InlineData(-32006, "Nonce too high", RpcErrorKind.NonceTooHigh)]
    [InlineData(-32000, "Transaction nonce is too distant from current sender nonce", RpcErrorKind.NonceTooHigh)]
    [InlineData(-32007, "Sender account not authorized to send transactions", RpcErrorKind.NotPermitted)]
    [InlineData(-32005, "Transaction gas limit exceeds block gas limit", RpcErrorKind.GasLimit)]
    [InlineData(-32001, "something new", RpcErrorKind.Unknown)]
    [InlineData(-32603, "Internal error", RpcErrorKind.Internal)]
    public async Task A_refused_transaction_has_one_kind_in_every_dialect(int code, string message, RpcErrorKind kind)
    {
        await using var node = FakeNode.OfCalls(_ => FakeNode.Error(code, message));
        await using var client = new EthereumClient(node.Url, Once);
        var error = await Assert.ThrowsAsync<RpcException>(() => client.SendRawTransactionAsync(new byte[] { 1 }));
        Assert.Equal((kind, code, "eth_sendRawTransaction"), (error.Kind, error.RpcCode, error.Method));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Null(error.RevertData);
    }

    [Theory]
    [InlineData(3, "execution reverted", $"\"{Custom}\"", Custom)]
    [InlineData(-32000, "Execution reverted", $"\"{Custom}\"", Custom)]
    [InlineData(-32015, "VM execution error.", $"\"Reverted {Custom}\"", Custom)]
    [InlineData(-32603, "VM Exception while processing transaction: reverted", """{"message":"reverted","txHash":"0x1212121212121212121212121212121212121212121212121212121212121212","data":"CUSTOM"}""", Custom)]
    [InlineData(-32603, "Error: VM Exception while processing transaction: reverted", """{"originalError":{"code":3,"data":"CUSTOM","message":"execution reverted"}}""", Custom)]
    [InlineData(-32000, "VM Exception while processing transaction: revert", """{"0x1212121212121212121212121212121212121212121212121212121212121212":{"error":"revert","return":"CUSTOM"}}""", Custom)]
    [InlineData(3, $"reverted with an unrecognized custom error (return data: {Custom})", "null", Custom)]
    [InlineData(3, "execution reverted: custom error 0x2e207437: 0000000000000000000000000000000000000000000000000000000000000001", "null", Custom)]
    [InlineData(3, "execution reverted: custom error 0x2e207437", "null", "0x2e207437")]
    [InlineData(3, "execution reverted", "\"0x\"", "0x")]
    [InlineData(-32000, "execution reverted", "null", "0x")]
    public async Task Revert_data_is_found_wherever_it_is(int code, string message, string data, string expected)
    {
        await using var node = FakeNode.OfCalls(_ => FakeNode.Error(code, message, JsonNode.Parse(data.Replace("CUSTOM", Custom, StringComparison.Ordinal))));
        await using var client = new EthereumClient(node.Url, Once);
        var error = await Assert.ThrowsAsync<RpcException>(() => client.CallAsync(CallRequest.Of(default, default)));
        Assert.Equal((RpcErrorKind.Reverted, expected), (error.Kind, Hex.Encode(error.RevertData!.Value.Span)));
    }

    [Fact]
    public async Task An_error_with_a_status_of_400_or_beside_a_null_result_is_still_read()
    {
        var status = 400;
        await using var node = FakeNode.OfHttp((context, body) => FakeNode.WriteAsync(
            context, $$$"""{"error":{"code":-32602,"message":"Invalid params"},"result":null,"id":{{{JsonNode.Parse(body)!["id"]}}},"jsonrpc":"2.0"}""", status));
        await using var client = new EthereumClient(node.Url, Once);
        Assert.Equal(RpcErrorKind.InvalidParams, (await Assert.ThrowsAsync<RpcException>(() => client.GetBlockNumberAsync())).Kind);
        status = 200;
        Assert.Equal(RpcErrorKind.InvalidParams, (await Assert.ThrowsAsync<RpcException>(() => client.GetBlockNumberAsync())).Kind);
        status = 401;
        Assert.Equal(RpcErrorKind.InvalidParams, (await Assert.ThrowsAsync<RpcException>(() => client.GetBlockNumberAsync())).Kind);
    }

    [Fact]
    public async Task An_altered_answer_is_read_or_refused_and_nothing_else()
    {
        var recording = new Recording("besu");
        var bodies = new[] { "getLogs", "block with txs", "receipt handOff", "tx by hash", "proof" }.Select(name => Encoding.UTF8.GetBytes(recording.Result(name)!.ToJsonString())).ToArray();
        var random = new Random(20261121);
        byte[] altered = [];
        await using var node = FakeNode.OfBody(body => $$"""{"jsonrpc":"2.0","id":{{JsonNode.Parse(body)!["id"]}},"result":{{Encoding.UTF8.GetString(altered)}}}""");
        await using var client = new EthereumClient(node.Url, Once);
        var refused = 0;
        for (var i = 0; i < 1500; i++)
        {
            altered = [.. bodies[i % bodies.Length]];
            for (var change = 0; change <= i % 3; change++) altered[random.Next(altered.Length)] = (byte)random.Next(32, 127);
            if (i % 7 == 0) altered = altered[..random.Next(altered.Length)];
            try
            {
                await AskAsync(client, i % bodies.Length);
            }
            catch (RpcException e) when (e.Kind == RpcErrorKind.InvalidResponse)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 700, 1499);
    }

    private static Task AskAsync(EthereumClient client, int what) => what switch
    {
        0 => client.GetLogsAsync(LogFilter.Range(0, 9)),
        1 => client.GetBlockAsync(5, fullTransactions: true),
        2 => client.GetReceiptAsync(default),
        3 => client.GetTransactionAsync(default),
        _ => client.GetProofAsync(default, []),
    };
}
