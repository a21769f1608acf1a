using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using Ledger.Api.Tests.Documents;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Provenance;

namespace Ledger.Api.Tests.Chain;

/// <summary>From a captured document over a hand-off to what a consumer reads and an auditor verifies.</summary>
public sealed class ProvenanceTests
{
    private const string Epc = "urn:epc:id:sgtin:9506000.013435.ABC";
    private const string Page = "/01/09506000134352/21/ABC";
    private const string EventId = "urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-0000000000b1";

    [Fact]
    public async Task A_hand_off_is_told_proved_and_compared_with_its_document()
    {
        await using var ledger = await LiveLedger.StartAsync(await TestChain.SharedAsync());
        var client = ledger.Api.Client;
        var unit = UnitId.Of(Epc);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(Page)).StatusCode);
        await ledger.RegisterAsync(unit);
        var document = await CaptureAsync(ledger, Samples.Event(EventId, Epc));
        var operation = await ledger.HandOffAsync(unit, document: document);
        await ledger.IndexedAsync();

        var state = (await client.GetFromJsonAsync<JsonObject>($"/units/{Uri.EscapeDataString("https://example.com/01/09506000134352/21/ABC")}"))!;
        Assert.Equal((3, 2, Epc), ((int)state["custodian"]!, (int)state["seq"]!, (string)state["epc"]!));
        var timeline = (await client.GetFromJsonAsync<JsonObject>($"/units/{Epc}/custody"))!["items"]!.AsArray();
        Assert.Equal(["registered", "handed-off"], timeline.Select(step => (string)step!["kind"]!));
        Assert.Equal(3, (int)(await client.GetFromJsonAsync<JsonObject>($"/units/{Epc}/custodian"))!["custodian"]!);
        var handOff = Assert.Single((await client.GetFromJsonAsync<JsonObject>("/handoffs?party=3"))!["items"]!.AsArray())!;
        Assert.Equal((string)timeline[1]!["id"]!, (string)handOff["id"]!);

        foreach (var id in new[] { (string)handOff["id"]!, (string)operation["id"]! })
            Assert.True(ProofVerifier.Verify(ProofBundle.Parse(await client.GetStringAsync($"/handoffs/{id}/proof"))).Holds);
        await AnchoredAsync(ledger);
        Assert.True(ProofVerifier.Verify(ProofBundle.Parse(await client.GetStringAsync($"/epcis/v2/events/{Uri.EscapeDataString(EventId)}/proof"))).Holds);

        var page = await client.GetStringAsync(Page);
        Assert.Contains("The hand-off matches what was recorded", page);
        Assert.Contains("With <b>Party 3</b>", page);
        Assert.Contains($"/handoffs/{(string)handOff["id"]!}/proof", page);
        Assert.Contains(Page, await client.GetStringAsync("/"));

        await using (var connection = await ledger.Api.Database.OpenAsync(Access.Captured))
            await connection.ExecuteAsync("update captured.event set body = @body", new { body = "{}"u8.ToArray() });
        Assert.Contains("1 hand-off of 1 does not match what was recorded", await client.GetStringAsync(Page));
    }

    [Fact]
    public async Task A_document_about_other_goods_or_kept_elsewhere_is_said_so()
    {
        await using var ledger = await LiveLedger.StartAsync(await TestChain.SharedAsync());
        var (first, second) = (UnitId.Of("urn:epc:id:sgtin:9506000.013435.1"), UnitId.Of("urn:epc:id:sgtin:9506000.013435.2"));
        await ledger.RegisterAsync(first, second);
        await ledger.HandOffAsync(first, document: await CaptureAsync(ledger, Samples.Event(EventId, "urn:epc:id:sgtin:9506000.013435.77")));
        await ledger.HandOffAsync(second, document: Keccak256.Hash("elsewhere"u8));
        await ledger.IndexedAsync();
        Assert.Contains("the document is about other goods", await ledger.Api.Client.GetStringAsync("/01/09506000134352/21/1"));
        Assert.Contains("Its document isn’t kept here", WebUtility.HtmlDecode(await ledger.Api.Client.GetStringAsync("/01/09506000134352/21/2")));
    }

    [Fact]
    public async Task A_recalled_lot_shows_on_the_page_of_every_unit_of_it()
    {
        await using var ledger = await LiveLedger.StartAsync(await TestChain.SharedAsync());
        var (lot, unit) = (LotId.Of("https://id.gs1.org/01/09506000134352/10/L1"), UnitId.Of("urn:epc:id:sgtin:9506000.013435.9"));
        await ledger.SucceedAsync(new LotRegistration(LiveLedger.Farm, lot, 5, UnitOfMeasure.Pieces, 0, default, 1, LiveLedger.Later), LiveLedger.FarmKey);
        await ledger.SucceedAsync(new UnitRegistration(LiveLedger.Farm, lot, [unit], [1], default, 1, LiveLedger.Later), LiveLedger.FarmKey);
        await ledger.SucceedAsync(new Recall(LiveLedger.Farm, lot, 1, true, default, 1, LiveLedger.Later), LiveLedger.FarmKey);
        await ledger.IndexedAsync();
        foreach (var path in new[] { "/01/09506000134352/21/9", "/01/09506000134352/10/L1" })
            Assert.Contains("Recalled by Party 2", await ledger.Api.Client.GetStringAsync(path));
        Assert.True((bool)(await ledger.Api.Client.GetFromJsonAsync<JsonObject>("/lots/urn:epc:class:lgtin:9506000.013435.L1"))!["recalled"]!);
    }

    [Fact]
    public async Task A_wrong_check_digit_is_answered_with_the_right_one_in_words()
    {
        await using var host = await ApiHost.StartAsync();
        host.Client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var wrong = await host.Client.GetAsync("/01/09506000134353/21/ABC");
        Assert.Equal(400, (int)wrong.StatusCode);
        var text = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync());
        Assert.Contains("A digit is wrong", text);
        Assert.Contains("the value is 09506000134352", text);
        Assert.Contains("Did you mean <a href=\"/01/09506000134352/21/ABC\">", text);
        Assert.Equal(404, (int)(await host.Client.GetAsync("/00/195211020000000180")).StatusCode);
        Assert.EndsWith("/01/09506000134352/21/ABC", (await host.Client.GetAsync("/?code=(01)09506000134352(21)ABC")).RequestMessage!.RequestUri!.AbsolutePath);
    }

    private static async Task<Hash32> CaptureAsync(LiveLedger ledger, string text)
    {
        using var client = await ledger.Api.SignInAsync(LiveLedger.FarmKey);
        var response = await client.PostAsync("/epcis/v2/capture", ApiHost.JsonBody(Samples.Document(text)));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return Hash32.Parse((string)(await response.Content.ReadFromJsonAsync<JsonObject>())!["events"]![0]!["commitment"]!);
    }

    private static async Task AnchoredAsync(LiveLedger ledger)
    {
        for (var start = DateTime.UtcNow; ; await Task.Delay(100))
        {
            var response = await ledger.Api.Client.GetAsync($"/epcis/v2/events/{Uri.EscapeDataString(EventId)}/proof");
            if (response.IsSuccessStatusCode) break;
            Assert.True(DateTime.UtcNow - start < TimeSpan.FromSeconds(20), await response.Content.ReadAsStringAsync());
        }
        await ledger.IndexedAsync();
    }
}
