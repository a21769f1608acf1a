using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Sdk;

namespace Ledger.Devnet.Story;

/// <summary>An EPCIS client that knows nothing of wallets: HTTP Basic with an API key as password, no redirect followed.</summary>
internal sealed class PartnerClient(Uri api) : IDisposable
{
    private readonly HttpClient http = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = api };

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    /// <summary>Captures a document and gives the capture job.</summary>
    /// <param name="file">JSON or XML.</param>
    /// <param name="key">The API key.</param>
    /// <param name="visibility">Who may read it; null for what the party's policy says.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="LedgerException">It was refused.</exception>
    public async Task<JsonNode> CaptureAsync(DocumentFile file, string key, string? visibility, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/epcis/v2/capture") { Content = new ByteArrayContent(file.Bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(file.MediaType);
        if (visibility is not null) request.Headers.Add("Ledger-Visibility", visibility);
        return await SendAsync(request, key, cancellationToken);
    }

    /// <summary>The eventIDs that a query finds: by whoever the key or token belongs to, or by a stranger.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string query, string? key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/epcis/v2/events?{query}");
        var answer = await SendAsync(request, key, cancellationToken);
        return [.. answer["epcisBody"]!["queryResults"]!["resultsBody"]!["eventList"]!.AsArray().Select(found => (string)found!["eventID"]!)];
    }

    /// <summary>Whether an event can be read: by whoever the key or token belongs to, or by a stranger.</summary>
    public async Task<bool> ReadsAsync(string eventId, string? key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/epcis/v2/events/{Uri.EscapeDataString(eventId)}");
        Authorize(request, key);
        using var answer = await http.SendAsync(request, cancellationToken);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Where a Digital Link redirects to; null for no redirect.</summary>
    public async Task<string?> ResolveAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(path, cancellationToken);
        return answer.Headers.Location?.OriginalString;
    }

    /// <summary>An API key goes as password of HTTP Basic, the token of a session as it is.</summary>
    private static void Authorize(HttpRequestMessage request, string? key)
    {
        if (key is null) return;
        request.Headers.Authorization = key.StartsWith("lk_", StringComparison.Ordinal)
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"partner:{key}")))
            : new AuthenticationHeaderValue("Bearer", key);
    }

    private async Task<JsonNode> SendAsync(HttpRequestMessage request, string? key, CancellationToken cancellationToken)
    {
        Authorize(request, key);
        using var answer = await http.SendAsync(request, cancellationToken);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!;
        return answer.IsSuccessStatusCode ? body
            : throw new LedgerException((string?)body["code"] ?? "api-error", $"{request.RequestUri}: {(string?)body["detail"] ?? answer.ReasonPhrase}", (string?)body["hint"]);
    }
}
