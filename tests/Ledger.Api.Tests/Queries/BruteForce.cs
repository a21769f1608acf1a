using System.Text.Json.Nodes;
using Ledger.Api.Documents;
using Ledger.Api.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Gs1.Epcis.Query;
using Ledger.Sdk.Parties;
using Microsoft.Extensions.DependencyInjection;
using Dapper;

namespace Ledger.Api.Tests.Queries;

/// <summary>All events as each reader may see them, and the answers to queries by looking at each of them.</summary>
internal sealed class BruteForce
{
    /// <summary>What the master data of <see cref="Document"/> say.</summary>
    public const string MasterData = """
        "epcisHeader":{"epcisMasterData":{"vocabularyList":[{"type":"urn:epcglobal:epcis:vtype:ReadPoint","vocabularyElementList":[
        {"id":"https://example.org/sites/yard","attributes":[{"id":"cbvmda:name","attribute":"Yard"}],"children":["https://example.org/sites/gate"]},
        {"id":"https://example.org/sites/gate","attributes":[{"id":"cbvmda:city","attribute":"Wil"}]},
        {"id":"urn:epc:id:sgln:9521102.00001.0","attributes":[{"id":"cbvmda:city","attribute":"Bern"}]}]}]}},
        """;

    private const string City = "urn:epcglobal:cbv:mda#city";
    private const string Gate = "https://example.org/sites/gate";
    private const string Works = "https://id.gs1.org/414/9521102000015";

    private readonly Dictionary<ulong, IReadOnlyList<VisibleEvent>> seen = [];

    /// <summary>Reads what the public and these parties may see.</summary>
    public static async Task<BruteForce> ReadAsync(ApiHost host, params ulong[] parties)
    {
        var force = new BruteForce();
        var views = host.Services.GetRequiredService<EventViews>();
        await using var connection = await host.Database.OpenAsync();
        var rows = (await connection.QueryAsync<StoredEvent>($"{StoredEvent.Select} order by e.number")).AsList();
        force.seen[0] = await views.OpenAsync(connection, null, rows);
        foreach (var party in parties) force.seen[party] = await views.OpenAsync(connection, new PartyId(party), rows);
        return force;
    }

    /// <summary>Times at which some were captured.</summary>
    public IReadOnlyList<DateTimeOffset> RecordTimes => [.. seen[0].Select(each => each.RecordTime).Distinct().Order()];

    /// <summary>The events that fit, in the order that the query asks for; all of them, whatever its limits.</summary>
    public IReadOnlyList<string> Find(EventQuery query, ulong reader)
    {
        var matcher = new EventMatcher(query, Known);
        var fits = new List<(VisibleEvent Seen, EventSortKey? Key)>();
        foreach (var each in seen[reader])
            if (matcher.Fits(each)) fits.Add((each, matcher.SortKey()));
        fits.Sort((left, right) => Compare(query, left, right));
        return [.. fits.Select(fit => NameOf(fit.Seen))];
    }

    /// <summary>What tells an event of an answer from all others.</summary>
    public static string NameOf(JsonNode answered) => $"{answered["eventID"]}{(answered["errorDeclaration"] is null ? "" : " is wrong")}";

    private static string NameOf(VisibleEvent each)
    {
        var json = JsonNode.Parse(each.Json.Span)!;
        json["eventID"] ??= Answers.DerivedIdOf(each);
        return NameOf(json);
    }

    private static int Compare(EventQuery query, (VisibleEvent Seen, EventSortKey? Key) left, (VisibleEvent Seen, EventSortKey? Key) right)
    {
        if (query.Order is EventOrder.Quantity or EventOrder.Field)
        {
            // Events without the field come last, whatever the direction; the earlier captured of two equals first.
            if (left.Key is null || right.Key is null) return left.Key is null == right.Key is null ? left.Seen.Number.CompareTo(right.Seen.Number) : left.Key is null ? 1 : -1;
            var order = left.Key.CompareTo(right.Key) * (query.IsDescending ? -1 : 1);
            return order != 0 ? order : left.Seen.Number.CompareTo(right.Seen.Number);
        }
        var byTime = query.Order == EventOrder.RecordTime ? left.Seen.RecordTime.CompareTo(right.Seen.RecordTime) : left.Seen.EventTime.CompareTo(right.Seen.EventTime);
        return (byTime != 0 ? byTime : left.Seen.Number.CompareTo(right.Seen.Number)) * (query.IsDescending ? -1 : 1);
    }

    private static HashSet<string> Known(MasterDataDemand demand) => demand.Question switch
    {
        MasterDataQuestion.Descendants => demand.Values.Contains("https://example.org/sites/yard") ? [Gate] : [],
        MasterDataQuestion.HasAttribute => demand.Values.Contains(City) ? [Gate, Works] : [],
        _ => [.. demand.Attribute != City ? [] : new[] { (Gate, "Wil"), (Works, "Bern") }.Where(pair => demand.Values.Contains(pair.Item2)).Select(pair => pair.Item1)],
    };
}
