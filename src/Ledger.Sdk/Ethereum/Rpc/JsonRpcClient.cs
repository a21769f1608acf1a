using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>Calls a JSON-RPC node over HTTP or WebSocket: batches, retries, timeouts, bounded answers, typed errors.</summary>
/// <remarks>Safe for concurrent use. Only methods that do no more when called twice are repeated (<see cref="RpcRequest.IsIdempotent"/>).</remarks>
public sealed partial class JsonRpcClient : IAsyncDisposable
{
    private readonly RpcEndpoint endpoint;
    private readonly IRpcTransport transport;
    private readonly RpcRetries retries;
    private ulong lastId;

    /// <summary>A client for the node at an http, https, ws or wss address; nothing is sent until the first call.</summary>
    /// <param name="url">User and password in it are sent as basic authorization and never shown.</param>
    /// <param name="options">Limits; the defaults where null.</param>
    /// <exception cref="ArgumentException">Not such an address.</exception>
    public JsonRpcClient(string url, JsonRpcOptions? options = null)
    {
        Options = options ?? new JsonRpcOptions();
        endpoint = RpcEndpoint.Parse(url);
        transport = endpoint.IsWebSocket ? new WebSocketTransport(endpoint, Options) : new HttpTransport(endpoint, Options);
        retries = new RpcRetries(Options, endpoint);
    }

    /// <summary>The limits in force.</summary>
    public JsonRpcOptions Options { get; }

    /// <summary>Scheme, host and port of the node: what of its address may be shown.</summary>
    public string Endpoint => endpoint.Shown;

    /// <summary>Calls one method.</summary>
    /// <exception cref="RpcException">The node refused, could not be reached, or answered what <paramref name="parse"/> cannot read.</exception>
    public Task<T> CallAsync<T>(RpcRequest request, RpcParser<T> parse, CancellationToken cancellationToken = default) =>
        retries.RunAsync(request.Method, request.IsIdempotent, token => SendOneAsync(request, parse, token), cancellationToken);

    /// <summary>Calls a method that has no typed counterpart; <paramref name="parameters"/> are written as JSON values.</summary>
    /// <exception cref="RpcException">As above.</exception>
    public Task<JsonElement> CallAsync(string method, IReadOnlyList<object?> parameters, CancellationToken cancellationToken = default) =>
        CallAsync(
            new RpcRequest(method, writer =>
            {
                foreach (var parameter in parameters) JsonSerializer.Serialize(writer, parameter);
            }),
            static (ref Utf8JsonReader reader) => JsonElement.ParseValue(ref reader),
            cancellationToken);

    /// <summary>Calls many methods in batches of bounded size and returns the results in the order of the requests.</summary>
    /// <exception cref="RpcException">The first error among them.</exception>
    public async Task<T[]> BatchAsync<T>(IReadOnlyList<RpcRequest> requests, RpcParser<T> parse, CancellationToken cancellationToken = default)
    {
        var results = await TryBatchAsync(requests, parse, cancellationToken).ConfigureAwait(false);
        return Array.ConvertAll(results, static result => result.Unwrap());
    }

