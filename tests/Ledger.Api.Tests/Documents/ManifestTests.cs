using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Tests;

namespace Ledger.Api.Tests.Documents;

/// <summary>GS1's and OpenEPCIS' example documents, read from outside the repository, over HTTP.</summary>
public sealed class ManifestTests
{
    [Fact]
    public async Task Every_document_of_events_is_captured_or_refused_as_the_published_schema_judges_it()
    {
        var wrong = new List<string>();
        using var key = PrivateKey.Generate();
        var (host, client) = await StartAsync(key);
        try
        {
            foreach (var (path, isValid) in Documents())
            {
                var (status, body) = await PostAsync(client, path);
                if (status == HttpStatusCode.Accepted && !(bool)JsonNode.Parse(body)!["success"]!)
                {
                    // The examples share placeholders as event IDs: another of them has been captured before, so that the job fails.
                    if (JsonNode.Parse(body)!["errors"]!.AsArray().Any(error => (string)error!["code"]! != "event-conflict")) wrong.Add($"{path}: {body}");
                    client.Dispose();
                    await host.DisposeAsync();
                    (host, client) = await StartAsync(key);
                    (status, body) = await PostAsync(client, path);
                }
                if (status != (isValid ? HttpStatusCode.Accepted : HttpStatusCode.BadRequest)) wrong.Add($"{path}: {(int)status} {body}");
            }
        }
        finally
        {
            client.Dispose();
            await host.DisposeAsync();
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [InlineData("openepcis/2.0/EPCIS/XML/Capture/Events/ObjectEvent.xml", "events", HttpStatusCode.Created)]
    [InlineData("openepcis/2.0/EPCIS/XML/Capture/Events/AggregationEvent.xml", "events", HttpStatusCode.Created)]
    [InlineData("openepcis/2.0/EPCIS/XML/Capture/Events/TransformationEvent.xml", "events", HttpStatusCode.Created)]
    [InlineData("openepcis/2.0/EPCIS/XML/Capture/Events/AssociationEvent.xml", "events", HttpStatusCode.Created)]
    [InlineData("openepcis/2.0/EPCIS/XML/Capture/Events/Namespace_event.xml", "events", HttpStatusCode.BadRequest)]
    [InlineData("openepcis/2.0/EPCIS/XML/Capture/Invalid/ObjectEvent_bare_event_without_action.xml", "events", HttpStatusCode.BadRequest)]
    [InlineData("gs1/XML/CBV/CBV-11.4-2020-06-16a.xml", "capture", HttpStatusCode.Accepted)]
    [InlineData("gs1/XML/CaptureJob/Example-CaptureJobSuccess.xml", "capture", HttpStatusCode.BadRequest)]
    [InlineData("openepcis/2.0/EPCIS/XML/Query/queryDocument.xml", "capture", HttpStatusCode.BadRequest)]
    [InlineData("openepcis/2.0/EPCIS/XML/Query/Queries/SimpleEventQuery.xml", "capture", HttpStatusCode.BadRequest)]
    public async Task Events_alone_and_master_data_are_captured_in_xml_and_answers_are_not(string path, string resource, HttpStatusCode expected)
    {
        using var key = PrivateKey.Generate();
        var (host, client) = await StartAsync(key);
        await using var owned = host;
        using var disposed = client;
        var (status, body) = await PostAsync(client, "epcis/" + path, resource);
        Assert.True(status == expected, $"{(int)status} {body}");
        if (status == HttpStatusCode.BadRequest) Assert.Contains(path.Contains("Query", StringComparison.Ordinal) ? "query" : "line ", body, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Body)> PostAsync(HttpClient client, string path, string resource = "capture")
    {
        using var content = new ByteArrayContent(await File.ReadAllBytesAsync(Vectors.Require("gs1", path)));
        content.Headers.ContentType = new MediaTypeHeaderValue(path.EndsWith("xml", StringComparison.Ordinal) ? "application/xml" : "application/json");
        using var response = await client.PostAsync($"/epcis/v2/{resource}", content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task<(ApiHost Host, HttpClient Client)> StartAsync(PrivateKey key)
    {
        var host = await ApiHost.StartAsync();
        await host.AddPartyAsync(2, key.Address, PartyRoles.Producer);
        return (host, await host.SignInAsync(key));
    }

    private static IEnumerable<(string Path, bool IsValid)> Documents() =>
        from file in JsonDocument.Parse(File.ReadAllText(Vectors.Require("gs1", "epcis", "manifest.json"))).RootElement.GetProperty("files").EnumerateArray()
        let valid = file.GetProperty("schemaValid")
        where valid.ValueKind != JsonValueKind.Null && file.GetProperty("kind").GetString() is "capture" or "capture-1.2" or "invalid"
        select (file.GetProperty("file").GetString()!, valid.GetBoolean());
}
