using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Api.Tests.Deliveries;
using Ledger.Api.Tests.Documents;

namespace Ledger.Api.Tests.Queries;

/// <summary>Every resource, verb, answer, header and form that GS1's OpenAPI document names, asked for one by one.</summary>
public sealed class BindingHeaderTests : IAsyncLifetime
{
    private const string Extensions = "ex=https://example.org/epcis/";
    private const string Id = "urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-0000000000c";
    private readonly Dictionary<string, string> names = new() { ["eventID"] = Id + "0", ["eventType"] = "ObjectEvent", ["epc"] = "urn:epc:id:sgtin:9521102.000125.1", ["bizStep"] = "shipping", ["disposition"] = "active", ["queryName"] = "all" };
    private QueryHost host = null!;
    private Receiver receiver = null!;
    private JsonElement binding;
    private int made;

    public async ValueTask InitializeAsync()
    {
        binding = JsonDocument.Parse(await File.ReadAllBytesAsync(Vectors.Require("gs1", "epcis", "gs1", "REST Bindings", "openapi.json"))).RootElement;
        receiver = await Receiver.StartAsync();
        host = await QueryHost.StartAsync(configure: options => options.WebhooksToLoopback = true);
        // Two of everything, so that there is a next page: of things, and of events of one thing.
        for (var i = 0; i < 3; i++)
        {
            await host.CaptureAsync(Samples.Document(Event($"{Id}{i}", i / 2)));
            await CreateAsync("queries", new { name = i == 0 ? "all" : $"more{i}", query = new { eventType = (string[])["ObjectEvent"] } });
        }
        for (var i = 0; i < 2; i++) names["subscriptionID"] = (string)(await CreateAsync("queries/all/subscriptions", new { dest = receiver.Url, stream = true }))["subscriptionID"]!;
        names["captureID"] = (string)(await host.Client.GetFromJsonAsync<JsonArray>("/epcis/v2/capture"))![0]!["captureID"]!;
        var place = (string)(await host.JsonAsync("readPoints"))!["member"]![0]!;
        (names["readPoint"], names["bizLocation"]) = (place, (string)(await host.JsonAsync("bizLocations"))!["member"]![0]!);
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task Every_answer_that_the_binding_names_comes_with_its_headers_in_its_forms()
    {
        var (missing, asked) = (new List<string>(), 0);
        foreach (var path in binding.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject().Where(member => member.Name is "get" or "post" or "options").OrderBy(member => member.Name))
                foreach (var response in operation.Value.GetProperty("responses").EnumerateObject().Where(response => response.Name is "200" or "201" or "202" or "204"))
                {
                    var answer = Resolve(response.Value);
                    string[] forms = answer.TryGetProperty("content", out var content) ? [.. content.EnumerateObject().Select(form => form.Name)] : ["application/json"];
                    foreach (var form in forms)
                    {
                        asked++;
                        using var sent = await host.Client.SendAsync(Request(operation.Name, path.Name, form));
                        var label = $"{operation.Name} {path.Name} {form}";
                        if ((int)sent.StatusCode != int.Parse(response.Name, System.Globalization.CultureInfo.InvariantCulture)) missing.Add($"{label}: {(int)sent.StatusCode} {await sent.Content.ReadAsStringAsync()}");
                        if (forms.Length > 1 && sent.Content.Headers.ContentType?.MediaType != form) missing.Add($"{label}: {sent.Content.Headers.ContentType}");
                        missing.AddRange(HeadersOf(answer).Where(header => !sent.Headers.NonValidated.Contains(header) && !sent.Content.Headers.NonValidated.Contains(header)).Select(header => $"{label}: {header}"));
                    }
                }
        Assert.Equal([], missing);
        Assert.True(asked > 65, $"{asked}");
    }

    [Fact]
    public async Task A_document_that_is_too_large_is_told_the_limits()
    {
        foreach (var path in (string[])["/capture", "/events"])
        {
            using var request = Request("post", path, "application/json");
            request.Content = new StringContent(new string(' ', 3_000_000), Encoding.UTF8, "application/json");
            await using var small = await QueryHost.StartAsync(configure: options => options.CaptureLimit = 1_000_000);
            using var answer = await small.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
            var named = HeadersOf(Resolve(binding.GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("responses").GetProperty("413"))).ToList();
            Assert.Equal(2, named.Count);
            Assert.All(named, header => Assert.NotEmpty(answer.Headers.GetValues(header).Single()));
        }
    }

    [Fact]
    public async Task The_owner_of_a_subscription_is_told_since_when_it_counts_and_nobody_else_is()
    {
        var path = $"/epcis/v2/queries/all/subscriptions/{names["subscriptionID"]}";
        using var own = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Options, path));
        var told = DateTimeOffset.Parse(own.Headers.GetValues("GS1-Query-Min-Record-Time").Single(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((DateTimeOffset)(await host.JsonAsync(path["/epcis/v2/".Length..]))!["minRecordTime"]!, told);
        foreach (var (client, address) in new[] { (host.Api.Client, path), (host.Client, path + "x") })
        {
            using var other = await client.SendAsync(new HttpRequestMessage(HttpMethod.Options, address));
            Assert.Equal((HttpStatusCode.NoContent, false), (other.StatusCode, other.Headers.Contains("GS1-Query-Min-Record-Time")));
        }
    }

    [Fact]
    public async Task A_socket_opens_with_the_headers_that_the_binding_names()
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Authorization", host.Client.DefaultRequestHeaders.Authorization!.ToString());
        await socket.ConnectAsync(new Uri(host.Api.Client.BaseAddress!.AbsoluteUri.Replace("http:", "ws:", StringComparison.Ordinal) + "epcis/v2/queries/all/events?stream=true"), TestContext.Current.CancellationToken);
        var named = HeadersOf(Resolve(binding.GetProperty("paths").GetProperty("/queries/{queryName}/events").GetProperty("get").GetProperty("responses").GetProperty("101"))).ToList();
        Assert.Equal(3, named.Count);
        Assert.All(named, header => Assert.Contains(header, socket.HttpResponseHeaders!.Keys, StringComparer.OrdinalIgnoreCase));
    }

