using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Ledger.Api.Tests.Confidentiality;
using Ledger.Api.Tests.Documents;
using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Api.Tests.Queries;

/// <summary>An index narrows and the matcher decides: the answer is that of the matcher over all events, whatever the query, the page and the reader.</summary>
public sealed class SearchPropertyTests
{
    private const int Documents = 12;
    private const int EventsOfDocument = 30;
    private const ulong Entitled = 3;

    private static readonly string?[] Visibilities = [null, "public", "parties:3", null, "public; what=parties:3", "public; when=parties:3; where=private", null, "private"];
    private static readonly int[] MostConditions = [1, 1, 2, 3];
    private static readonly string[] Orders = ["eventTime", "recordTime", "quantity", RandomEvents.Namespace + "n", RandomEvents.Namespace + "s"];
    private static readonly string[] Paths = ["events", "events", "events", "eventTypes/ObjectEvent/events", "bizSteps/shipping/events", "epcs/urn%3Aepc%3Aid%3Asgtin%3A9521102.000125.1001/events"];

    private static readonly KeyValuePair<string, string>?[] OfPath =
        [null, null, null, KeyValuePair.Create("eventType", "ObjectEvent"), KeyValuePair.Create("EQ_bizStep", "shipping"), null];

    private sealed record Asked(int Path, List<KeyValuePair<string, string>> Parameters, int PerPage, bool AsParty)
    {
        public int? Most => Number("maxEventCount");

        public int? First => Number("eventCountLimit");

        public string Address => $"/epcis/v2/{Paths[Path]}?perPage={PerPage}{string.Concat(Parameters.Select(p => $"&{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"))}";

        public EventQuery Query
        {
            get
            {
                var query = EventQuery.Parse(Parameters);
                if (OfPath[Path] is { } same) return query.And(EventQuery.Of(same.Key, same.Value));
                return Paths[Path].StartsWith("epcs/", StringComparison.Ordinal) ? query.And(EventQuery.OfEpc(Uri.UnescapeDataString(Paths[Path].Split('/')[1]))) : query;
            }
        }

        private int? Number(string name) => Parameters.Find(p => p.Key == name).Value is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
    }

    [Theory]
    [InlineData("sqlite", 17, 250)]
    [InlineData("postgres", 18, 150)]
    public async Task A_query_answers_what_the_matcher_finds_over_all_events_in_its_order_page_by_page(string engine, int seed, int tests)
    {
        await using var world = await PrivacyWorld.StartAsync(engine);
        await CaptureAsync(world, new RandomEvents(seed));
        var force = await BruteForce.ReadAsync(world.Host, Entitled);
        var found = 0;
        var parts = Gen.Choose(0, 1_000_000).ListOf(6).ToArbitrary();
        Prop.ForAll(Gen.Choose(0, RandomQueries.Pool.Count - 1).ListOf().ToArbitrary(), parts, (picks, shape) =>
        {
            var asked = Shape(RandomQueries.Of(picks.Take(MostConditions[shape[5] / 2 % MostConditions.Length])), [.. shape], force.RecordTimes);
            var count = HoldsAsync(world, force, asked).GetAwaiter().GetResult();
            found += count;
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(tests).WithReplay((ulong)seed, 3));
        // Queries that find nothing prove little.
        Assert.True(found > tests * 5, $"{found} events were found by {tests} queries.");
    }

    private static async Task CaptureAsync(PrivacyWorld world, RandomEvents events)
    {
        for (var document = 0; document < Documents; document++)
        {
            var first = document * EventsOfDocument;
            var text = Samples.Document([.. Enumerable.Range(first, EventsOfDocument).Select(index => events.Next(index).ToJsonString())]);
            if (document == 0) text = text.Replace("\"epcisBody\"", BruteForce.MasterData + "\"epcisBody\"", StringComparison.Ordinal);
            await PrivacyWorld.CaptureAsync(world.Farm, text, Visibilities[document % Visibilities.Length]);
        }
    }

    private static Asked Shape(List<KeyValuePair<string, string>> parameters, int[] shape, IReadOnlyList<DateTimeOffset> recordTimes)
    {
        void Add(string name, string value) => parameters.Add(KeyValuePair.Create(name, value));
        var (order, limit) = (shape[0] % 8, shape[1] % 4);
        if (order < Orders.Length) Add("orderBy", Orders[order]);
        if (shape[0] / 8 % 3 is var direction and < 2) Add("orderDirection", direction == 0 ? "ASC" : "DESC");
        if (limit == 0 && order < Orders.Length) Add("eventCountLimit", $"{1 + (shape[1] % 40)}");
        if (limit == 1) Add("maxEventCount", $"{1 + (shape[1] % 150)}");
        if (shape[2] % 5 == 0) Add(shape[2] % 2 == 0 ? "GE_recordTime" : "LT_recordTime", RandomEvents.Write(recordTimes[shape[2] % recordTimes.Count]));
        return new Asked(shape[3] % Paths.Length, parameters, ((int[])[1000, 30, 7, 3])[shape[4] % 4], shape[5] % 2 == 0);
    }

    /// <summary>Fails where the answer differs; returns how many events it holds.</summary>
    private static async Task<int> HoldsAsync(PrivacyWorld world, BruteForce force, Asked asked)
    {
        var expected = force.Find(asked.Query, asked.AsParty ? Entitled : 0);
        var reader = asked.AsParty ? world.Carrier : world.Public;
        if (expected.Count > asked.Most)
        {
            Assert.Equal((413, "query-too-large"), await ApiHost.ProblemAsync(await reader.GetAsync(asked.Address)));
            return 0;
        }
        if (asked.First is { } first) expected = [.. expected.Take(first)];
        var answered = new List<string>();
        for (var page = asked.Address; page is not null;)
        {
            var response = await reader.GetAsync(page);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{page}: {text}");
            answered.AddRange(QueryHost.EventsOf(text).Select(BruteForce.NameOf));
            page = QueryHost.NextOf(response);
        }
        Assert.True(expected.SequenceEqual(answered), $"{asked.Address} as {(asked.AsParty ? "party" : "public")}\nexpected {string.Join("\n  ", expected)}\nanswered {string.Join("\n  ", answered)}");
        return answered.Count;
    }
}
