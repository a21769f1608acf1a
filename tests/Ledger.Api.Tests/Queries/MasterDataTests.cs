using System.Text.Json.Nodes;

namespace Ledger.Api.Tests.Queries;

/// <summary>Master data of captured documents answer WD_, HASATTR_ and EQATTR_; who sends them again replaces what it said.</summary>
public sealed class MasterDataTests
{
    private const string Yard = "https://example.org/sites/yard";
    private const string Gate = "https://example.org/sites/yard-gate-4";

    [Theory]
    [MemberData(nameof(QueryHost.Engines), MemberType = typeof(QueryHost))]
    public async Task Places_within_places_and_attributes_are_known_from_documents(string engine)
    {
        await using var host = await QueryHost.StartAsync(engine);
        await host.CaptureAsync(Document("Bern", Gate));

        Assert.Single(await host.EventsAsync($"events?WD_readPoint={Yard}"));
        Assert.Single(await host.EventsAsync("events?HASATTR_readPoint=cbvmda:city"));
        Assert.Single(await host.EventsAsync("events?EQATTR_readPoint_cbvmda:city=Bern"));
        Assert.Empty(await host.EventsAsync("events?EQATTR_readPoint_cbvmda:city=Genf"));
        Assert.Empty(await host.EventsAsync("events?HASATTR_readPoint=cbvmda:state"));

        await host.CaptureAsync(Document("Genf", "https://example.org/sites/other"));

        Assert.Empty(await host.EventsAsync($"events?WD_readPoint={Yard}"));
        Assert.Empty(await host.EventsAsync("events?EQATTR_readPoint_cbvmda:city=Bern"));
        Assert.Single(await host.EventsAsync("events?EQATTR_readPoint_urn:epcglobal:cbv:mda%23city=Genf"));
    }

    private static string Document(string city, string child) => new JsonObject
    {
        ["@context"] = new JsonArray("https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"),
        ["type"] = "EPCISDocument",
        ["schemaVersion"] = "2.0",
        ["creationDate"] = "2026-03-01T12:00:00Z",
        ["epcisHeader"] = new JsonObject
        {
            ["epcisMasterData"] = new JsonObject
            {
                ["vocabularyList"] = new JsonArray(new JsonObject
                {
                    ["type"] = "urn:epcglobal:epcis:vtype:ReadPoint",
                    ["vocabularyElementList"] = new JsonArray(Place(Yard, "Wil", child), Place(Gate, city, null)),
                }),
            },
        },
        ["epcisBody"] = new JsonObject
        {
            ["eventList"] = new JsonArray(new JsonObject
            {
                ["type"] = "ObjectEvent",
                ["eventID"] = "urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-0000000000e1",
                ["eventTime"] = "2026-03-01T12:00:00Z",
                ["eventTimeZoneOffset"] = "+00:00",
                ["action"] = "OBSERVE",
                ["epcList"] = new JsonArray("urn:epc:id:sgtin:9521102.000125.7"),
                ["readPoint"] = new JsonObject { ["id"] = Gate },
            }),
        },
    }.ToJsonString();

    private static JsonObject Place(string id, string city, string? child)
    {
        var place = new JsonObject { ["id"] = id, ["attributes"] = new JsonArray(new JsonObject { ["id"] = "cbvmda:city", ["attribute"] = city }) };
        if (child is not null) place["children"] = new JsonArray(child);
        return place;
    }
}