    /// <summary>As <see cref="BatchAsync"/>, but each request has its own value or error.</summary>
    /// <remarks>A batch that the node refuses as a whole, or whose answer is too large, is sent again in halves.</remarks>
    /// <exception cref="RpcException">The node could not be reached, or the answer as a whole could not be understood.</exception>
    public async Task<RpcResult<T>[]> TryBatchAsync<T>(
        IReadOnlyList<RpcRequest> requests, RpcParser<T> parse, CancellationToken cancellationToken = default)
    {
        var all = requests as RpcRequest[] ?? [.. requests];
        var results = new RpcResult<T>[all.Length];
        var batches = Enumerable.Range(0, (all.Length + Options.MaxBatchSize - 1) / Options.MaxBatchSize);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = Options.MaxConcurrentBatches, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(batches, limits, async (batch, token) =>
        {
            var start = batch * Options.MaxBatchSize;
            var size = Math.Min(Options.MaxBatchSize, all.Length - start);
            await FillAsync(new BatchPart<T>(all, results).Slice(start, size), parse, attempt: 1, token).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return results;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => transport.DisposeAsync();

    private async Task FillAsync<T>(BatchPart<T> part, RpcParser<T> parse, int attempt, CancellationToken cancellationToken)
    {
        if (part.Length == 1 || !transport.SupportsBatches)
        {
            var calls = new Task<RpcResult<T>>[part.Length];
            for (var i = 0; i < calls.Length; i++) calls[i] = TryCallAsync(part.Requests.Span[i], parse, cancellationToken);
            (await Task.WhenAll(calls).ConfigureAwait(false)).CopyTo(part.Results);
            return;
        }

        try
        {
            var repeatable = AllIdempotent(part.Requests.Span);
            var answers = await retries.RunAsync("batch", repeatable, token => SendManyAsync(part.Requests, parse, token), cancellationToken)
                .ConfigureAwait(false);
            answers.CopyTo(part.Results);
        }
        catch (RpcException e) when (IsWorthSplitting(e, part.Requests.Span))
        {
            var half = part.Length / 2;
            await FillAsync(part.Slice(0, half), parse, attempt, cancellationToken).ConfigureAwait(false);
            await FillAsync(part.Slice(half, part.Length - half), parse, attempt, cancellationToken).ConfigureAwait(false);
            return;
        }

        await RepeatTransientAsync(part, parse, attempt, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the node was too busy for within an otherwise answered batch goes again in a batch of its own.</summary>
    private async Task RepeatTransientAsync<T>(BatchPart<T> part, RpcParser<T> parse, int attempt, CancellationToken cancellationToken)
    {
        if (attempt >= Options.MaxAttempts) return;
        var open = new List<int>();
        for (var i = 0; i < part.Length; i++)
            if (part.Results.Span[i].Error is { IsTransient: true } && part.Requests.Span[i].IsIdempotent) open.Add(i);
        if (open.Count == 0) return;
        await retries.PauseAsync("batch", attempt, part.Results.Span[open[0]].Error!, cancellationToken).ConfigureAwait(false);
        var again = new BatchPart<T>(open.Select(i => part.Requests.Span[i]).ToArray(), new RpcResult<T>[open.Count]);
        await FillAsync(again, parse, attempt + 1, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < open.Count; i++) part.Results.Span[open[i]] = again.Results.Span[i];
    }

    private async Task<RpcResult<T>> TryCallAsync<T>(RpcRequest request, RpcParser<T> parse, CancellationToken cancellationToken)
    {
        try
        {
            return new RpcResult<T>(await CallAsync(request, parse, cancellationToken).ConfigureAwait(false), null);
        }
        catch (RpcException e) when (e.RpcCode is not null || !e.IsTransient)
        {
            return new RpcResult<T>(default!, e);
        }
    }

    private async Task<T> SendOneAsync<T>(RpcRequest request, RpcParser<T> parse, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref lastId);
        using var answer = await transport.SendAsync(RpcEnvelope.Write([request], id, batch: false), id, cancellationToken).ConfigureAwait(false);
        return RpcEnvelope.ReadSingle(answer.Span, request, id, parse);
    }

    private async Task<RpcResult<T>[]> SendManyAsync<T>(ReadOnlyMemory<RpcRequest> requests, RpcParser<T> parse, CancellationToken cancellationToken)
    {
        var count = (ulong)requests.Length;
        var firstId = Interlocked.Add(ref lastId, count) - count + 1;
        var body = RpcEnvelope.Write(requests.Span, firstId, batch: true);
        using var answer = await transport.SendAsync(body, firstId, cancellationToken).ConfigureAwait(false);
        return RpcEnvelope.ReadBatch(answer.Span, requests.Span, firstId, parse);
    }

    private static bool AllIdempotent(ReadOnlySpan<RpcRequest> requests)
    {
        foreach (var request in requests)
            if (!request.IsIdempotent) return false;
        return true;
    }

    /// <summary>What a smaller batch may cure. After an answer that was lost, only requests that may be repeated are sent again.</summary>
    private static bool IsWorthSplitting(RpcException e, ReadOnlySpan<RpcRequest> requests) => e.Kind switch
    {
        RpcErrorKind.RequestTooLarge => true,
        RpcErrorKind.ResponseTooLarge or RpcErrorKind.InvalidResponse or RpcErrorKind.InvalidParams or RpcErrorKind.Internal
            or RpcErrorKind.MethodNotFound or RpcErrorKind.RangeTooLarge or RpcErrorKind.Unknown => AllIdempotent(requests),
        _ => false,
    };

    /// <summary>Requests of a batch and where their results go.</summary>
    private readonly record struct BatchPart<T>(ReadOnlyMemory<RpcRequest> Requests, Memory<RpcResult<T>> Results)
    {
        public int Length => Requests.Length;

        public BatchPart<T> Slice(int start, int length) => new(Requests.Slice(start, length), Results.Slice(start, length));
    }
}
