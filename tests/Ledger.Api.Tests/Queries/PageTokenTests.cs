using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ledger.Api.Queries;
using Ledger.Api.Tests.Deliveries;
using Ledger.Api.Tests.Documents;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.DataProtection;

namespace Ledger.Api.Tests.Queries;

/// <summary>Tokens of next pages that are none, or not of the list they come with: a clear 400, whatever is wrong.</summary>
public sealed class PageTokenTests
{
    /// <summary>Every list of the interface that has pages.</summary>
    private static readonly string[] Lists =
    [
        "events", "eventTypes", "eventTypes/ObjectEvent/events", "epcs", "epcs/urn%3Aepc%3Aid%3Asgtin%3A9521102.000125.1/events", "bizSteps", "bizSteps/shipping/events", "dispositions", "readPoints",
        "bizLocations", "queries", "queries/shipped/events", "capture", "queries/shipped/subscriptions",
    ];

    [Theory]
    [MemberData(nameof(QueryHost.Engines), MemberType = typeof(QueryHost))]
    public async Task Altered_foreign_and_misplaced_tokens_are_refused_by_every_list(string engine)
    {
        await using var host = await StartAsync(engine);
        await using var elsewhere = await StartAsync("sqlite");
        var own = await TokensAsync(host);
        var foreign = await TokensAsync(elsewhere);
        Assert.Superset(new HashSet<string> { "events", "eventTypes/ObjectEvent/events", "bizSteps", "queries", "queries/shipped/events", "capture", "queries/shipped/subscriptions" }, own.Keys.ToHashSet());
        foreach (var list in Lists)
        {
            var wrong = new List<string> { "", "x", "%00", "%ff", "AAAA", "====", new('A', 1024), new('A', 5000), foreign["events"] };
            if (foreign.TryGetValue(list, out var same)) wrong.Add(same);
            wrong.AddRange(own.Where(other => other.Key != list).Select(other => other.Value));
            if (own.TryGetValue(list, out var token))
                wrong.AddRange([token[..^1], token[1..], token + token, token + "A", .. Enumerable.Range(0, token.Length / 7).Select(i => Altered(token, i * 7))]);
            foreach (var each in wrong) await RefusedAsync(host.Client, $"/epcis/v2/{list}?perPage=1&nextPageToken={each}");
        }
    }

    [Fact]
    public async Task A_token_serves_neither_another_query_nor_another_reader_nor_a_name_that_stands_for_something_else_now()
    {
        await using var host = await StartAsync("sqlite");
        var token = (await TokensAsync(host))["events"];
        foreach (var other in new[] { "EQ_action=ADD", "orderBy=eventTime", "orderBy=eventTime&orderDirection=ASC", "orderBy=eventTime&eventCountLimit=2", "EQ_https%3A%2F%2Fexample.org%2Fq%23n=1" })
            await RefusedAsync(host.Client, $"/epcis/v2/events?{other}&perPage=1&nextPageToken={token}");
        await RefusedAsync(host.Api.Client, $"/epcis/v2/events?perPage=1&nextPageToken={token}");
        (await host.Client.GetAsync($"/epcis/v2/events?perPage=2&nextPageToken={token}")).EnsureSuccessStatusCode();
        var next = QueryHost.NextOf(await host.Client.GetAsync("/epcis/v2/queries/shipped/events?perPage=1"))!;
        (await host.Client.DeleteAsync("/epcis/v2/queries/shipped")).EnsureSuccessStatusCode();
        await NameAsync(host, "shipped", """{"EQ_bizStep":["shipping"],"orderBy":"https://example.org/q#n"}""");
        await RefusedAsync(host.Client, new Uri(next).PathAndQuery);
    }

    [Theory]
    [MemberData(nameof(QueryHost.Engines), MemberType = typeof(QueryHost))]
    public async Task A_client_that_sends_back_the_token_alone_goes_on_where_it_was(string engine)
    {
        await using var host = await StartAsync(engine);
        foreach (var list in new[] { "events?EQ_bizStep=shipping&orderBy=recordTime&orderDirection=ASC&perPage=1", "eventTypes/ObjectEvent/events?EQ_action=OBSERVE%7CADD&perPage=1", "queries/shipped/events?perPage=1", "epcs?perPage=1" })
        {
            var next = QueryHost.NextOf(await host.Client.GetAsync("/epcis/v2/" + list))!;
            var (path, token) = (list.Split('?')[0], next[(next.IndexOf("nextPageToken=", StringComparison.Ordinal) + 14)..]);
            var expected = WithoutMoment(await host.Client.GetStringAsync(next));
            Assert.Equal(expected, WithoutMoment(await host.Client.GetStringAsync($"/epcis/v2/{path}?nextPageToken={token}")));
            Assert.Equal(expected, WithoutMoment(await host.Client.GetStringAsync($"/epcis/v2/{path}?perPage=1&nextPageToken={token}")));
            Assert.NotEqual(expected, WithoutMoment(await host.Client.GetStringAsync($"/epcis/v2/{path}?perPage=2&nextPageToken={token}")));
            // The list of EPCs is one for all readers.
            if (path != "epcs") await RefusedAsync(host.Api.Client, $"/epcis/v2/{path}?nextPageToken={token}");
            await RefusedAsync(host.Client, $"/epcis/v2/bizSteps/shipping/events?nextPageToken={token}");
        }
    }

