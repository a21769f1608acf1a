using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Ledger.Sdk.Tests.Ethereum.Rpc;

/// <summary>An HTTP server on loopback that answers JSON-RPC bodies as a test says.</summary>
internal sealed class FakeNode : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly Func<HttpListenerContext, string, Task> answer;
    private readonly Task loop;
    private int requests;

    private FakeNode(Func<HttpListenerContext, string, Task> answer)
    {
        this.answer = answer;
        Url = $"http://127.0.0.1:{FreePort()}/";
        listener.Prefixes.Add(Url);
        listener.Start();
        loop = Task.Run(ServeAsync);
    }

    public string Url { get; }

    /// <summary>How many HTTP requests have come.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>The test writes the whole HTTP answer.</summary>
    public static FakeNode OfHttp(Func<HttpListenerContext, string, Task> answer) => new(answer);

    /// <summary>The test turns a body into a body.</summary>
    public static FakeNode OfBody(Func<string, string> answer) => new((context, body) => WriteAsync(context, answer(body)));

    /// <summary>The test answers each request object, of a batch one by one, with its result or error member.</summary>
    public static FakeNode OfCalls(Func<JsonObject, JsonObject> answer) => OfBody(body =>
    {
        var json = JsonNode.Parse(body)!;
        return json is JsonArray batch ? new JsonArray([.. batch.Select(request => Envelope(request!, answer))]).ToJsonString() : Envelope(json, answer).ToJsonString();
    });

    public static JsonObject Result(JsonNode? result) => new() { ["result"] = result };

    public static JsonObject Error(int code, string message, JsonNode? data = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        if (data is not null) error["data"] = data;
        return new JsonObject { ["error"] = error };
    }

    public static async Task WriteAsync(HttpListenerContext context, string body, int status = 200)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(body);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength64 = bytes.Length;
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
    }

    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await loop;
    }

    private static JsonNode Envelope(JsonNode request, Func<JsonObject, JsonObject> answer)
    {
        var reply = answer((JsonObject)request);
        reply["jsonrpc"] = "2.0";
        reply["id"] = request["id"]!.DeepClone();
        return reply;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                var context = await listener.GetContextAsync();
                Interlocked.Increment(ref requests);
                _ = Task.Run(() => ServeOneAsync(context));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task ServeOneAsync(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream);
            await answer(context, await reader.ReadToEndAsync());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            // the client went away, which is what some tests are about
        }
    }
}
