using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Api.Tests.Queries;
using Ledger.Sdk.Gs1.Epcis;

namespace Ledger.Api.Tests.Documents;

/// <summary>Events nested at every depth: captured, answered in both forms, and captured again from either answer, or refused for their depth.</summary>
public sealed class DepthAnswerTests
{
    [Theory]
    [InlineData("{{\"ex:in\":{0}}}", 57)]
    [InlineData("[{{\"ex:in\":[{0},\"urn:epc:id:sgtin:9506000.013435.1\"]}}]", 19)]
    [InlineData("[[{0},\"urn:epc:id:sgtin:9506000.013435.1\"]]", 28)]
    public async Task An_event_of_any_depth_is_refused_or_answered_in_both_forms_with_its_hash(string nesting, int deepest)
    {
        await using var host = await QueryHost.StartAsync();
        await using var second = await QueryHost.StartAsync();
        await using var third = await QueryHost.StartAsync();
        var captured = new List<int>();
        foreach (var depth in (int[])[1, 8, 19, 20, 28, 29, 40, 57, 58, 61, 66])
        {
            var value = "\"bottom\"";
            for (var i = 0; i < depth; i++) value = string.Format(System.Globalization.CultureInfo.InvariantCulture, nesting, value);
            var id = $"urn:uuid:00000000-0000-4000-8000-{depth:d12}";
            var json = $"{{\"@context\":[\"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld\",{{\"ex\":\"https://example.com/\"}}],\"ex:deep\":{value},{Samples.Event(id, "urn:epc:id:sgtin:9506000.013435.1")[1..]}";
            using var response = await host.Client.PostAsync("/epcis/v2/events", ApiHost.JsonBody(json));
            if (response.StatusCode != HttpStatusCode.Created)
            {
                Assert.Equal((400, "epcis-invalid"), await ApiHost.ProblemAsync(response));
                Assert.Contains(" deep", (string)(await response.Content.ReadFromJsonAsync<JsonObject>())!["detail"]!, StringComparison.Ordinal);
                continue;
            }
            captured.Add(depth);
            var hash = EventHash.Compute(Encoding.UTF8.GetBytes(json));
            var xml = await AnswerAsync(host, id, "application/xml");
            Assert.True(EpcisXml.Check(new MemoryStream(xml)) is [], $"{depth} deep");
            await AgainAsync(second, id, EpcisXml.ToJson(xml), hash);
            await AgainAsync(third, id, await AnswerAsync(host, id, "application/json"), hash);
        }
        Assert.Equal(deepest, captured.Max());
    }

    [Theory]
    [InlineData("\"ex:a\":{\"@id\":\"urn:x:1\",\"a b\":[1,{\"ex:c\":\" d\\r\\n\"}]}")]
    [InlineData("\"https://example.com/full\":\"a\",\"undeclared:b\":{\"extension\":{\"ex:c\":1}}")]
    [InlineData("\"sensorElementList\":[{\"sensorReport\":[{\"type\":\"Temperature\",\"value\":1.50,\"ex:a\":{\"ex:b\":[1,2]},\"ex:c\":[\"d\",\"e\"]}]}]")]
    public async Task An_extension_of_any_shape_is_answered_in_both_forms_with_its_hash(string members)
    {
        await using var host = await QueryHost.StartAsync();
        await using var second = await QueryHost.StartAsync();
        await using var third = await QueryHost.StartAsync();
        const string id = "urn:uuid:00000000-0000-4000-8000-000000000001";
        var json = $"{{\"@context\":[\"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld\",{{\"ex\":\"https://example.com/\"}}],{members},{Samples.Event(id, "urn:epc:id:sgtin:9506000.013435.1")[1..]}";
        using var response = await host.Client.PostAsync("/epcis/v2/events", ApiHost.JsonBody(json));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var hash = EventHash.Compute(Encoding.UTF8.GetBytes(json));
        await AgainAsync(second, id, EpcisXml.ToJson(await AnswerAsync(host, id, "application/xml")), hash);
        await AgainAsync(third, id, await AnswerAsync(host, id, "application/json"), hash);
    }

    private static async Task<byte[]> AnswerAsync(QueryHost host, string id, string form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/epcis/v2/events/{id}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(form));
        using var response = await host.Client.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, form), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Captures the event of an answer in XML elsewhere, and asks for it there in both forms.</summary>
    private static async Task AgainAsync(QueryHost host, string id, byte[] answer, IReadOnlyList<string> hash)
    {
        Assert.Equal(hash, EventHash.Compute(answer));
        var root = JsonNode.Parse(answer, documentOptions: new System.Text.Json.JsonDocumentOptions { MaxDepth = 128 })!.AsObject();
        var events = root["epcisBody"]!["queryResults"]!["resultsBody"]!["eventList"]!.DeepClone();
        (root["type"], root["epcisBody"]) = ("EPCISDocument", new JsonObject { ["eventList"] = events });
        using var xml = new MemoryStream();
        EpcisXmlWriter.Write(xml, Encoding.UTF8.GetBytes(root.ToJsonString(new System.Text.Json.JsonSerializerOptions { MaxDepth = 128 })));
        using var response = await host.Client.PostAsync("/epcis/v2/capture", ApiHost.JsonBody(Encoding.UTF8.GetString(xml.ToArray()), "application/xml"));
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        foreach (var form in new[] { "application/xml", "application/json" }) Assert.Equal(hash, EventHash.Compute(await AnswerAsync(host, id, form)));
    }
}
