using System.Net;
using System.Text;
using System.Text.Json;
using Ledger.Sdk;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Provenance;

namespace Ledger.Cli.Tests;

/// <summary>An API of canned answers: parties whose keys the test knows, one unit, and a note of what was submitted.</summary>
internal sealed class FakeApi : IDisposable
{
    private readonly HttpListener listener = new();

    public FakeApi(params IReadOnlyList<PrivateKey> keys)
    {
        var port = FreePort();
        Url = $"http://127.0.0.1:{port}";
        listener.Prefixes.Add(Url + "/");
        listener.Start();
        Parties = [.. keys.Select((key, i) => new Party(new PartyId((ulong)i + 1), key.Address, default, PartyRoles.None, default, 7, PartyStatus.Active))];
        _ = ServeAsync();
    }

    public string Url { get; }

    public IReadOnlyList<Party> Parties { get; }

    public DeploymentManifest Manifest { get; set; } = new(
        20261, Keccak256.Hash("genesis"u8), 1, AddressOf(1), AddressOf(2), AddressOf(3), AddressOf(4), AddressOf(5), AddressOf(6), AddressOf(7),
        FinalityRule.Immediate, Currency.Renminbi);

    public List<SignedIntent> Submitted { get; } = [];

    public OperationError? Refusal { get; set; }

    /// <summary>Answers by method and path, such as <c>GET /receivables</c>.</summary>
    public Dictionary<string, string> Canned { get; } = [];

    /// <summary>Answers before everything else; null leaves the request to the rest.</summary>
    public Func<HttpListenerRequest, (int Status, string Body)?>? Special { get; set; }

    /// <summary>What was sent to canned paths: method and path, query and body.</summary>
    public List<(string Path, string Query, string Body)> Asked { get; } = [];

    /// <summary>Why the capture job of a document failed; empty where it did not.</summary>
    public IReadOnlyList<CaptureError> CaptureErrors { get; set; } = [];

    /// <summary>What an import of invoices answers.</summary>
    public ImportReport Imported { get; set; } = new(default, false, 1, 1, 0, 1, [new CurrencyTotal("CNY", 1, "100", "1.00")], [], [], [], new AsOf(9, default, 0));

    public List<EncryptionKeyInfo> EncryptionKeys { get; } = [];

    public (string Method, string Body, string? Authorization, string? Signature) Last { get; private set; }

    public void Dispose() => listener.Close();

