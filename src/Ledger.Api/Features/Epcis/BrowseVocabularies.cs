using System.Globalization;
using Dapper;
using Ledger.Api.Documents;
using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Gs1;
using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>GET /epcis/v2/bizSteps</c>, <c>bizLocations</c>, <c>readPoints</c>, <c>dispositions</c> and what lies below: what public events name.</summary>
public static class BrowseVocabularies
{
    private sealed record Resource(string Path, string Item, VocabularyKind Kind, CbvVocabulary? Terms);

    private static readonly Resource[] Resources =
    [
        new("bizSteps", "bizStep", VocabularyKind.BizStep, CbvVocabulary.BizStep),
        new("dispositions", "disposition", VocabularyKind.Disposition, CbvVocabulary.Disposition),
        new("readPoints", "readPoint", VocabularyKind.ReadPoint, null),
        new("bizLocations", "bizLocation", VocabularyKind.BizLocation, null),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var resource in Resources)
        {
            var name = char.ToUpperInvariant(resource.Path[0]) + resource.Path[1..];
            routes.MapGet($"/epcis/v2/{resource.Path}", (HttpContext context, EpcisRequest request, Database database, EventAnswer answer) => ListAsync(resource, context, request, database, answer))
                .WithName($"List{name}").WithTags("EPCIS").WithSummary($"Every {resource.Item} that {(resource.Terms is null ? "" : "the CBV has or ")}public events name")
                .Answers(new ResourceList(["shipping"])).Refuses("query-parameter", "invalid-cursor", "malformed-request", "not-acceptable");
            routes.MapGet($"/epcis/v2/{resource.Path}/{{value}}", (HttpContext context, EpcisRequest request, Database database) => ShowAsync(resource, context, request, database))
                .WithName($"Show{name}").WithTags("EPCIS").WithSummary($"What there is of a {resource.Item}")
                .Answers(ResourceList.Events).Refuses("query-parameter", "not-found", "not-acceptable");
            routes.MapGet($"/epcis/v2/{resource.Path}/{{value}}/events", (HttpContext context, EpcisRequest request, Reader reader, EventAnswer answer) => EventsAsync(resource, context, request, reader, answer))
                .WithName($"ListEventsOf{name}").WithTags("EPCIS").WithSummary($"The events of a {resource.Item} that fit a query")
                .Produces<object>(200, "application/json", "application/xml").Answers(ListEvents.Example).Refuses(ListEvents.Refusals);
        }
    }

    private static Task<ResourceList> ListAsync(Resource resource, HttpContext context, EpcisRequest request, Database database, EventAnswer answer) => resource.Terms is { } terms
        ? ListAsync(CbvTerm.Words(terms), resource.Kind, value => request.Format.Term(terms, value), context, request, database, answer)
        : ListAsync([], resource.Kind, request.Format.Identifier, context, request, database, answer);

    /// <summary>The values of the standard, then the others that public events have.</summary>
    internal static async Task<ResourceList> ListAsync(
        IReadOnlyList<string> standard, VocabularyKind kind, Func<string, string> write, HttpContext context, EpcisRequest request, Database database, EventAnswer answer)
    {
        request.TakesPagingOnly();
        // The places of the standard's values end at 0; behind them come the numbers of the others.
        var after = await answer.PositionAsync(context, request, null) is { } position ? long.Parse(position, CultureInfo.InvariantCulture) : -standard.Count;
        var items = standard.Select((value, i) => (Place: i + 1L - standard.Count, Value: value)).Where(item => item.Place > after).Take(request.PerPage + 1).ToList();
        await using var connection = await database.OpenAsync(cancellationToken: context.RequestAborted);
        items.AddRange(await connection.QueryAsync<(long, string)>(
            $"select id, value from captured.vocabulary where kind = @kind and id > @from {(standard.Count > 0 ? $"and not (value {connection.IsIn("standard")})" : "")} order by id limit @count",
            new { kind, from = Math.Max(after, 0), standard = standard.ToArray(), count = request.PerPage + 1 - items.Count }));
        if (items.Count > request.PerPage) answer.AddLink(context, request, null, items[request.PerPage - 1].Place.ToString(CultureInfo.InvariantCulture));
        return new ResourceList([.. items.Take(request.PerPage).Select(item => write(item.Value))]);
    }

    private static async Task<ResourceList> ShowAsync(Resource resource, HttpContext context, EpcisRequest request, Database database)
    {
        request.TakesPagingOnly();
        var value = EpcisRequest.PathValue(context, 1);
        var canonical = resource.Terms is { } terms ? CbvTerm.Bare(terms, value) : Epc.IdentityOrText(value);
        if (resource.Terms is { } known && CbvTerm.Words(known).Contains(canonical)) return ResourceList.Events;
        await using var connection = await database.OpenAsync(cancellationToken: context.RequestAborted);
        return await connection.ExecuteScalarAsync<long>("select count(*) from captured.vocabulary where kind = @Kind and value = @canonical", new { resource.Kind, canonical }) > 0
            ? ResourceList.Events : throw new LedgerException("not-found", $"No public event has the {resource.Item} '{value}'.");
    }

    private static Task<IResult> EventsAsync(Resource resource, HttpContext context, EpcisRequest request, Reader reader, EventAnswer answer) => answer.PageAsync(context, request,
        EventQuery.Parse(request.Parameters, request.Prefixes).And(EventQuery.Of("EQ_" + resource.Item, EpcisRequest.PathValue(context, 1), request.Prefixes)), reader.Party);
}