    [Fact]
    public async Task A_refusal_comes_in_xml_where_xml_is_wanted_and_who_is_not_signed_in_is_told_that_first()
    {
        await using var host = await StartAsync("sqlite");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/epcis/v2/events?perPage=1&nextPageToken=forged");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/xml"));
        var response = await host.Client.SendAsync(request);
        Assert.Equal((400, "application/problem+xml"), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        foreach (var list in new[] { "capture", "queries/shipped/subscriptions" })
            Assert.Equal((401, "sign-in-required"), await ApiHost.ProblemAsync(await host.Api.Client.GetAsync($"/epcis/v2/{list}?perPage=1&nextPageToken=forged")));
    }

    [Fact]
    public async Task A_token_expires_and_one_that_was_given_back_is_not_good_in_another_spelling()
    {
        await using var rig = await DeliveryRig.StartAsync();
        var tokens = new PageTokens(new EphemeralDataProtectionProvider(), rig.Database, rig.Time);
        var (token, expires) = tokens.Write("list", new PartyId(2), "17");
        Assert.Equal(rig.Time.GetUtcNow() + PageTokens.Lifetime, expires);
        rig.Time.Advance(PageTokens.Lifetime);
        Assert.Equal("17", await tokens.ReadAsync("list", new PartyId(2), token, default));
        var (given, _) = tokens.Write("list", null, "18");
        Assert.True(await tokens.RevokeAsync(given, default));
        foreach (var spelling in Spellings(given))
            Assert.Contains((await Assert.ThrowsAsync<LedgerException>(() => tokens.ReadAsync("list", null, spelling, default))).Message, new[] { "nextPageToken was given back.", "nextPageToken was not given by this list." });
        rig.Time.Advance(TimeSpan.FromMilliseconds(1));
        var refused = await Assert.ThrowsAsync<LedgerException>(() => tokens.ReadAsync("list", new PartyId(2), token, default));
        Assert.Equal(("invalid-cursor", "nextPageToken has expired."), (refused.Code, refused.Message));
        Assert.False(await tokens.RevokeAsync(token, default));
    }

    private static async Task<QueryHost> StartAsync(string engine)
    {
        var host = await QueryHost.StartAsync(engine);
        foreach (var step in new[] { "shipping", "receiving" })
            await host.CaptureAsync(Samples.Document([.. Enumerable.Range(1, 3).Select(i => Samples.Event($"urn:uuid:{Guid.NewGuid()}", $"urn:epc:id:sgtin:9521102.000125.{i}", step))]));
        await NameAsync(host, "shipped", """{"EQ_bizStep":["shipping"]}""");
        await NameAsync(host, "received", """{"EQ_bizStep":["receiving"]}""");
        for (var i = 0; i < 2; i++)
            (await host.Client.PostAsJsonAsync("/epcis/v2/queries/shipped/subscriptions", new { dest = "https://partner.example/", stream = true })).EnsureSuccessStatusCode();
        return host;
    }

    private static async Task NameAsync(QueryHost host, string name, string query) =>
        (await host.Client.PostAsync("/epcis/v2/queries", ApiHost.JsonBody($"{{\"name\":\"{name}\",\"query\":{query}}}"))).EnsureSuccessStatusCode();

    /// <summary>The token of the second page of each list that has one.</summary>
    private static async Task<Dictionary<string, string>> TokensAsync(QueryHost host)
    {
        var tokens = new Dictionary<string, string>();
        foreach (var list in Lists)
        {
            var first = await host.Client.GetAsync($"/epcis/v2/{list}?perPage=1");
            Assert.True(first.IsSuccessStatusCode, $"{list}: {await first.Content.ReadAsStringAsync()}");
            if (QueryHost.NextOf(first) is { } next) tokens[list] = next[(next.IndexOf("nextPageToken=", StringComparison.Ordinal) + 14)..];
        }
        return tokens;
    }

    private static async Task RefusedAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 400, $"{path}: {(int)response.StatusCode} {text}");
        Assert.Equal("invalid-cursor", (string?)JsonNode.Parse(text)!["code"]);
    }

    private static string WithoutMoment(string answer)
    {
        var json = JsonNode.Parse(answer)!.AsObject();
        json.Remove("creationDate");
        return json.ToJsonString();
    }

    private static string Altered(string token, int at) => string.Create(CultureInfo.InvariantCulture, $"{token[..at]}{(token[at] == 'B' ? 'C' : 'B')}{token[(at + 1)..]}");

    /// <summary>The same bytes: decoders pass over blanks and take padding or none.</summary>
    private static IEnumerable<string> Spellings(string token) => [token, $"{token[..5]} {token[5..]}", token + "\n", token.Replace('-', '+').Replace('_', '/')];
}
