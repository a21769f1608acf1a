using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Ledger.Api.Tests.Documents;
using Ledger.Sdk.Gs1.Epcis;

namespace Ledger.Api.Tests.Queries;

/// <summary>What GS1's OpenAPI document of EPCIS 2.0 says of every resource: methods, headers, names of exceptions, forms.</summary>
public sealed class BindingTests : IAsyncLifetime
{
    private const string Id = "urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-0000000000f1";
    private static readonly string[] Occasional = ["GS1-Extensions", "GS1-Query-Min-Record-Time"];
    private QueryHost host = null!;

    public async ValueTask InitializeAsync()
    {
        host = await QueryHost.StartAsync();
        await host.CaptureAsync(Samples.Document(Samples.Event(Id, "urn:epc:id:sgtin:9521102.000125.1"), Own(1)));
    }

    public async ValueTask DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Every_resource_tells_by_OPTIONS_the_methods_and_headers_that_the_binding_names()
    {
        using var binding = JsonDocument.Parse(await File.ReadAllBytesAsync(Vectors.Require("gs1", "epcis", "gs1", "REST Bindings", "openapi.json")));
        var seen = 0;
        foreach (var path in binding.RootElement.GetProperty("paths").EnumerateObject())
        {
            var methods = path.Value.EnumerateObject().Select(member => member.Name.ToUpperInvariant()).Where(name => name is "GET" or "POST" or "DELETE" or "OPTIONS").ToList();
            if (!methods.Contains("OPTIONS")) continue;
            var address = "/epcis/v2" + string.Join('/', path.Name.TrimEnd('/').Split('/').Select(part => part.StartsWith('{') ? Uri.EscapeDataString(Id) : part));
            using var answer = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Options, address));
            Assert.True(answer.StatusCode == HttpStatusCode.NoContent, $"{address}: {answer.StatusCode}");
            Assert.Empty(methods.Except(answer.Content.Headers.Allow));
            var headers = Resolve(binding.RootElement, path.Value.GetProperty("options").GetProperty("responses").GetProperty("204")).GetProperty("headers").EnumerateObject().Select(header => header.Name);
            Assert.Empty(headers.Where(name => name != "Allow" && !Occasional.Contains(name) && !answer.Headers.Contains(name)).Select(name => $"{address}: {name}"));
            seen++;
        }
        Assert.True(seen > 25, $"{seen} resources");
    }

    public static TheoryData<string, string, string?, string?, int, string> Refusals => new()
    {
        { "GET", "events?perPage=0", null, null, 400, "QueryParameterException" },
        { "GET", "events/urn%3Ax", null, null, 404, "NoSuchResourceException" },
        { "GET", "nothing", null, null, 404, "NoSuchResourceException" },
        { "GET", "queries/none/events", null, null, 404, "NoSuchNameException" },
        { "GET", "events?maxEventCount=1", null, null, 413, "QueryTooLargeException" },
        { "GET", "events?EQ_bizStep=" + new string('x', 40), "text/plain", null, 406, "NotAcceptableException" },
        { "GET", "long", null, null, 414, "URITooLongException" },
        { "POST", "capture", null, "text/plain", 415, "UnsupportedMediaTypeException" },
        { "POST", "capture", null, "application/json", 400, "ValidationException" },
        { "POST", "capture", "signed out", "application/json", 401, "SecurityException" },
        { "POST", "events", null, "known", 409, "ResourceAlreadyExistsException" },
        { "POST", "queries/none/subscriptions", null, "application/json", 400, "ValidationException" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_is_a_problem_document_with_the_binding_s_name_in_JSON_and_in_XML(string method, string path, string? accept, string? content, int status, string exception)
    {
        foreach (var form in (string[])["application/json", "application/xml"])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), "/epcis/v2/" + (path == "long" ? "events?EQ_bizStep=" + new string('x', 20_000) : path));
            request.Headers.TryAddWithoutValidation("Accept", accept == "text/plain" ? form.Replace("application/", "text/plain, application/problem+", StringComparison.Ordinal) : form);
            if (content is not null) request.Content = new StringContent(content == "known" ? Bare(Id) : "{}", Encoding.UTF8, content == "known" ? "application/json" : content);
            using var answer = await (accept == "signed out" ? host.Api.Client : host.Client).SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode == status, text);
            Assert.Equal(form.Replace("application/", "application/problem+", StringComparison.Ordinal), answer.Content.Headers.ContentType?.MediaType);
            Assert.True(answer.Headers.Contains("GS1-EPCIS-Version"));
            if (form == "application/json") Assert.Equal("epcisException:" + exception, (string)JsonNode.Parse(text)!["type"]!);
            else CheckXml(text, "epcisException:" + exception, status);
        }
    }

    private static void CheckXml(string text, string type, int status)
    {
        var root = XDocument.Parse(text).Root!;
        Assert.Equal("{urn:epcglobal:epcis:xsd:2}EPCISException", root.Name.ToString());
        Assert.Equal((type, status), ((string?)root.Element("type"), (int?)root.Element("status")));
        Assert.NotEmpty((string?)root.Element("detail") ?? "");
        // Those of the schema in its order, then those of another namespace.
        Assert.Equal(["type", "title", "status", "detail"], root.Elements().TakeWhile(element => element.Name.NamespaceName.Length == 0).Select(element => element.Name.LocalName));
        Assert.All(root.Elements().Skip(4), element => Assert.NotEqual("", element.Name.NamespaceName));
    }

    [Fact]
    public async Task A_captured_job_comes_in_XML_where_that_is_asked_for_and_extensions_are_said_back()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/epcis/v2/capture") { Content = ApiHost.JsonBody(Samples.Document(Samples.Event(Id, "urn:epc:id:sgtin:9521102.000125.1"))) };
        request.Headers.Add("Accept", "application/xml");
        request.Headers.Add("GS1-Extensions", "ex=https://example.org/epcis/");
        using var answer = await host.Client.SendAsync(request);
        Assert.Equal((HttpStatusCode.Accepted, "application/xml"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.StartsWith("/epcis/v2/capture/", answer.Headers.Location?.ToString());
        Assert.Equal("ex=https://example.org/epcis/", Assert.Single(answer.Headers.GetValues("GS1-Extensions")));
        using var job = new MemoryStream(await answer.Content.ReadAsByteArrayAsync());
        Assert.Empty(EpcisXml.Check(job));
        using var resources = new HttpRequestMessage(HttpMethod.Get, "/epcis/v2") { Headers = { { "Accept", "application/xml" } } };
        Assert.Equal(9, XDocument.Parse(await (await host.Client.SendAsync(resources)).Content.ReadAsStringAsync()).Root!.Elements("member").Count());
    }

    [Fact]
    public async Task The_standard_s_steps_dispositions_and_types_are_listed_before_those_of_captured_events_page_by_page()
    {
        await host.CaptureAsync(Samples.Document(Samples.Event(Id.Replace("f1", "f2"), "urn:epc:id:sgtin:9521102.000125.1", "https://example.org/steps/mixing"), Own(2)));
        var steps = await MembersAsync("bizSteps?perPage=7");
        Assert.Equal(("accepting", "https://example.org/steps/mixing", 42), (steps[0], steps[^1], steps.Distinct().Count()));
        Assert.Equal(steps.Count, steps.Distinct().Count());
        Assert.Contains("completeness_inferred", await MembersAsync("dispositions?perPage=40"));
        Assert.Equal(["AggregationEvent", "AssociationEvent", "ObjectEvent", "TransactionEvent", "TransformationEvent", "https://example.org/types/Visit"], await MembersAsync("eventTypes?perPage=4"));
        Assert.Equal(2, (await host.EventsAsync($"eventTypes/{Uri.EscapeDataString("https://example.org/types/Visit")}/events")).Count);
        foreach (var known in (string[])["bizSteps/packing", "dispositions/active"]) Assert.Equal("events", (string)(await host.JsonAsync(known))!["member"]![0]!);
        Assert.Equal(404, (await host.RefusedAsync("bizSteps/wrapping")).Status);
    }

    private async Task<List<string>> MembersAsync(string path)
    {
        var members = new List<string>();
        for (var page = $"/epcis/v2/{path}"; page is not null;)
        {
            using var answer = await host.Api.Client.GetAsync(page);
            members.AddRange(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["member"]!.AsArray().Select(member => (string)member!));
            page = QueryHost.NextOf(answer);
        }
        return members;
    }

    private static string Own(int number) =>
        $$"""{"type":"https://example.org/types/Visit","eventID":"{{Id.Replace("f1", $"e{number}", StringComparison.Ordinal)}}","eventTime":"2026-03-01T12:00:00Z","eventTimeZoneOffset":"+00:00","https://example.org/q#guest":{{number}}}""";

    private static string Bare(string id) => Samples.Event(id, "urn:epc:id:sgtin:9521102.000125.9").Insert(1, $"\"@context\":{Samples.Context},");

    private static JsonElement Resolve(JsonElement root, JsonElement element)
    {
        if (!element.TryGetProperty("$ref", out var reference)) return element;
        foreach (var part in reference.GetString()!.Split('/')[1..]) root = root.GetProperty(part);
        return root;
    }
}
