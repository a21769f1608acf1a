using System.Text.Json;
using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Sdk.Tests.Gs1.Epcis.Query;

/// <summary>What a query may not be, and which parameter is told.</summary>
public sealed class EventQueryTests
{
    [Theory]
    [InlineData("EQ_foo", "x")]
    [InlineData("eq_bizStep", "x")]
    [InlineData("perPages", "x")]
    [InlineData("eventType", "Objectevent")]
    [InlineData("GE_eventTime", "yesterday")]
    [InlineData("GE_eventTime", "2026-03-01T12:00:00")]
    [InlineData("EQ_action", "SHIP")]
    [InlineData("EQ_bizStep", "")]
    [InlineData("EQ_bizStep", "a||b")]
    [InlineData("GE_quantity", "1|2")]
    [InlineData("GE_quantity", "many")]
    [InlineData("EQ_quantity", "1|x")]
    [InlineData("orderBy", "bizStep")]
    [InlineData("orderDirection", "up")]
    [InlineData("eventCountLimit", "0")]
    [InlineData("eventCountLimit", "3")]
    [InlineData("maxEventCount", "-1")]
    [InlineData("maxEventCount", "1.5")]
    [InlineData("EXISTS_errorDeclaration", "maybe")]
    [InlineData("EQ_booleanValue", "yes")]
    [InlineData("GT_value_CEL", "warm")]
    [InlineData("GT_value_Celsius", "1")]
    [InlineData("EQ_bizTransaction_", "1")]
    [InlineData("GT_ex:level", "high")]
    [InlineData("MATCH_epc", "urn:epc:idpat:sgtin:*.000125.*")]
    [InlineData("MATCH_epc", "urn:epc:idpat:sgtin:9521102.*")]
    [InlineData("HASATTR_nothing", "x")]
    public void A_fault_names_its_parameter(string name, string value)
    {
        var error = Assert.Throws<EventQueryException>(() => EventQuery.Parse([KeyValuePair.Create(name, value)]));
        Assert.Equal((name, "query-parameter"), (error.Parameter, error.Code));
        Assert.StartsWith(name, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GE_eventTime", """{ "GE_eventTime": "not-a-date" }""")]
    [InlineData("GE_eventTime", """{ "GE_eventTime": 5 }""")]
    [InlineData("EQ_action", """{ "EQ_action": ["SHIPPED"] }""")]
    [InlineData("EQ_bizStep", """{ "EQ_bizStep": "shipping" }""")]
    [InlineData("EQ_bizStep", """{ "EQ_bizStep": [5] }""")]
    [InlineData("EQ_bizStep", """{ "EQ_bizStep": [] }""")]
    [InlineData("orderDirection", """{ "orderDirection": "SIDEWAYS" }""")]
    [InlineData("GE_quantity", """{ "GE_quantity": "5" }""")]
    [InlineData("maxEventCount", """{ "maxEventCount": "5" }""")]
    [InlineData("eventCountLimit", """{ "orderBy": "eventTime", "eventCountLimit": 5, "maxEventCount": 5 }""")]
    [InlineData("foo", """{ "foo": 1 }""")]
    [InlineData("EQ_bizStep", """{ "EQ_bizStep": { "a": 1 } }""")]
    public void So_does_a_fault_in_json(string name, string json) =>
        Assert.Equal(name, Assert.Throws<EventQueryException>(() => EventQuery.Parse(JsonDocument.Parse(json).RootElement)).Parameter);

    [Fact]
    public void A_parameter_that_takes_one_value_is_given_once_and_lists_add_up()
    {
        var twice = Assert.Throws<EventQueryException>(() =>
            EventQuery.Parse([KeyValuePair.Create("GE_quantity", "1"), KeyValuePair.Create("GE_quantity", "2")]));
        Assert.Equal("GE_quantity", twice.Parameter);
        var steps = EventQuery.Parse([KeyValuePair.Create("EQ_bizStep", "a|b"), KeyValuePair.Create("EQ_bizStep", "c")]);
        Assert.Equal(["a", "b", "c"], steps.Scope.Vocabularies.Single().Values);
    }

    [Fact]
    public void A_query_says_what_an_index_may_narrow_by()
    {
        var scope = EventQuery.Parse([
            KeyValuePair.Create("MATCH_epc", "urn:epc:id:sgtin:9521102.000125.1|urn:epc:idpat:sgtin:9521102.000125.*"),
            KeyValuePair.Create("GE_eventTime", "2026-03-01T00:00:00Z"), KeyValuePair.Create("EQ_ex:lot", "007")]).Scope;
        Assert.Equal(["https://id.gs1.org/01/09521102001258/21/1"], scope.Indexed[0].Epcs);
        Assert.Equal([Terms.Of("class", "https://id.gs1.org/01/09521102001258")], scope.Indexed[0].Terms);
        Assert.Equal([Terms.Of("field:lot", "007")], scope.Indexed[1].Terms);
        Assert.Equal(2026, scope.FromEventTime?.Year);
        Assert.Empty(EventQuery.Parse([KeyValuePair.Create("MATCH_epc", "urn:epc:idpat:sgtin:9521102.*.*")]).Scope.Indexed);
    }

    [Fact]
    public void Published_queries_get_their_verdict()
    {
        var folder = Vectors.Require("gs1", "epcis", "openepcis", "2.0", "EPCIS", "JSON", "Query", "Queries");
        using var good = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "SimpleEventQuery.json")));
        Assert.Equal((100, true), (EventQuery.Parse(good.RootElement).EventCountLimit, EventQuery.Parse(good.RootElement).IsDescending));
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "Invalid")))
        {
            using var bad = JsonDocument.Parse(File.ReadAllText(file));
            Assert.Throws<EventQueryException>(() => EventQuery.Parse(bad.RootElement));
        }
    }
}