    private HttpRequestMessage Request(string verb, string path, string form)
    {
        var address = "/epcis/v2" + string.Join('/', path.TrimEnd('/').Split('/').Select(part => part.StartsWith('{') ? Uri.EscapeDataString(names[part.Trim('{', '}')]) : part));
        var lists = verb == "get" && (path is "/capture" or "/queries" || !path.Contains('{') || path.EndsWith("/events", StringComparison.Ordinal) || path.EndsWith("/subscriptions", StringComparison.Ordinal)) && path != "/";
        var request = new HttpRequestMessage(new HttpMethod(verb.ToUpperInvariant()), address + (lists ? "?perPage=1" : ""));
        request.Headers.Add("Accept", form);
        request.Headers.Add("GS1-Extensions", Extensions);
        if (verb == "post") request.Content = ApiHost.JsonBody(Body(path));
        return request;
    }

    private string Body(string path)
    {
        var id = $"urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-0000000000{++made:d2}";
        return path switch
        {
            "/capture" => Samples.Document(Event(id, made)),
            "/events" => Event(id, made).Insert(1, $"\"@context\":{Samples.Context},"),
            "/queries" => $$$"""{"name":"made{{{made}}}","query":{"eventType":["ObjectEvent"]}}""",
            _ => JsonSerializer.Serialize(new { dest = receiver.Url, stream = true }),
        };
    }

    private static string Event(string id, int number) => Samples.Event(id, $"urn:epc:id:sgtin:9521102.000125.{number + 1}").Replace("urn:epc:id:sgln:9506000.00001.0", $"https://example.com/gate/{number}")[..^1]
        + $$$""","disposition":"active","bizLocation":{"id":"https://example.com/site/{{{number}}}"} }""";

    private async Task<JsonObject> CreateAsync(string path, object body)
    {
        var answer = await host.Client.PostAsJsonAsync("/epcis/v2/" + path, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return path.EndsWith("queries", StringComparison.Ordinal) ? [] : (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private IEnumerable<string> HeadersOf(JsonElement answer) => answer.TryGetProperty("headers", out var headers) ? headers.EnumerateObject().Select(header => header.Name) : [];

    private JsonElement Resolve(JsonElement element)
    {
        if (!element.TryGetProperty("$ref", out var reference)) return element;
        return reference.GetString()!.Split('/')[1..].Aggregate(binding, (at, part) => at.GetProperty(part));
    }
}
