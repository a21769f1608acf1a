using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using Ledger.Sdk.Webhooks;

namespace Ledger.Api.Deliveries;

/// <summary>One request to a receiver.</summary>
/// <param name="Id">The same at every attempt, so that a receiver knows what it has seen.</param>
/// <param name="Attempt">Counts from 1.</param>
/// <param name="Destination">Where to.</param>
/// <param name="Token">What signs it; null where the receiver gave none.</param>
/// <param name="ContentType">The body's media type.</param>
/// <param name="Body">The body.</param>
public sealed record WebhookRequest(string Id, int Attempt, Uri Destination, string? Token, string ContentType, ReadOnlyMemory<byte> Body);

/// <summary>What became of a request.</summary>
/// <param name="Status">The receiver's HTTP status; null where none came.</param>
/// <param name="Error">Why it does not count as delivered, in words that hold nothing of URL or body; null where it does.</param>
public sealed record WebhookResult(int? Status, string? Error);

/// <summary>Posts to receivers on the internet: only where the guard lets it, within a time limit, following no redirect and believing no answer but its status.</summary>
public sealed class WebhookSender : IDisposable
{
    /// <summary>Bytes of an answer that are read, so that the connection can be kept; a longer one is cut off.</summary>
    private const int LongestAnswer = 16 * 1024;

    private readonly TimeSpan limit;
    private readonly TimeProvider time;
    private readonly HttpClient client;

    /// <summary>A sender of its own connections.</summary>
    public WebhookSender(DestinationGuard guard, TimeSpan limit, TimeProvider time)
    {
        (this.limit, this.time) = (limit, time);
        client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = guard.ConnectAsync,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = limit,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Sends once. A failure is a result; only the caller's own cancellation is thrown.</summary>
    public async Task<WebhookResult> SendAsync(WebhookRequest request, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit);
        try
        {
            using var message = Message(request);
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            await DiscardAsync(response, timeout.Token);
            return new WebhookResult((int)response.StatusCode, response.IsSuccessStatusCode ? null : Explain(response.StatusCode));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return new WebhookResult(null, Explain(exception));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private HttpRequestMessage Message(WebhookRequest request)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, request.Destination) { Content = new ReadOnlyMemoryContent(request.Body) };
        message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType);
        message.Headers.UserAgent.ParseAdd("Ledger/1");
        message.Headers.Add("Ledger-Delivery", request.Id);
        message.Headers.Add("Ledger-Attempt", request.Attempt.ToString(CultureInfo.InvariantCulture));
        if (request.Token is not { } token) return message;
        var signature = WebhookSignature.Of(token, time.GetUtcNow(), request.Body.Span);
        message.Headers.Add(WebhookSignature.Header, signature);
        message.Headers.Add(WebhookSignature.Gs1Header, signature);
        return message;
    }

    private static async Task DiscardAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        for (var total = 0; total < LongestAnswer;)
        {
            var read = await body.ReadAsync(buffer, cancellationToken);
            if (read == 0) return;
            total += read;
        }
    }

    private static string Explain(HttpStatusCode status) => (int)status is >= 300 and < 400
        ? $"The receiver answered {(int)status}: redirects are not followed." : $"The receiver answered {(int)status}.";

    private string Explain(Exception exception) => exception switch
    {
        OperationCanceledException => $"The receiver did not answer within {limit.TotalSeconds:0.#} s.",
        { InnerException: DestinationException refused } => refused.Message,
        { InnerException: AuthenticationException } => "The receiver's certificate is not trusted.",
        { InnerException: SocketException socket } => $"No connection: {socket.SocketErrorCode}.",
        HttpRequestException http => $"The request failed: {http.HttpRequestError}.",
        _ => "The receiver broke the connection.",
    };
}
