using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using Ledger.Api.Documents;
using Ledger.Api.Tests.Documents;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;

namespace Ledger.Api.Tests.Chain;

/// <summary>The API killed with <c>kill -9</c> under a load of captures; 50 times where <c>LEDGER_FULL</c> is set.</summary>
public sealed class CaptureKillTests
{
    private const int Clients = 4;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Every_acknowledged_event_is_there_once_and_anchored_in_the_end_however_often_the_api_is_killed(string engine)
    {
        var kills = Environment.GetEnvironmentVariable("LEDGER_FULL") is { Length: > 0 } ? 50 : 4;
        await using var ledger = await LiveLedger.StartAsync(await TestChain.StartAnvilAsync(1), mine: true);
        await ledger.Api.DisposeAsync();
        var folder = Directory.CreateTempSubdirectory("ledger-kill-").FullName;
        await ApiProcess.ConfigureAsync(folder, ledger.Manifest, ledger.Relayer);
        var setting = engine == "sqlite" ? $"sqlite:{Path.Combine(folder, "db")}" : await (await PostgresCluster.SharedAsync()).NewDatabaseAsync();
        var acknowledged = new ConcurrentQueue<string>();
        var random = new Random(engine.Length);
        for (var kill = 0; kill < kills; kill++)
        {
            using var api = await ApiProcess.StartAsync(folder, ledger.Chain.Url, ("Database", setting));
            var token = await SignInAsync(api.Url);
            var load = Enumerable.Range(0, Clients).Select(client => CaptureAsync(api.Url, token, $"{kill:x4}-{client:x4}", acknowledged)).ToList();
            await Task.Delay(random.Next(100, 1500));
            // On a machine that is busy with other things the first answer may take longer.
            for (var start = DateTime.UtcNow; acknowledged.IsEmpty && DateTime.UtcNow - start < TimeSpan.FromSeconds(30);) await Task.Delay(20);
            api.Kill();
            await Task.WhenAll(load);
        }
        Assert.NotEmpty(acknowledged);
        using var last = await ApiProcess.StartAsync(folder, ledger.Chain.Url, ("Database", setting));
        await CheckAsync(setting, acknowledged, last.Url);
        last.Kill();
        Directory.Delete(folder, recursive: true);
        await ledger.StartApiAsync();
    }

    private static async Task<string> SignInAsync(string url)
    {
        using var client = new HttpClient { BaseAddress = new Uri(url) };
        for (var start = DateTime.UtcNow; ; await Task.Delay(100))
        {
            var challenge = (await (await client.PostAsJsonAsync("/session/challenge", new { address = $"{LiveLedger.FarmKey.Address}" })).Content.ReadFromJsonAsync<JsonObject>())!;
            var session = await client.PostAsJsonAsync("/session", new
            {
                address = $"{LiveLedger.FarmKey.Address}",
                message = challenge["message"],
                signature = $"{LiveLedger.FarmKey.Sign(TypedData.Parse(challenge.ToJsonString()).Digest)}",
            });
            // A new process has to index the chain before it knows the party.
            if (session.IsSuccessStatusCode) return (string)(await session.Content.ReadFromJsonAsync<JsonObject>())!["accessToken"]!;
            Assert.True(DateTime.UtcNow - start < TimeSpan.FromSeconds(20), await session.Content.ReadAsStringAsync());
        }
    }

    /// <summary>Captures documents of 1 to 40 events until the server is gone, each other one twice.</summary>
    private static async Task CaptureAsync(string url, string token, string name, ConcurrentQueue<string> acknowledged)
    {
        using var client = new HttpClient { BaseAddress = new Uri(url) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        try
        {
            for (var document = 0; ; document++)
            {
                string[] ids = [.. Enumerable.Range(0, 1 + (document * 13) % 40).Select(i => $"urn:uuid:8bd8b1a8-{name}-9b0a-{document:x6}{i:x6}")];
                var text = Samples.Document([.. ids.Select(id => Samples.Event(id, $"urn:epc:id:sgtin:9506000.013435.{id[^12..]}"))]);
                for (var copy = 0; copy <= document % 2; copy++)
                {
                    var response = await client.PostAsync("/epcis/v2/capture", ApiHost.JsonBody(text));
                    if ((int)response.StatusCode == 202) foreach (var id in ids) acknowledged.Enqueue(id);
                }
            }
        }
        catch (HttpRequestException)
        {
            // It was killed.
        }
    }

    internal static async Task CheckAsync(string setting, IReadOnlyCollection<string> acknowledged, string url)
    {
        await using var database = Database.Parse(setting);
        await using var connection = await database.OpenAsync();
        var keys = (await connection.QueryAsync<byte[]>("select key from captured.event")).Select(key => new Hash32(key)).ToList();
        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.Empty(acknowledged.Select(id => EventKey.Of(id, false)).Except(keys));
        var (next, jobs) = await connection.QuerySingleAsync<(long, long)>(
            "select (select next from captured.counter where name = 'event'), (select sum(captured) from captured.capture_job)");
        Assert.Equal((keys.Count + 1, keys.Count), (next, jobs));
        for (var start = DateTime.UtcNow; await AnchoredAsync(connection) < keys.Count; await Task.Delay(200))
            Assert.True(DateTime.UtcNow - start < TimeSpan.FromSeconds(60), $"{await AnchoredAsync(connection)} of {keys.Count} events are anchored.");
        using var client = new HttpClient { BaseAddress = new Uri(url) };
        foreach (var id in new[] { acknowledged.First(), acknowledged.Last() }) Assert.True(ProofVerifier.Verify(await ProofAsync(client, id)).Holds);
    }

    /// <summary>The relay may see a moment later than the indexer that an anchor is final.</summary>
    private static async Task<ProofBundle> ProofAsync(HttpClient client, string id)
    {
        for (var start = DateTime.UtcNow; ; await Task.Delay(100))
        {
            using var answer = await client.GetAsync($"/epcis/v2/events/{Uri.EscapeDataString(id)}/proof");
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode) return ProofBundle.Parse(text);
            Assert.True(text.Contains("not-anchored", StringComparison.Ordinal) && DateTime.UtcNow - start < TimeSpan.FromSeconds(60), text);
        }
    }

    private static async Task<long> AnchoredAsync(System.Data.Common.DbConnection connection) => await connection.ExecuteScalarAsync<long?>(
        "select sum(b.count) from captured.anchor_batch b join projection.anchor a on a.root = b.root") ?? 0;
}
