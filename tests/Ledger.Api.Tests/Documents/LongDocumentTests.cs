using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using Ledger.Api.Http;
using Ledger.Api.Tests.Queries;

namespace Ledger.Api.Tests.Documents;

/// <summary>Documents so long that they are written while they are read: what is found out late counts as much as what is found out at once.</summary>
public sealed class LongDocumentTests
{
    private const int Length = 4_000;

    [Theory]
    [MemberData(nameof(QueryHost.Engines), MemberType = typeof(QueryHost))]
    public async Task What_was_captured_before_is_left_as_it_is_wherever_in_the_document_it_stands(string engine)
    {
        await using var host = await QueryHost.StartAsync(engine);
        await host.CaptureAsync(Samples.Document(EventOf(3_000), EventOf(3_400)));
        // One that is known, and one that stands in the document twice, far from each other.
        var job = await CaptureAsync(host, [.. Enumerable.Range(0, Length).Select(EventOf), EventOf(17)]);
        Assert.Equal((true, Length + 1, Length - 2), ((bool)job["success"]!, (int)job["eventCount"]!, (int)job["capturedCount"]!));
        await AssertStoredAsync(host, Length);
        job = await CaptureAsync(host, [.. Enumerable.Range(0, Length).Select(EventOf)]);
        Assert.Equal((true, 0), ((bool)job["success"]!, (int)job["capturedCount"]!));
        await AssertStoredAsync(host, Length);
    }

    [Theory]
    [MemberData(nameof(QueryHost.Engines), MemberType = typeof(QueryHost))]
    public async Task An_event_that_is_there_with_other_content_fails_the_job_and_nothing_of_it_is_kept(string engine)
    {
        await using var host = await QueryHost.StartAsync(engine);
        await host.CaptureAsync(Samples.Document(EventOf(3_400)));
        var job = await CaptureAsync(host, [.. Enumerable.Range(0, Length).Select(i => i == 3_400 ? EventOf(i).Replace("shipping", "receiving", StringComparison.Ordinal) : EventOf(i))]);
        Assert.Equal((false, 0, "event-conflict"), ((bool)job["success"]!, (int)job["capturedCount"]!, (string)job["errors"]![0]!["code"]!));
        await AssertStoredAsync(host, 1);
        await host.CaptureAsync(Samples.Document(EventOf(1)));
        await AssertStoredAsync(host, 2);
    }

    [Theory]
    [MemberData(nameof(QueryHost.Engines), MemberType = typeof(QueryHost))]
    public async Task All_faults_are_told_not_only_the_one_at_which_writing_ended(string engine)
    {
        await using var host = await QueryHost.StartAsync(engine);
        var events = Enumerable.Range(0, Length).Select(i => i is 2_000 or 3_300 ? EventOf(i).Replace("OBSERVE", "LOOK", StringComparison.Ordinal) : EventOf(i));
        var answer = await host.Client.PostAsync("/epcis/v2/capture", ApiHost.JsonBody(Samples.Document([.. events])));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var faults = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["values"]!.AsObject().Select(fault => fault.Key);
        Assert.Equal(["/epcisBody/eventList/2000/action", "/epcisBody/eventList/3300/action"], faults);
        await AssertStoredAsync(host, 0);
    }

    [Theory]
    [MemberData(nameof(QueryHost.Engines), MemberType = typeof(QueryHost))]
    public async Task What_an_event_names_in_several_places_is_stored_once_of_short_and_long_documents(string engine)
    {
        await using var host = await QueryHost.StartAsync(engine);
        await host.CaptureAsync(Samples.Document(Repeating(-1)));
        await host.CaptureAsync(Samples.Document([.. Enumerable.Range(5_000, 60).Select(Repeating)]));
        var job = await CaptureAsync(host, [.. Enumerable.Range(0, Length).Select(Repeating)]);
        Assert.Equal((true, Length), ((bool)job["success"]!, (int)job["capturedCount"]!));
        await using var connection = await host.Api.Database.OpenAsync();
        // A part that is put in and comes out, and a lot that is both a quantity and in the master data.
        Assert.Equal(2 * (Length + 61), await connection.ExecuteScalarAsync<int>("select count(*) from captured.event_of_epc"));
        var page = await host.Client.GetAsync("/epcis/v2/events?perPage=5&MATCH_anyEPCClass=https://id.gs1.org/01/09506000134352/10/L7");
        Assert.Equal(5, (await page.Content.ReadFromJsonAsync<JsonObject>())!["epcisBody"]!["queryResults"]!["resultsBody"]!["eventList"]!.AsArray().Count);
    }

    private static string Repeating(int i) => $$$"""
        {"type":"TransformationEvent","eventID":"urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-{{{i + 1:x12}}}","eventTime":"2026-03-01T12:00:00Z","eventTimeZoneOffset":"+00:00",
        "inputEPCList":["urn:epc:id:sgtin:9506000.013435.7"],"outputEPCList":["urn:epc:id:sgtin:9506000.013435.7"],
        "outputQuantityList":[{"epcClass":"urn:epc:class:lgtin:9506000.013435.L7","quantity":2}],"ilmd":{"cbvmda:lotNumber":"L7"}}
        """;

    private static string EventOf(int i) => Samples.Event($"urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-{i:x12}", $"urn:epc:id:sgtin:9506000.013435.{i}");

    private static async Task<JsonObject> CaptureAsync(QueryHost host, string[] events)
    {
        var document = Samples.Document(events);
        Assert.InRange(document.Length, SpooledBody.MostInMemory + 1, int.MaxValue);
        var answer = await host.Client.PostAsync("/epcis/v2/capture", ApiHost.JsonBody(document));
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private static async Task AssertStoredAsync(QueryHost host, int events)
    {
        await using var connection = await host.Api.Database.OpenAsync();
        Assert.Equal((events, events), await connection.QuerySingleAsync<(int, int)>("select (select count(*) from captured.event), (select count(*) from captured.event_of_epc)"));
    }
}
