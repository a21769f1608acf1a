using Ledger.Api.Documents;
using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>GET /epcis/v2/eventTypes</c> and what lies below.</summary>
public static class BrowseEventTypes
{
    private static readonly string[] Types = ["AggregationEvent", "AssociationEvent", "ObjectEvent", "TransactionEvent", "TransformationEvent"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/epcis/v2/eventTypes", ListAsync).WithName("ListEventTypes").WithTags("EPCIS").WithSummary("The types of events: the standard's, and others that public events have")
            .Answers(new ResourceList(Types)).Refuses("query-parameter", "invalid-cursor", "malformed-request", "not-acceptable");
        routes.MapGet("/epcis/v2/eventTypes/{eventType}", Show).WithName("ShowEventType").WithTags("EPCIS").WithSummary("What there is of a type of events")
            .Answers(ResourceList.Events).Refuses("not-found", "not-acceptable");
        routes.MapGet("/epcis/v2/eventTypes/{eventType}/events", EventsAsync).WithName("ListEventsOfType").WithTags("EPCIS").WithSummary("The events of a type that fit a query")
            .Produces<object>(200, "application/json", "application/xml").Answers(ListEvents.Example).Refuses([.. ListEvents.Refusals, "not-found"]);
    }

    private static Task<ResourceList> ListAsync(HttpContext context, EpcisRequest request, Database database, EventAnswer answer) =>
        BrowseVocabularies.ListAsync(Types, VocabularyKind.EventType, type => type, context, request, database, answer);

    private static ResourceList Show(HttpContext context)
    {
        Require(EpcisRequest.PathValue(context, 1));
        return ResourceList.Events;
    }

    private static Task<IResult> EventsAsync(HttpContext context, EpcisRequest request, Reader reader, EventAnswer answer)
    {
        var type = Require(EpcisRequest.PathValue(context, 1));
        return answer.PageAsync(context, request, EventQuery.Parse(request.Parameters, request.Prefixes).And(EventQuery.Of("eventType", type)), reader.Party);
    }

    /// <summary>Types of someone's own are URIs.</summary>
    private static string Require(string type) => Types.Contains(type) || type.Contains(':', StringComparison.Ordinal) ? type
        : throw new LedgerException("not-found", $"There is no type of events '{type}'.", $"One of {string.Join(", ", Types)}, or the URI of another.");
}
