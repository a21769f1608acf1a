using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Devnet.Story;

/// <summary>The API's desk for financing and accounts, each party in its own session.</summary>
internal sealed class MoneyDesk(HttpClient http, CaptureClient sessions)
{
    /// <summary>Asks everybody for offers on a note; gives the request's number.</summary>
    public async Task<ulong> AskAsync(CastMember by, Hash32 receivable, Hash32 note, ulong amount, ulong until, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["receivable"] = $"{receivable}", ["note"] = $"{note}", ["amount"] = amount, ["until"] = until };
        return (ulong)(await SendAsync(HttpMethod.Post, "/financing/asks", by, body, cancellationToken))["id"]!;
    }

    /// <summary>Gives in an offer that the lender has signed.</summary>
    public Task<JsonNode> OfferAsync(CastMember by, ulong ask, IntentDraft draft, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"/financing/asks/{ask}/offers", by, JsonNode.Parse(draft.ToJson())!, cancellationToken);

    /// <summary>The offers, the best first.</summary>
    public async Task<IReadOnlyList<JsonNode>> OffersAsync(CastMember by, ulong ask, CancellationToken cancellationToken) =>
        [.. (await GetAsync($"/financing/asks/{ask}", by, cancellationToken))["offers"]!.AsArray().Select(offer => offer!)];

    /// <summary>Accepts an offer: signs what the lender has left to be signed.</summary>
    public async Task<Hash32> AcceptAsync(CastMember by, JsonNode offer, CancellationToken cancellationToken)
    {
        var draft = IntentDraft.Parse(offer["draft"]!.ToJsonString()).Sign(by.Key);
        var lender = new PartyId((ulong)offer["lender"]!);
        var signers = draft.Intent.Signers(draft.Domain);
        var signatures = draft.Signatures.Select((signature, i) => signers[i].Party == lender ? null : (JsonNode?)Hex.Encode(signature!)).ToArray();
        var operation = await SendAsync(
            HttpMethod.Post, $"/financing/offers/{(string)offer["id"]!}/accept", by, new JsonObject { ["signatures"] = new JsonArray(signatures) }, cancellationToken);
        return Hash32.Parse((string)operation["id"]!);
    }

    /// <summary>A resource that the party may read.</summary>
    public Task<JsonNode> GetAsync(string path, CastMember by, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, by, null, cancellationToken);

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, CastMember by, JsonNode? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await sessions.TokenOfAsync(by, cancellationToken));
        using var response = await http.SendAsync(request, cancellationToken);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken)) ?? new JsonObject();
        return response.IsSuccessStatusCode ? answer
            : throw new LedgerException((string?)answer["code"] ?? "api-error", $"{path}: {(string?)answer["detail"] ?? response.ReasonPhrase}", (string?)answer["hint"]);
    }
}
