using System.Text;
using System.Text.Json.Nodes;
using Ledger.Sdk.Gs1.Epcis;

namespace Ledger.Api.Tests.Queries;

/// <summary>Every public example is found again under the event hash that it was captured with.</summary>
public sealed class PublishedDocumentTests
{
    [Theory]
    [MemberData(nameof(QueryHost.Engines), MemberType = typeof(QueryHost))]
    public async Task Every_event_of_every_published_document_is_answered_with_its_hash(string engine)
    {
        await using var host = await QueryHost.StartAsync(engine);
        var folder = Vectors.Require("gs1", "epcis");
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")))!["files"]!.AsArray();
        var hashes = new Dictionary<string, string>();
        foreach (var file in manifest.Where(f => (string)f!["kind"]! == "capture" && (bool?)f["schemaValid"] == true).Select(f => (string)f!["file"]!))
        {
            var document = File.ReadAllBytes(Path.Combine(folder, "..", file));
            if (EpcisXml.IsXml(document)) document = EpcisXml.ToJson(document);
            if (!EpcisDocument.TryParse(document, out var parsed, out _)) continue;
            var response = await host.Client.PostAsync("/epcis/v2/capture", ApiHost.JsonBody(Encoding.UTF8.GetString(document)));
            // Some examples give one eventID to two different events.
            if (!response.IsSuccessStatusCode) continue;
            foreach (var captured in parsed.Events)
                if (!captured.IsErrorDeclaration) hashes.TryAdd(captured.EventId, captured.Hash);
        }
        Assert.True(hashes.Count > 100, $"{hashes.Count} events");
        foreach (var format in new[] { "Always_GS1_Digital_Link", "Always_EPC_URN", "Never_Translates" })
            foreach (var (id, hash) in hashes)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"/epcis/v2/events/{Uri.EscapeDataString(id)}");
                request.Headers.Add("GS1-EPC-Format", format);
                using var response = await host.Api.Client.SendAsync(request);
                var answer = await response.Content.ReadAsByteArrayAsync();
                Assert.True(response.IsSuccessStatusCode, id);
                Assert.Equal(hash, EventHash.Compute(answer)[0]);
                Assert.True(EpcisDocument.TryParse(answer, out _, out var problems), $"{id}: {string.Join("; ", problems)}");
            }
        Assert.Equal(hashes.Keys.Order(), (await host.AllAsync("events?perPage=37")).Ids.Distinct().Order());
    }
}
