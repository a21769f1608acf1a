using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Ledger.Api.Confidentiality;
using Ledger.Api.Deliveries;
using Ledger.Api.Documents;
using Ledger.Api.Queries;
using Ledger.Api.Subscriptions;
using Ledger.Api.Tests.Deliveries;
using Ledger.Api.Tests.Documents;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Gs1.Epcis.Query;
using Ledger.Sdk.Parties;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ledger.Api.Tests.Subscriptions;

/// <summary>Subscriptions on a database of their own, with a receiver and a clock that the test moves.</summary>
internal sealed class SubscriptionRig : IAsyncDisposable
{
    private readonly PartyKeys keys;
    private readonly EventViews views;
    private int captured;

    private SubscriptionRig(DeliveryRig outbox)
    {
        Outbox = outbox;
        keys = new PartyKeys(outbox.Database, outbox.Time);
        views = new EventViews(keys);
        Store = new SubscriptionStore(outbox.Database, outbox.Store, outbox.Time);
        outbox.Kinds.Add(new DeliveryKind(SubscriptionStore.Kind, new SubscriptionBodies(outbox.Database, views, outbox.Time).MakeAsync));
    }

    public DeliveryRig Outbox { get; }

    public SubscriptionStore Store { get; }

    public static async Task<SubscriptionRig> StartAsync(Dialect dialect = Dialect.Sqlite)
    {
        var rig = new SubscriptionRig(await DeliveryRig.StartAsync(dialect));
        await rig.AddQueryAsync("shipped", """{"EQ_bizStep":["shipping"]}""");
        return rig;
    }

    public SubscriptionJob NewJob() => new(
        Outbox.Database, Outbox.NewStore(), Outbox.Signal, new Arrivals(), new StandingQueries(new MasterDataStore()), views, Outbox.Time, NullLogger<SubscriptionJob>.Instance);

    public async Task AddQueryAsync(string name, string query)
    {
        await using var connection = await Outbox.Database.OpenAsync(Access.Captured);
        await connection.ExecuteAsync("insert into captured.named_query (name, party, query, prefixes, created) values (@name, 2, @query, '{}', 0)", new { name, query });
    }

    public Task<string> SubscribeAsync(QuerySchedule? schedule = null, bool reportIfEmpty = false, DateTimeOffset? from = null, ulong party = 2) => Store.AddAsync(
        new PartyId(party), new NewSubscription("shipped", new Uri(Outbox.Receiver.Url + "/hook"), null, schedule, reportIfEmpty, from, null, null), CancellationToken.None);

    /// <summary>Captures so many events of a step; returns their ids.</summary>
    public async Task<List<string>> CaptureAsync(int count = 1, string step = "shipping")
    {
        var ids = Enumerable.Range(captured, count).Select(i => $"urn:uuid:00000000-0000-4000-8000-{i:d12}").ToList();
        captured += count;
        var document = Samples.Document([.. ids.Select(id => Samples.Event(id, $"urn:epc:id:sgtin:9506000.013435.{id[^6..]}", step))]);
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(document));
        await using var store = new CaptureStore(Outbox.Database, Outbox.Time);
        await store.CaptureAsync(DocumentReader.Read(body, SHA256.HashData(body.ToArray()), false, count, new CaptureTerms(new PartyId(3))));
        return ids;
    }

    /// <summary>Decides on deliveries and sends them.</summary>
    public async Task RunAsync()
    {
        using var job = NewJob();
        while (await job.ConvergeAsync(CancellationToken.None))
        {
        }
        using var sending = Outbox.NewJob();
        await sending.DrainAsync(CancellationToken.None);
    }

    /// <summary>The eventIDs of each request that came, in their order.</summary>
    public List<List<string>> Told() => [.. Outbox.Receiver.Requests.Select(request => EventIds(request.Body))];

    public static List<string> EventIds(string document) =>
        [.. JsonNode.Parse(document)!["epcisBody"]!["queryResults"]!["resultsBody"]!["eventList"]!.AsArray().Select(entry => (string)entry!["eventID"]!)];

    public async ValueTask DisposeAsync()
    {
        keys.Dispose();
        await Outbox.DisposeAsync();
    }
}
