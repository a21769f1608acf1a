using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1.Epcis;

namespace Ledger.Devnet.Story;

/// <summary>What the API answered to one document.</summary>
/// <param name="Receipts">eventID and commitment of each event, in the document's order; empty where it was refused.</param>
/// <param name="Refusal">Why it was refused, in words; null where it was captured.</param>
internal sealed record CaptureResult(IReadOnlyList<EventReceipt> Receipts, string? Refusal);

/// <summary>What the capture of one event left: its commitment is what the chain knows of it.</summary>
internal sealed record EventReceipt(string EventId, Hash32 Commitment);

/// <summary>Captures EPCIS documents in the name of a party: signs in with its key, sends the document as it is on disk.</summary>
internal sealed class CaptureClient(HttpClient http)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private readonly Dictionary<Address, string> tokens = [];

    /// <summary>Sends a document; one that is no valid EPCIS document is a result, not an exception.</summary>
    /// <exception cref="LedgerException">The sign-in was refused, or the API failed.</exception>
    public async Task<CaptureResult> CaptureAsync(DocumentFile file, CastMember by, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/epcis/v2/capture") { Content = new ByteArrayContent(file.Bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(file.MediaType);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenOfAsync(by, cancellationToken));
        if (await SignAsync(file, by, cancellationToken) is { } signature) request.Headers.Add("Ledger-Capture-Signature", signature.ToString());
        using var response = await http.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken) ?? [];
        if (response.IsSuccessStatusCode && body["errors"]?.AsArray() is [{ } error, ..])
            return new CaptureResult([], $"{(string?)error["detail"]} ({(string?)error["code"]})");
        if (response.IsSuccessStatusCode)
            return new CaptureResult([.. body["events"]!.AsArray().Select(entry => new EventReceipt((string)entry!["eventId"]!, Hash32.Parse((string)entry["commitment"]!)))], null);
        if ((int)response.StatusCode is >= 400 and < 500 and not (401 or 403 or 429))
            return new CaptureResult([], $"{(string?)body["detail"] ?? (string?)body["title"]} ({(string?)body["code"]})");
        throw new LedgerException((string?)body["code"] ?? "api-error", $"{file.Name} could not be captured: {(string?)body["detail"] ?? response.ReasonPhrase}", (string?)body["hint"]);
    }

    /// <summary>The party's signature for the events of a document; null where there is nothing to sign.</summary>
    private async Task<Signature?> SignAsync(DocumentFile file, CastMember by, CancellationToken cancellationToken)
    {
        using var ledger = new LedgerClient(http) { Token = await TokenOfAsync(by, cancellationToken) };
        try
        {
            return await ledger.SignCaptureAsync(file.Bytes, by.Key, cancellationToken);
        }
        catch (InvalidEpcisException)
        {
            return null;
        }
    }

    /// <summary>The token of a party's session. Signs the API's challenge, as any wallet would sign EIP-712 typed data; once for each party.</summary>
    public async Task<string> TokenOfAsync(CastMember party, CancellationToken cancellationToken)
    {
        var address = party.Key.Address;
        if (tokens.TryGetValue(address, out var known)) return known;
        var challenge = await PostAsync("/session/challenge", new JsonObject { ["address"] = address.ToString() }, cancellationToken);
        var signature = party.Key.Sign(TypedData.Parse(challenge.ToJsonString()).Digest).ToBytes();
        var session = await PostAsync("/session",
            new JsonObject { ["address"] = address.ToString(), ["message"] = challenge["message"]!.DeepClone(), ["signature"] = Hex.Encode(signature) }, cancellationToken);
        return tokens[address] = (string)session["accessToken"]!;
    }

    private async Task<JsonObject> PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync(path, body, Web, cancellationToken);
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken) ?? [];
        return response.IsSuccessStatusCode ? answer
            : throw new LedgerException((string?)answer["code"] ?? "api-error", $"{path}: {(string?)answer["detail"] ?? response.ReasonPhrase}", (string?)answer["hint"]);
    }
}