    private static Address AddressOf(byte last) => new([.. new byte[19], last]);

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            var (status, body) = Answer(context.Request);
            context.Response.StatusCode = status;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
            context.Response.Close();
        }
    }

    private (int Status, string Body) Answer(HttpListenerRequest request)
    {
        if (Special?.Invoke(request) is { } special) return special;
        var path = request.Url!.AbsolutePath;
        if (Canned.TryGetValue($"{request.HttpMethod} {path}", out var canned))
        {
            using var sent = new StreamReader(request.InputStream);
            Asked.Add(($"{request.HttpMethod} {path}", request.Url.Query, sent.ReadToEnd()));
            return (200, canned);
        }
        if (path == "/manifest") return (200, Manifest.ToJson());
        if (path == "/parties") return (200, Json(new Page<Party>(Parties, null, new AsOf(9, default, 0))));
        if (Confidential(request, path) is { } confidential) return confidential;
        if (path.StartsWith("/parties/", StringComparison.Ordinal)) return (200, Json(Parties[int.Parse(path["/parties/".Length..], null) - 1]));
        if (path.StartsWith("/units/", StringComparison.Ordinal)) return Unit(Uri.UnescapeDataString(path["/units/".Length..]));
        if (path.StartsWith("/session", StringComparison.Ordinal) || path.StartsWith("/api-keys", StringComparison.Ordinal) || path == "/epcis/v2/capture"
            || path.StartsWith("/imports/", StringComparison.Ordinal) || path.StartsWith("/exports/", StringComparison.Ordinal)) return Signed(request, path);
        if (path != "/intents") return (404, """{"title":"Not found","code":"not-found","detail":"There is no such thing.","hint":"Look elsewhere."}""");
        using var reader = new StreamReader(request.InputStream);
        var intent = SignedIntent.Parse(reader.ReadToEnd());
        Submitted.Add(intent);
        var state = Refusal is null ? OperationState.Confirmed : OperationState.Failed;
        return (202, Json(new Operation(intent.Intent.Digest(Manifest.DomainOf(intent.Intent.Contract)), intent.Intent.Type, state, Keccak256.Hash("tx"u8), 12, Refusal)));
    }

    /// <summary>Party 2's encryption keys, one sealed event and one share that is due; what is sent is kept.</summary>
    private (int Status, string Body)? Confidential(HttpListenerRequest request, string path)
    {
        if (path.EndsWith("/sealed-events", StringComparison.Ordinal))
            return (200, Json(new SealedPage<SealedEventInfo>([new SealedEventInfo(Keccak256.Hash("sealed"u8), Parties[0].Id, DateTimeOffset.UnixEpoch, ["where"], "party", [1])], null)));
        if (path.EndsWith("/shares-due", StringComparison.Ordinal)) return (200, Json(new SealedPage<DueShare>([new DueShare(Keccak256.Hash("due"u8), new PartyId(2), DateTimeOffset.UnixEpoch)], null)));
        if (path.EndsWith("/sealed", StringComparison.Ordinal)) return (200, Json(new SealedEnvelope(Keccak256.Hash("sealed"u8), [], "{}", "{}", default, [], [])));
        if (path.EndsWith("/shares", StringComparison.Ordinal)) return Kept(request, Json(new { party = 2 }));
        if (!path.Contains("/encryption-keys", StringComparison.Ordinal)) return null;
        if (request.HttpMethod == "GET") return (200, Json(EncryptionKeys));
        var sent = Kept(request, "");
        var body = JsonDocument.Parse(Last.Body).RootElement;
        EncryptionKeys.Add(new EncryptionKeyInfo(7, Parties[0].Id, (ulong)EncryptionKeys.Count + 1, body.GetProperty("publicKey").GetString()!, "party", body.GetProperty("signature").GetString(), 0));
        return (sent.Status, Json(EncryptionKeys[^1]));
    }

    private (int Status, string Body) Kept(HttpListenerRequest request, string answer)
    {
        using var reader = new StreamReader(request.InputStream);
        Last = (request.HttpMethod, reader.ReadToEnd(), request.Headers["Authorization"], Uri.UnescapeDataString(request.Url!.AbsolutePath));
        return (200, answer);
    }

    /// <summary>What a party asks that signs in; the last request is kept.</summary>
    private (int Status, string Body) Signed(HttpListenerRequest request, string path)
    {
        using var reader = new StreamReader(request.InputStream);
        var body = reader.ReadToEnd();
        Last = (request.HttpMethod, body, request.Headers["Authorization"], request.Headers["Ledger-Capture-Signature"]);
        var key = new ApiKeyInfo("00112233445566aa", "ERP", [ApiScope.Capture], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(60), ApiKeyStatus.Active, null);
        return path switch
        {
            "/session/challenge" => (200, $$$"""{"message":{"account":{{{JsonDocument.Parse(body).RootElement.GetProperty("address").GetRawText()}}},"origin":"{{{Url}}}","nonce":"{{{Hash32.Zero}}}","issuedAt":1,"expiresAt":2}}"""),
            "/session" when request.HttpMethod == "POST" => (200, """{"tokenType":"Bearer","accessToken":"token","expires":2}"""),
            "/session" => (200, Json(new { address = Parties[0].Key, party = Parties[0].Id })),
            "/api-keys" when request.HttpMethod == "POST" => (201, Json(new IssuedApiKey($"lk_{key.Id}_secret", key))),
            "/api-keys" => (200, Json(new[] { key })),
            "/epcis/v2/capture" => (202, Json(CaptureErrors.Count > 0 ? new CaptureResult("job-2", false, 2, 1, CaptureErrors) : new CaptureResult("job-1", true, 2, 1, [], [new CapturedEvent("urn:uuid:1", default)], new CaptureSignature(Last.Signature is null ? CaptureSigner.Api : CaptureSigner.Party, Parties[0].Key, default)))),
            "/imports/invoices" => (200, Json(Imported)),
            "/imports/statements" => (422, """{"title":"x","code":"statement-unbalanced","detail":"'S-1' does not add up."}"""),
            "/exports/aging" => (200, $"{request.Url!.Query}\r\nmüller,1\r\n"),
            _ => (200, Json(key with { Status = ApiKeyStatus.Revoked })),
        };
    }

    private static (int Status, string Body) Unit(string epc)
    {
        if (epc.EndsWith("/custody", StringComparison.Ordinal))
            return (200, Json(new Page<CustodyStep>([new CustodyStep("0xabc-0", "handed-off", new PartyId(1), new PartyId(2), null, null, null, 5, 1_700_000_000, default)], null, new AsOf(9, default, 0))));
        if (epc.EndsWith("/trace", StringComparison.Ordinal)) return (200, Json(TraceOf(UnitId.Of(epc[..^"/trace".Length]))));
        var unit = new UnitState(UnitId.Of(epc), epc, null, new PartyId(1), 1, default, 0, 5, null, 0, Condition.Sound, false);
        return (200, Json(unit));
    }

    // A lot whose first holding has its id, as the API answers for goods that are counted by quantity.
    private static Trace TraceOf(UnitId unit)
    {
        TraceNode[] nodes = [new(unit, "the goods", "unit", new PartyId(1), 1), new(unit, "the goods", "lot", new PartyId(1), 1)];
        return new Trace(unit, "back", nodes, [new TraceLink(unit, unit, "lot", new PartyId(1), 4, 1_700_000_000)]);
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, LedgerJson.Options);
}
