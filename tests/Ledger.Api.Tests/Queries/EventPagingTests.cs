using System.Net;
using Ledger.Api.Tests.Documents;

namespace Ledger.Api.Tests.Queries;

/// <summary>Pages, their order, their limits and their tokens.</summary>
public sealed class EventPagingTests
{
    private static string Numbered(int i) => Samples.Event($"urn:uuid:00000000-0000-4000-8000-{i:D12}", "urn:epc:id:sgtin:9521102.000125.1")
        .Replace("2026-03-01T12:00:00Z", $"2026-03-01T12:{i / 60:D2}:{i % 60:D2}Z").Replace("\"action\"", $"\"https://example.org/q#n\":{i % 7},\"action\"");

    private static async Task<QueryHost> StartAsync(string engine)
    {
        var host = await QueryHost.StartAsync(engine);
        await host.CaptureAsync(Samples.Document([.. Enumerable.Range(1, 95).Select(Numbered)]));
        return host;
    }

    [Theory]
    [MemberData(nameof(QueryHost.Engines), MemberType = typeof(QueryHost))]
    public async Task Pages_follow_each_other_without_gap_or_repetition(string engine)
    {
        await using var host = await StartAsync(engine);
        foreach (var (query, pages) in new[] { ("events", 4), ("events?perPage=10", 10), ("events?perPage=95", 1), ("events?perPage=5000", 1), ("events?orderBy=recordTime&perPage=20", 5),
            ("epcs/urn%3Aepc%3Aid%3Asgtin%3A9521102.000125.1/events?perPage=19", 5), ("bizSteps/shipping/events?perPage=48", 2), ("eventTypes/ObjectEvent/events?perPage=94", 2) })
        {
            var (ids, count) = await host.AllAsync(query);
            Assert.Equal((95, 95, pages), (ids.Count, ids.Distinct().Count(), count));
        }
    }

    [Theory]
    [MemberData(nameof(QueryHost.Engines), MemberType = typeof(QueryHost))]
    public async Task Answers_are_ordered_and_limited_as_asked(string engine)
    {
        await using var host = await StartAsync(engine);
        var newest = await host.AllAsync("events?orderBy=eventTime&eventCountLimit=12&perPage=5");
        Assert.Equal(Enumerable.Range(84, 12).Reverse(), newest.Ids.Select(Number));
        Assert.Equal(3, newest.Pages);
        Assert.Equal([1, 2], (await host.AllAsync("events?orderBy=eventTime&orderDirection=ASC&eventCountLimit=2")).Ids.Select(Number));
        var sorted = (await host.AllAsync("events?orderBy=https://example.org/q%23n&orderDirection=ASC&perPage=30")).Ids.Select(Number).Select(n => n % 7).ToList();
        Assert.Equal(sorted.Order(), sorted);
        Assert.Equal(95, sorted.Count);
        Assert.Equal(95, (await host.AllAsync("events?maxEventCount=95")).Ids.Count);
        Assert.Equal((413, "query-too-large"), Two(await host.RefusedAsync("events?maxEventCount=94")));
        Assert.Equal(Numbers(3), (await host.AllAsync("events?EQ_https://example.org/q%23n=3&perPage=6")).Ids.Count);
    }

    [Fact]
    public async Task A_token_serves_one_list_of_one_reader_until_it_is_given_back()
    {
        await using var host = await StartAsync("sqlite");
        var first = await host.Api.Client.GetAsync("/epcis/v2/events?perPage=10");
        Assert.True(first.Headers.TryGetValues("GS1-Next-Page-Token-Expires", out var expires) && DateTimeOffset.Parse(expires.Single()) > DateTimeOffset.UtcNow);
        var next = QueryHost.NextOf(first)!;
        var token = next[(next.IndexOf("nextPageToken=", StringComparison.Ordinal) + 14)..];
        Assert.Equal((400, "invalid-cursor"), Two(await host.RefusedAsync($"events?EQ_action=ADD&nextPageToken={token}")));
        Assert.Equal((400, "invalid-cursor"), Two(await host.RefusedAsync($"bizSteps/shipping/events?nextPageToken={token}")));
        Assert.Equal((400, "invalid-cursor"), Two(await host.RefusedAsync("events?nextPageToken=forged")));
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Client.GetAsync(next)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Api.Client.GetAsync(next)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await host.Api.Client.DeleteAsync($"/epcis/v2/nextPageToken/{token}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Api.Client.GetAsync(next)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Api.Client.DeleteAsync("/epcis/v2/nextPageToken/forged")).StatusCode);
    }

    private static int Number(string id) => int.Parse(id[^12..]);

    private static int Numbers(int rest) => Enumerable.Range(1, 95).Count(i => i % 7 == rest);

    private static (int, string?) Two((int Status, string? Code, string) refused) => (refused.Status, refused.Code);
}
