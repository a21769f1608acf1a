using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Ledger.Tests;

/// <summary>One JSON-RPC call on its way to the node.</summary>
/// <param name="Number">Counts calls from 1, those in batches one by one.</param>
/// <param name="Method">Its method.</param>
/// <param name="Parameters">Its parameters.</param>
public sealed record ProxyCall(int Number, string Method, JsonArray Parameters);

/// <summary>An HTTP proxy before a JSON-RPC node that does to each call what the test decides; untouched calls pass through byte by byte.</summary>
public sealed class FaultyProxy : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly string target;
    private readonly Task loop;
    private int calls;

    /// <summary>Starts listening on a free port of loopback.</summary>
    public FaultyProxy(string target)
    {
        this.target = target;
        Url = $"http://127.0.0.1:{FreePort()}/";
        listener.Prefixes.Add(Url);
        listener.Start();
        loop = Task.Run(AcceptAsync);
    }

    /// <summary>Where to reach the proxy.</summary>
    public string Url { get; }

    /// <summary>Decides for each call: a fault, or null to let it pass. May be swapped at any time.</summary>
    public Func<ProxyCall, Fault?> Decide { get; set; } = static _ => null;

    /// <summary>How many calls have come.</summary>
    public int Calls => Volatile.Read(ref calls);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await loop;
        client.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var context = await listener.GetContextAsync();
                _ = Task.Run(() => ServeAsync(context));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        try
        {
            using var memory = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(memory);
            await AnswerAsync(context.Response, memory.ToArray());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException or HttpRequestException)
        {
            await CutAsync(context.Response);
        }
    }

    /// <summary>HttpListener ends an untouched response as an empty success, so a promise of bytes must be broken to cut a connection.</summary>
    private static async Task CutAsync(HttpListenerResponse response)
    {
        try
        {
            response.ContentLength64 = 1 << 20;
            await response.OutputStream.WriteAsync("{"u8.ToArray());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // the answer has begun, or nobody is there to read it
        }

        response.Abort();
    }

    private async Task AnswerAsync(HttpListenerResponse response, byte[] body)
    {
        var json = JsonNode.Parse(body)!;
        var requests = json is JsonArray batch ? batch.Select(static request => (JsonObject)request!).ToArray() : [(JsonObject)json];
        var faults = requests.Select(request => Decide(new ProxyCall(Interlocked.Increment(ref calls), (string)request["method"]!, Parameters(request)))).ToArray();
        if (faults.Max(static fault => fault?.Delay) is { } delay) await Task.Delay(delay);
        if (faults.FirstOrDefault(static fault => fault is { Cut: true }) is not null)
        {
            await CutAsync(response);
            return;
        }

        if (faults.FirstOrDefault(static fault => fault is { HttpStatus: not 200 }) is { } refusal)
        {
            response.StatusCode = refusal.HttpStatus;
            if (refusal.RetryAfter is { } after) response.AddHeader("Retry-After", after.ToString(CultureInfo.InvariantCulture));
            response.Close();
            return;
        }

        var answer = Array.TrueForAll(faults, static fault => fault is null) ? await ForwardAsync(body) : await DistortAsync(json is JsonArray, requests, faults);
        if (faults.FirstOrDefault(static fault => fault?.Garbage is not null) is { } garbage) answer = Encoding.UTF8.GetBytes(garbage.Garbage!);
        await SendAsync(response, answer, Array.Exists(faults, static fault => fault is { CutMidway: true }));
    }

    private async Task<byte[]> DistortAsync(bool isBatch, JsonObject[] requests, Fault?[] faults)
    {
        var answers = new JsonArray();
        for (var i = 0; i < requests.Length; i++) answers.Add(await DistortOneAsync(requests[i], faults[i]));
        return Encoding.UTF8.GetBytes(isBatch ? answers.ToJsonString() : answers[0]!.ToJsonString());
    }

    private async Task<JsonObject> DistortOneAsync(JsonObject request, Fault? fault)
    {
        var answer = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = request["id"]!.DeepClone() };
        if ((fault?.Error ?? TooWide(request, fault)) is var (code, message))
        {
            answer["error"] = new JsonObject { ["code"] = code, ["message"] = message };
            return answer;
        }

        if (fault?.Lag is { } lag && !await LagBehindAsync(request, lag))
        {
            answer["result"] = null;
            return answer;
        }

        var real = (JsonObject)JsonNode.Parse(await ForwardAsync(Encoding.UTF8.GetBytes(request.ToJsonString())))!;
        if (real["error"] is { } error) answer["error"] = error.DeepClone();
        else answer["result"] = fault?.Change is { } change ? change(real["result"]?.DeepClone()) : LaggingResult(request, real["result"]?.DeepClone(), fault?.Lag);
        return answer;
    }

    /// <summary>Rewrites a question about the head to one about an older block; false where the answer is null.</summary>
    private async Task<bool> LagBehindAsync(JsonObject request, ulong lag)
    {
        var method = (string)request["method"]!;
        if (method is not ("eth_getBlockByNumber" or "eth_getLogs")) return true;
        var ask = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 0, ["method"] = "eth_blockNumber", ["params"] = new JsonArray() };
        var answer = JsonNode.Parse(await ForwardAsync(Encoding.UTF8.GetBytes(ask.ToJsonString())))!;
        var head = Behind(Number((string)answer["result"]!), lag);
        if (method == "eth_getBlockByNumber")
        {
            var asked = (string)request["params"]![0]!;
            if (asked is "latest" or "safe" or "finalized" or "pending") request["params"]![0] = Hex(head);
            return !asked.StartsWith("0x", StringComparison.Ordinal) || Number(asked) <= head;
        }

        if (request["params"]![0]!["toBlock"] is { } to && (!((string)to!).StartsWith("0x", StringComparison.Ordinal) || Number((string)to!) > head))
            request["params"]![0]!["toBlock"] = Hex(head);
        return true;
    }

    private async Task<byte[]> ForwardAsync(byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        using var response = await client.PostAsync(new Uri(target), content);
        return await response.Content.ReadAsByteArrayAsync();
    }

    private static async Task SendAsync(HttpListenerResponse response, byte[] body, bool cutMidway)
    {
        response.ContentType = "application/json";
        response.ContentLength64 = body.Length;
        await response.OutputStream.WriteAsync(body.AsMemory(0, cutMidway ? body.Length / 2 : body.Length));
        if (cutMidway) response.Abort();
        else response.Close();
    }

    private static (int Code, string Message)? TooWide(JsonObject request, Fault? fault)
    {
        if (fault?.MaxRange is not { } limit || (string)request["method"]! != "eth_getLogs") return null;
        var (from, to) = ((string?)request["params"]![0]!["fromBlock"], (string?)request["params"]![0]!["toBlock"]);
        if (from?.StartsWith("0x", StringComparison.Ordinal) != true || to?.StartsWith("0x", StringComparison.Ordinal) != true) return null;
        return Number(to) >= Number(from) && Number(to) - Number(from) >= limit ? (-32005, "Requested range exceeds maximum RPC range limit") : null;
    }

    private static JsonNode? LaggingResult(JsonObject request, JsonNode? result, ulong? lag) =>
        lag is { } blocks && (string)request["method"]! == "eth_blockNumber" ? Hex(Behind(Number((string)result!), blocks)) : result;

    private static JsonArray Parameters(JsonObject request) => request["params"] as JsonArray ?? [];

    private static ulong Behind(ulong head, ulong lag) => head > lag ? head - lag : 0;

    private static ulong Number(string quantity) => ulong.Parse(quantity.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static string Hex(ulong number) => "0x" + number.ToString("x", CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
