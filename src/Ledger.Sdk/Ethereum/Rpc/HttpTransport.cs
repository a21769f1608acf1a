using System.Net;
using System.Net.Http.Headers;

namespace Ledger.Sdk.Ethereum;

/// <summary>JSON-RPC over HTTP POST, connections kept alive.</summary>
internal sealed class HttpTransport : IRpcTransport
{
    private const int FirstRent = 16 << 10;
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly RpcEndpoint endpoint;
    private readonly HttpClient client;
    private readonly int maxResponseBytes;
    private readonly TimeProvider time;

    public HttpTransport(RpcEndpoint endpoint, JsonRpcOptions options)
    {
        (this.endpoint, maxResponseBytes, time) = (endpoint, options.MaxResponseBytes, options.Time);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !endpoint.Address.IsLoopback,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public bool SupportsBatches => true;

    public async Task<PooledBytes> SendAsync(ReadOnlyMemory<byte> body, ulong id, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Address) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = Json;
        request.Headers.Authorization = endpoint.Authorization;
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var answer = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode || SpeaksForItself(response.StatusCode, answer.Span)) return answer;
            answer.Dispose();
            throw Refused(response);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            const string hint = "Check that the node runs and its address is right.";
            throw new RpcException(RpcErrorKind.Transport, $"No answer from the node at {endpoint}: {e.Message}", hint, e);
        }
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<PooledBytes> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var announced = response.Content.Headers.ContentLength;
        if (announced > maxResponseBytes) throw TooLarge();
        var answer = new PooledBytes(announced is > 0 and { } length ? (int)length + 1 : FirstRent);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            while (true)
            {
                var count = await stream.ReadAsync(answer.Room(), cancellationToken).ConfigureAwait(false);
                if (count == 0) return answer;
                answer.Advance(count);
                if (answer.Length > maxResponseBytes) throw TooLarge();
            }
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    /// <summary>Nodes send JSON-RPC errors with a status of 400 or 500 too; these say more than the status.</summary>
    private static bool SpeaksForItself(HttpStatusCode status, ReadOnlySpan<byte> body) =>
        status is not (HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)
        && body.IndexOf("\"jsonrpc\""u8) >= 0;

    private RpcException Refused(HttpResponseMessage response)
    {
        var (kind, hint) = response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => (RpcErrorKind.RateLimited, "Call less often or raise the node's limit."),
            HttpStatusCode.RequestEntityTooLarge => (RpcErrorKind.RequestTooLarge, "Send smaller batches."),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                (RpcErrorKind.Unauthorized, "Check the user and password in the node's address, and the host names it admits."),
            >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => (RpcErrorKind.NodeBusy, null),
            _ => (RpcErrorKind.InvalidResponse, "Check that the address is that of a JSON-RPC node."),
        };
        return new RpcException(kind, $"The node at {endpoint} answered HTTP {(int)response.StatusCode}.", hint) { RetryAfter = RetryAfter(response) };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow() is { Ticks: > 0 } wait ? wait : TimeSpan.Zero,
        _ => null,
    };

    private RpcException TooLarge() => RpcErrors.TooLarge(endpoint, maxResponseBytes);
}
