using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
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
        var (hashes, refused) = (new Dictionary<string, (string Hash, bool IsXml)>(), new List<string>());
        foreach (var file in manifest.Where(f => (string)f!["kind"]! is "capture" or "capture-1.2" && (bool?)f["schemaValid"] == true).Select(f => (string)f!["file"]!))
        {
            var document = Unique(File.ReadAllText(Path.Combine(folder, "..", file)));
            var isXml = EpcisXml.IsXml(Encoding.UTF8.GetBytes(document));
            if (!isXml && !EpcisDocument.TryParse(Encoding.UTF8.GetBytes(document), out _, out _)) continue;
            using var response = await host.Client.PostAsync("/epcis/v2/capture", ApiHost.JsonBody(document, isXml ? "application/xml" : "application/json"));
            if (!response.IsSuccessStatusCode)
            {
                refused.Add(file);
                continue;
            }
            var json = isXml ? EpcisXml.ToJson(Encoding.UTF8.GetBytes(document)) : Encoding.UTF8.GetBytes(document);
            foreach (var (captured, hash) in JsonNode.Parse(json)!["epcisBody"]?["eventList"]?.AsArray().Zip(EventHash.Compute(json)) ?? [])
                if (captured!["errorDeclaration"] is null) hashes.TryAdd((string?)captured["eventID"] ?? hash, (hash, isXml));
        }
        Assert.True(hashes.Count > 100 && refused.Count == 0, $"{hashes.Count} events, refused {string.Join(" ", refused)}");
        foreach (var format in new[] { "Always_GS1_Digital_Link", "Always_EPC_URN", "Never_Translates" })
            foreach (var (id, (hash, isXml)) in hashes)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"/epcis/v2/events/{Uri.EscapeDataString(id)}");
                request.Headers.Add("GS1-EPC-Format", format);
                using var response = await host.Api.Client.SendAsync(request);
                var answer = await response.Content.ReadAsByteArrayAsync();
                Assert.True(response.IsSuccessStatusCode, id);
                Assert.Equal(hash, EventHash.Compute(answer)[0]);
                Assert.True(EpcisDocument.TryParse(answer, out _, out var problems) || isXml, $"{id}: {string.Join("; ", problems)}");
            }
        Assert.Empty(hashes.Keys.Except((await host.AllAsync("events?perPage=37")).Ids));
    }

    /// <summary>Some examples give one eventID to different events; it is no part of the hash.</summary>
    private static string Unique(string document) => Regex.Replace(document, "(\"eventID\"\\s*:\\s*\"|<eventID>\\s*)[^\"<]+?(?=\"|\\s*</eventID>)", match => $"{match.Groups[1].Value}urn:uuid:{Guid.NewGuid()}");
}
