using Ledger.Api.Tests.Documents;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Npgsql;

namespace Ledger.Api.Tests.Confidentiality;

/// <summary>An API with five parties: 2 captures, 3 and 4 may be entitled, 5 is hostile, and so is whoever is not signed in.</summary>
internal sealed class PrivacyWorld : IAsyncDisposable
{
    public const string Secret = "SECRETVALUE";

    private readonly Dictionary<ulong, HttpClient> clients = [];

    private PrivacyWorld(ApiHost host) => Host = host;

    public ApiHost Host { get; }

    public Dictionary<ulong, PrivateKey> Keys { get; } = [];

    public HttpClient Farm => clients[2];

    public HttpClient Carrier => clients[3];

    public HttpClient Shop => clients[4];

    public HttpClient Rival => clients[5];

    public HttpClient Public => Host.Client;

    public static async Task<PrivacyWorld> StartAsync(string engine = "sqlite", Action<LedgerApiOptions>? configure = null)
    {
        var database = engine == "sqlite" ? null : await MigratedDatabase.OnPostgresAsync();
        var world = new PrivacyWorld(await ApiHost.StartAsync(options =>
        {
            if (database is not null) options.Database = database;
            configure?.Invoke(options);
        }));
        foreach (var party in (ulong[])[2, 3, 4, 5])
        {
            world.Keys[party] = PrivateKey.Generate();
            await world.Host.AddPartyAsync(party, world.Keys[party].Address, PartyRoles.Producer);
            world.clients[party] = await world.Host.SignInAsync(world.Keys[party]);
        }
        await world.Host.ReachBlockAsync(100);
        return world;
    }

    /// <summary>An event of which every value is a secret of its own.</summary>
    public static string Event(int number) => $$$"""
        {"type":"ObjectEvent","eventID":"{{{IdOf(number)}}}","eventTime":"2026-03-01T12:00:{{{number % 60:00}}}Z","eventTimeZoneOffset":"+00:00","epcList":["{{{EpcOf(number)}}}"],"action":"ADD",
        "bizStep":"https://example.com/step/{{{Secret}}}{{{number}}}","disposition":"https://example.com/state/{{{Secret}}}{{{number}}}","readPoint":{"id":"https://example.com/place/{{{Secret}}}{{{number}}}"},
        "bizLocation":{"id":"https://example.com/site/{{{Secret}}}{{{number}}}"},"bizTransactionList":[{"type":"po","bizTransaction":"https://example.com/po/{{{Secret}}}{{{number}}}"}],
        "sourceList":[{"type":"owning_party","source":"https://example.com/from/{{{Secret}}}{{{number}}}"}],"ilmd":{"ex:lot":"{{{Secret}}}{{{number}}}"},"ex:note":{"ex:text":"{{{Secret}}}{{{number}}}"}}
        """.ReplaceLineEndings("");

    public static string IdOf(int number) => $"https://example.com/event/{Secret}{number}";

    public static string EpcOf(int number) => $"urn:epc:id:sgtin:9506000.013435.{Secret}{number}";

    public static string Document(params string[] events) => $$$"""
        {"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",{"ex":"https://{{{Secret}}}.example.com/"}],"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-03-01T12:00:00Z",
        "epcisHeader":{"epcisMasterData":{"vocabularyList":[{"type":"urn:epcglobal:epcis:vtype:EPCClass","vocabularyElementList":[{"id":"urn:epc:idpat:sgtin:9506000.013435.*","attributes":[{"id":"cbvmda:descriptionShort","attribute":"{{{Secret}}} cheese"}]}]}]}},
        "epcisBody":{"eventList":[{{{string.Join(",", events)}}}]}}
        """;

    public static async Task<JsonObject> CaptureAsync(HttpClient client, string document, string? visibility = null, string? idempotencyKey = null)
    {
        var response = await PostAsync(client, document, visibility, idempotencyKey);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    public static async Task<HttpResponseMessage> PostAsync(HttpClient client, string document, string? visibility = null, string? idempotencyKey = null, string path = "/epcis/v2/capture")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = ApiHost.JsonBody(document) };
        if (visibility is not null) request.Headers.Add("Ledger-Visibility", visibility);
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await client.SendAsync(request);
    }

    /// <summary>The answer to the question for one event, with that event as its content.</summary>
    public static async Task<HttpResponseMessage> GetEventAsync(HttpClient client, string id)
    {
        var response = await Samples.AskAsync(client, id);
        if (response.IsSuccessStatusCode) response.Content = ApiHost.JsonBody(Samples.FirstOf(await response.Content.ReadAsStringAsync()));
        return response;
    }

    /// <summary>Whether bytes are anywhere in the database, as they are or in hexadecimal.</summary>
    public async Task<bool> HoldsAsync(byte[] needle)
    {
        if (Host.Database.Folder is { } folder)
        {
            await using (var connection = await Host.Database.OpenAsync(Ledger.Indexer.Storage.Access.Captured)) await connection.ExecuteAsync("pragma captured.wal_checkpoint(full)");
            return Directory.EnumerateFiles(folder).Any(file => ReadShared(file).AsSpan().IndexOf(needle) >= 0);
        }
        await using var server = (NpgsqlConnection)await Host.Database.OpenAsync();
        foreach (var table in await server.QueryAsync<string>("select table_schema || '.' || table_name from information_schema.tables where table_schema in ('captured', 'projection')"))
            foreach (var row in await server.QueryAsync<string>($"select t::text from {table} t"))
                if (row.Contains(Convert.ToHexStringLower(needle), StringComparison.Ordinal) || row.Contains(Encoding.Latin1.GetString(needle), StringComparison.Ordinal)) return true;
        return false;
    }

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients.Values) client.Dispose();
        foreach (var key in Keys.Values) key.Dispose();
        await Host.DisposeAsync();
    }
}
