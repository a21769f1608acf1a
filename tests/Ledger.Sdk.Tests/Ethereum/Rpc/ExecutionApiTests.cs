using System.Text.Json.Nodes;
using Ledger.Sdk.Ethereum;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Ethereum.Rpc;

/// <summary>The execution API's own pairs of request and response.</summary>
public sealed class ExecutionApiTests
{
    public static TheoryData<string> Pairs()
    {
        var folder = Vectors.Folder is null ? null : Path.Combine(Vectors.Folder, "rpc", "execution-apis");
        string[] files = folder is null || !Directory.Exists(folder) ? ["absent"] : [.. Directory.GetFiles(folder, "*.io").Select(path => Path.GetFileName(path)!).Order()];
        return new TheoryData<string>(files);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Requests_are_written_and_responses_read_as_the_execution_api_has_them(string file)
    {
        var lines = File.ReadAllLines(Vectors.Require("rpc", "execution-apis", file));
        var request = (JsonObject)JsonNode.Parse(lines.Single(line => line.StartsWith(">> ", StringComparison.Ordinal))[3..])!;
        var response = (JsonObject)JsonNode.Parse(lines.Single(line => line.StartsWith("<< ", StringComparison.Ordinal))[3..])!;
        JsonObject? sent = null;
        await using var node = FakeNode.OfCalls(asked =>
        {
            sent ??= (JsonObject)asked.DeepClone();
            return (string)asked["method"]! == (string)request["method"]!
                ? response["error"] is { } error ? new JsonObject { ["error"] = error.DeepClone() } : FakeNode.Result(response["result"]?.DeepClone())
                : throw new InvalidOperationException("asked for more");
        });
        await using var client = new EthereumClient(node.Url, new JsonRpcOptions { MaxAttempts = 1 });
        if (Reversed((JsonArray)request["params"]!))
        {
            await Assert.ThrowsAsync<ArgumentException>(() => AskAsync(client, request));
            return;
        }

        if (response["error"] is { } refused)
        {
            var error = await Assert.ThrowsAsync<RpcException>(() => AskAsync(client, request));
            Assert.Equal((int)refused["code"]!, error.RpcCode);
            Assert.Equal(file.Contains("revert", StringComparison.Ordinal) ? RpcErrorKind.Reverted : RpcErrorKind.UnknownBlock, error.Kind);
            Assert.Equal((string?)refused["data"], error.RevertData is { } data ? Hex.Encode(data.Span) : null);
        }
        else
        {
            var typed = await AskAsync(client, request);
            if (response["result"] is { } result) RoundTrip.Check(result, typed!);
            else Assert.Null(typed);
        }

        if (!WrittenOtherwise.Contains(file)) Assert.Equal(Recording.Canonical(request), Recording.Canonical(sent!));
    }

    /// <summary>A block named by hash goes as EIP-1898 has it and not as bare text; a slot is a whole word and not the short text of one byte.</summary>
    private static readonly HashSet<string> WrittenOtherwise = ["eth_getProof-get-account-proof-blockhash.io", "eth_getProof-get-account-proof-with-storage.io"];

    private static async Task<JsonNode?> AskAsync(EthereumClient client, JsonObject request)
    {
        var p = (JsonArray)request["params"]!;
        return (string)request["method"]! switch
        {
            "eth_call" => Hex.Encode(await client.CallAsync(Call((JsonObject)p[0]!), Block(p, 1))),
            "eth_feeHistory" => Fees(await client.GetFeeHistoryAsync(Hex.DecodeQuantity((string)p[0]!), Block(p, 1)!.Value, [.. ((JsonArray)p[2]!).Select(n => (double)n!)])),
            "eth_getBlockByHash" => await client.GetBlockAsync(Hash32.Parse((string)p[0]!), (bool)p[1]!) is { } b ? RoundTrip.Of(b) : null,
            "eth_getBlockByNumber" => await client.GetBlockAsync(Block(p, 0)!.Value, (bool)p[1]!) is { } b ? RoundTrip.Of(b) : null,
            "eth_getBlockReceipts" => await client.GetBlockReceiptsAsync(Block(p, 0)!.Value) is { } r ? RoundTrip.Array(r, RoundTrip.Of) : null,
            "eth_getLogs" => RoundTrip.Array(await client.GetLogsAsync(Filter((JsonObject)p[0]!)), RoundTrip.Of),
            "eth_getProof" => RoundTrip.Of(await client.GetProofAsync(Address.Parse((string)p[0]!), [.. ((JsonArray)p[1]!).Select(_ => Hash32.Zero)], Block(p, 2))),
            "eth_getTransactionByHash" => await client.GetTransactionAsync(Hash32.Parse((string)p[0]!)) is { } t ? RoundTrip.Of(t) : null,
            "eth_getTransactionCount" => Hex.EncodeQuantity(await client.GetTransactionCountAsync(Address.Parse((string)p[0]!), Block(p, 1))),
            "eth_getTransactionReceipt" => await client.GetReceiptAsync(Hash32.Parse((string)p[0]!)) is { } r ? RoundTrip.Of(r) : null,
            "eth_sendRawTransaction" => (await client.SendRawTransactionAsync(Hex.Decode((string)p[0]!))).ToString(),
            var method => throw new NotSupportedException(method),
        };
    }

    private static BlockTag? Block(JsonArray parameters, int index) => parameters.Count <= index ? null : (string)parameters[index]! switch
    {
        "latest" => BlockTag.Latest,
        "finalized" => BlockTag.Finalized,
        "safe" => BlockTag.Safe,
        { Length: 66 } hash => BlockTag.At(Hash32.Parse(hash)),
        var number => BlockTag.At(Hex.DecodeQuantity(number)),
    };

    private static CallRequest Call(JsonObject c) => new()
    {
        From = Address.Parse((string)c["from"]!),
        To = Address.Parse((string)c["to"]!),
        Data = Hex.Decode((string?)c["input"] ?? "0x"),
        Value = Hex.DecodeQuantity((string?)c["value"] ?? "0x0"),
        Gas = c["gas"] is { } gas ? Hex.DecodeQuantity((string)gas!) : null,
        MaxFeePerGas = c["maxFeePerGas"] is { } fee ? Hex.DecodeQuantity((string)fee!) : null,
        MaxPriorityFeePerGas = c["maxPriorityFeePerGas"] is { } tip ? Hex.DecodeQuantity((string)tip!) : null,
    };

    private static LogFilter Filter(JsonObject f) => new()
    {
        FromBlock = Hex.DecodeQuantity((string?)f["fromBlock"] ?? "0x0"),
        ToBlock = Hex.DecodeQuantity((string?)f["toBlock"] ?? "0x0"),
        BlockHash = f["blockHash"] is { } hash ? Hash32.Parse((string)hash!) : null,
        Addresses = [.. (f["address"] as JsonArray ?? []).Select(a => Address.Parse((string)a!))],
        Topics = [.. (f["topics"] as JsonArray ?? []).Select(any => ((JsonArray)any!).Select(t => Hash32.Parse((string)t!)).ToArray())],
    };

    private static bool Reversed(JsonArray parameters) =>
        parameters is [JsonObject { Count: > 0 } filter, ..] && filter["fromBlock"] is { } from && filter["toBlock"] is { } to && Hex.DecodeQuantity((string)from!) > Hex.DecodeQuantity((string)to!);

    private static JsonObject Fees(FeeHistory fees) => new()
    {
        ["oldestBlock"] = Hex.EncodeQuantity(fees.OldestBlock),
        ["baseFeePerGas"] = RoundTrip.Array(fees.BaseFeePerGas, f => Hex.EncodeQuantity((ulong)f)),
        ["gasUsedRatio"] = RoundTrip.Array(fees.GasUsedRatio, r => JsonValue.Create(r)),
        ["reward"] = RoundTrip.Array(fees.Reward, tips => RoundTrip.Array(tips, t => Hex.EncodeQuantity((ulong)t))),
        ["baseFeePerBlobGas"] = new JsonArray("0x0", "0x0"),
        ["blobGasUsedRatio"] = new JsonArray(0),
    };
}
