using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Ledger.Sdk.Tests.Ethereum.Rpc;

/// <summary>A WebSocket server on loopback that answers calls as a test says and lets it notify and hang up.</summary>
internal sealed class FakeSocketNode : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly Func<JsonObject, JsonObject> answer;
    private readonly ConcurrentDictionary<WebSocket, SemaphoreSlim> sockets = new();
    private readonly TcpRelay relay;
    private readonly Task loop;
    private int connections;

    public FakeSocketNode(Func<JsonObject, JsonObject> answer)
    {
        this.answer = answer;
        var port = FakeNode.FreePort();
        relay = new TcpRelay(port);
        Url = $"ws://127.0.0.1:{relay.Port}/";
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        loop = Task.Run(AcceptAsync);
    }

    public string Url { get; }

    public int Connections => Volatile.Read(ref connections);

    /// <summary>Sends text to everybody connected.</summary>
    public async Task SendAsync(string text)
    {
        foreach (var (socket, gate) in sockets) await SendAsync(socket, gate, text);
    }

    public Task NotifyAsync(string subscription, JsonNode result) => SendAsync(new JsonObject
    {
        ["jsonrpc"] = "2.0",
        ["method"] = "eth_subscription",
        ["params"] = new JsonObject { ["subscription"] = subscription, ["result"] = result.DeepClone() },
    }.ToJsonString());

    /// <summary>Breaks every connection.</summary>
    public void HangUp() => relay.Cut();

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await relay.DisposeAsync();
        await loop;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var context = await listener.GetContextAsync();
                var socket = (await context.AcceptWebSocketAsync(null)).WebSocket;
                Interlocked.Increment(ref connections);
                sockets[socket] = new SemaphoreSlim(1);
                _ = Task.Run(() => ServeAsync(socket));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(WebSocket socket)
    {
        var buffer = new byte[1 << 20];
        try
        {
            while (true)
            {
                var length = 0;
                WebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), CancellationToken.None);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close) return;
                var request = (JsonObject)JsonNode.Parse(buffer.AsSpan(0, length))!;
                _ = Task.Run(() => AnswerAsync(socket, request));
            }
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or IOException)
        {
            // hung up
        }
        finally
        {
            sockets.TryRemove(socket, out _);
        }
    }

    private async Task AnswerAsync(WebSocket socket, JsonObject request)
    {
        var reply = answer(request);
        reply["jsonrpc"] = "2.0";
        reply["id"] = request["id"]!.DeepClone();
        if (sockets.TryGetValue(socket, out var gate)) await SendAsync(socket, gate, reply.ToJsonString());
    }

    private static async Task SendAsync(WebSocket socket, SemaphoreSlim gate, string text)
    {
        await gate.WaitAsync();
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or IOException)
        {
            // hung up
        }
        finally
        {
            gate.Release();
        }
    }
}
