using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Tests.Queries;

/// <summary>An API over either engine, with a party signed in that captures and asks.</summary>
internal sealed class QueryHost : IAsyncDisposable
{
    private readonly PrivateKey key = PrivateKey.Generate();

    private QueryHost(ApiHost api) => Api = api;

    public ApiHost Api { get; }

    public HttpClient Client { get; private set; } = null!;

    /// <summary>Both engines, for theories.</summary>
    public static TheoryData<string> Engines => ["sqlite", "postgres"];

    public static async Task<QueryHost> StartAsync(string engine = "sqlite", Action<LedgerApiOptions>? configure = null)
    {
        var database = engine == "postgres" ? await MigratedDatabase.OnPostgresAsync() : null;
        var host = new QueryHost(await ApiHost.StartAsync(options =>
        {
            options.Database = database ?? options.Database;
            configure?.Invoke(options);
        }));
        await host.Api.AddPartyAsync(2, host.key.Address, PartyRoles.Producer);
        host.Client = await host.Api.SignInAsync(host.key);
        return host;
    }

    public async Task CaptureAsync(string document)
    {
        var response = await Client.PostAsync("/epcis/v2/capture", ApiHost.JsonBody(document));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The events of one page.</summary>
    public async Task<List<JsonNode>> EventsAsync(string path)
    {
        var response = await Api.Client.GetAsync($"/epcis/v2/{path}");
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {text}");
        return EventsOf(text);
    }

    /// <summary>The eventIDs of all pages, and how many pages there were.</summary>
    public async Task<(List<string> Ids, int Pages)> AllAsync(string path)
    {
        var ids = new List<string>();
        var address = $"/epcis/v2/{path}";
        for (var pages = 1; ; pages++)
        {
            var response = await Api.Client.GetAsync(address);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, $"{path}: {text}");
            ids.AddRange(EventsOf(text).Select(e => (string)e["eventID"]!));
            if (NextOf(response) is not { } next) return (ids, pages);
            address = next;
        }
    }

    /// <summary>The address of the next page; null on the last.</summary>
    public static string? NextOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;

    public async Task<(int Status, string? Code, string Detail)> RefusedAsync(string path)
    {
        var problem = JsonNode.Parse(await (await Api.Client.GetAsync($"/epcis/v2/{path}")).Content.ReadAsStringAsync())!;
        return ((int)problem["status"]!, (string?)problem["code"], (string)problem["detail"]!);
    }

    public Task<JsonObject?> JsonAsync(string path) => Client.GetFromJsonAsync<JsonObject>($"/epcis/v2/{path}");

    public static List<JsonNode> EventsOf(string answer) =>
        [.. JsonNode.Parse(answer)!["epcisBody"]!["queryResults"]!["resultsBody"]!["eventList"]!.AsArray().Select(item => item!)];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        key.Dispose();
        await Api.DisposeAsync();
    }
}
