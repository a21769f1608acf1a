using System.Buffers;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ledger.Indexer.Tests.Simulation;

/// <summary>Serves a simulated chain over HTTP as a node does. The chain may be changed, or replaced, while it runs.</summary>
internal sealed class SimulatedNode : IAsyncDisposable
{
    private readonly WebApplication app;

    private SimulatedNode(WebApplication app, SimulatedChain chain)
    {
        this.app = app;
        Chain = chain;
    }

    public SimulatedChain Chain { get; set; }

    public string Url => app.Urls.First();

    public static async Task<SimulatedNode> StartAsync(SimulatedChain chain)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var node = new SimulatedNode(app, chain);
        app.MapPost("/", node.AnswerAsync);
        await app.StartAsync();
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var request = await JsonDocument.ParseAsync(context.Request.Body);
        var answer = new ArrayBufferWriter<byte>(1 << 16);
        if (request.RootElement.ValueKind != JsonValueKind.Array)
        {
            Answer(answer, request.RootElement);
        }
        else
        {
            var separator = "["u8;
            foreach (var item in request.RootElement.EnumerateArray())
            {
                answer.Write(separator);
                Answer(answer, item);
                separator = ","u8;
            }
            answer.Write("]"u8);
        }
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.WrittenCount;
        await context.Response.BodyWriter.WriteAsync(answer.WrittenMemory);
    }

    private void Answer(ArrayBufferWriter<byte> answer, JsonElement request)
    {
        answer.Write("{\"jsonrpc\":\"2.0\",\"id\":"u8);
        answer.Write(System.Text.Encoding.UTF8.GetBytes(request.GetProperty("id").GetRawText()));
        answer.Write(",\"result\":"u8);
        Result(answer, request.GetProperty("method").GetString()!, request.GetProperty("params"));
        answer.Write("}"u8);
    }

    private void Result(ArrayBufferWriter<byte> answer, string method, JsonElement parameters)
    {
        var chain = Chain;
        switch (method)
        {
            case "eth_chainId": Quantity(answer, chain.Manifest.ChainId); break;
            case "eth_blockNumber": Quantity(answer, chain.Head); break;
            case "eth_getCode": answer.Write("\"0x01\""u8); break;
            case "eth_getBlockByNumber": OrNull(answer, chain.At(Number(parameters[0].GetString()!, chain))?.Header); break;
            case "eth_getTransactionReceipt":
                var hash = parameters[0].GetString()!;
                OrNull(answer, chain.Blocks.SelectMany(block => block.Receipts).FirstOrDefault(receipt => receipt.Hash == hash).Receipt);
                break;
            case "eth_getLogs":
                Logs(answer, chain, parameters[0]);
                break;
            default: throw new NotSupportedException($"The simulated node has no {method}.");
        }
    }

    private static void Logs(ArrayBufferWriter<byte> answer, SimulatedChain chain, JsonElement filter)
    {
        var (from, to) = (Number(filter.GetProperty("fromBlock").GetString()!, chain), Number(filter.GetProperty("toBlock").GetString()!,
            chain));
        var separator = "["u8;
        foreach (var block in chain.Range(from, to))
        {
            foreach (var log in block.Logs)
            {
                answer.Write(separator);
                answer.Write(log);
                separator = ","u8;
            }
        }
        answer.Write(separator.SequenceEqual("["u8) ? "[]"u8 : "]"u8);
    }

    private static ulong Number(string tag, SimulatedChain chain) => tag switch
    {
        "latest" or "pending" => chain.Head,
        "finalized" or "safe" => chain.Head > 4 ? chain.Head - 4 : 0,
        "earliest" => 0,
        _ => Ledger.Sdk.Ethereum.Hex.DecodeQuantity(tag),
    };

    private static void Quantity(ArrayBufferWriter<byte> answer, ulong value) =>
        answer.Write(System.Text.Encoding.ASCII.GetBytes($"\"{Ledger.Sdk.Ethereum.Hex.EncodeQuantity(value)}\""));

    private static void OrNull(ArrayBufferWriter<byte> answer, byte[]? json) => answer.Write(json ?? "null"u8);
}
