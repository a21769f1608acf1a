using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ledger.Api.Tests.Documents;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;

namespace Ledger.Api.Tests.Chain;

/// <summary>The same over PostgreSQL, with several API processes on one database.</summary>
public sealed class PostgresTests
{
    private const string EventId = "urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-0000000000c1";

    [Fact]
    public async Task Several_servers_relay_with_one_key_and_lose_and_repeat_nothing()
    {
        var database = await DatabaseAsync();
        await using var ledger = await LiveLedger.StartAsync(await TestChain.StartAnvilAsync(1), mine: true, configure: options => options.Database = database);
        await using var second = await ledger.NewApiAsync(options => (options.Database, options.Indexer) = (database, false));
        await using var third = await ledger.NewApiAsync(options => (options.Database, options.Indexer) = (database, false));
        var units = Enumerable.Range(0, 45).Select(i => LiveLedger.Unit($"shared-{i}")).ToList();
        await ledger.RegisterAsync(units);
        var offers = units.Select(unit => LiveLedger.Offer(unit)).ToList();
        var before = await ledger.Node.GetTransactionCountAsync(ledger.Relayer.Address);
        var servers = new[] { ledger.Api, second, third };
        var answers = await Task.WhenAll(offers.SelectMany((offer, i) => Enumerable.Range(0, 2).Select(copy => servers[(i + copy) % 3].Client.PostAsync(
            "/intents", ApiHost.JsonBody(ledger.Sign(offer, LiveLedger.FarmKey, LiveLedger.CarrierKey).ToJson())))));
        foreach (var answer in answers) Assert.True((int)answer.StatusCode == 202, await answer.Content.ReadAsStringAsync());
        foreach (var offer in offers) Assert.Contains((string)(await ledger.OperationAsync(offer, wait: 30))["status"]!, new[] { "confirmed", "finalized" });
        foreach (var unit in units) Assert.Equal((LiveLedger.Carrier, 2U), ((await ledger.Goods.UnitAsync(unit)).Custodian, (await ledger.Goods.UnitAsync(unit)).Seq));
        Assert.Equal(before + 45, await ledger.Node.GetTransactionCountAsync(ledger.Relayer.Address));
    }

    [Fact]
    public async Task Sign_in_capture_reads_proofs_and_pages_work_on_it()
    {
        var database = await DatabaseAsync();
        await using var ledger = await LiveLedger.StartAsync(await TestChain.SharedAsync(), configure: options => options.Database = database);
        await using var second = await ledger.NewApiAsync(options => (options.Database, options.Indexer) = (database, false));
        using var farm = await ledger.Api.SignInAsync(LiveLedger.FarmKey);
        using var elsewhere = new HttpClient { BaseAddress = second.Client.BaseAddress };
        elsewhere.DefaultRequestHeaders.Authorization = farm.DefaultRequestHeaders.Authorization;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/epcis/v2/capture") { Content = ApiHost.JsonBody(Samples.Document(Samples.Event(EventId, "urn:epc:id:sgtin:9506000.013435.PG"))) };
        request.Headers.Add("Idempotency-Key", "one");
        var captured = await elsewhere.SendAsync(request);
        Assert.True(captured.IsSuccessStatusCode, await captured.Content.ReadAsStringAsync());
        var commitment = Hash32.Parse((string)(await captured.Content.ReadFromJsonAsync<JsonObject>())!["events"]![0]!["commitment"]!);
        var unit = UnitId.Of("urn:epc:id:sgtin:9506000.013435.PG");
        await ledger.RegisterAsync(unit);
        await ledger.HandOffAsync(unit, document: commitment);
        await ledger.IndexedAsync();
        foreach (var path in new[] { "", "/custody", "/custodian", "/trace?direction=back", "/trace?direction=forward" })
            (await second.Client.GetAsync($"/units/urn:epc:id:sgtin:9506000.013435.PG{path}")).EnsureSuccessStatusCode();
        foreach (var path in new[] { "/parties", "/handoffs", "/handoffs?party=2", "/index/status?digest=true", "/" }) (await second.Client.GetAsync(path)).EnsureSuccessStatusCode();
        Assert.Contains("The hand-off matches what was recorded", await second.Client.GetStringAsync("/01/09506000134352/21/PG"));
        await UntilAsync(async () => (await second.Client.GetAsync($"/epcis/v2/events/{Uri.EscapeDataString(EventId)}/proof")).IsSuccessStatusCode);
        Assert.True(ProofVerifier.Verify(ProofBundle.Parse(await second.Client.GetStringAsync($"/epcis/v2/events/{Uri.EscapeDataString(EventId)}/proof"))).Holds);
    }

    private static async Task<string> DatabaseAsync() => await MigratedDatabase.OnPostgresAsync();

    private static async Task UntilAsync(Func<Task<bool>> reached)
    {
        for (var start = DateTime.UtcNow; !await reached(); await Task.Delay(100))
            Assert.True(DateTime.UtcNow - start < TimeSpan.FromSeconds(20), "It did not happen within 20 s.");
    }
}
