using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Api.Subscriptions;
using Ledger.Sdk;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Subscriptions;

/// <summary><c>GET /epcis/v2/queries/{queryName}/subscriptions</c>, <c>GET</c> and <c>DELETE …/{subscriptionID}</c>: a party's own subscriptions.</summary>
public static class ShowSubscriptions
{
    /// <summary>The path of one subscription.</summary>
    internal const string One = Path + "/{subscriptionID}";

    private const string Path = "/epcis/v2/queries/{queryName}/subscriptions";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ListAsync).WithName("ListSubscriptions").WithTags("Subscriptions").WithSummary("The caller's subscriptions to a query")
            .Needs(ApiScope.Subscribe).Answers(new[] { Subscription.Example }).Refuses("sign-in-required", "not-a-party", "no-such-query", "query-parameter", "invalid-cursor");
        routes.MapGet(One, ShowAsync).WithName("ShowSubscription").WithTags("Subscriptions").WithSummary("One of the caller's subscriptions")
            .Needs(ApiScope.Subscribe).Answers(Subscription.Example).Refuses("sign-in-required", "not-a-party", "not-found");
        routes.MapDelete(One, EndAsync).WithName("Unsubscribe").WithTags("Subscriptions").WithSummary("Ends a subscription")
            .Needs(ApiScope.Subscribe).Produces(204).Refuses("sign-in-required", "not-a-party", "not-found");
    }

    private static async Task<Ok<IReadOnlyList<Subscription>>> ListAsync(string queryName, Caller caller, HttpContext context, EpcisRequest request, EventAnswer answer, SubscriptionStore store)
    {
        request.TakesPagingOnly();
        var after = await answer.PositionAsync(context, request, caller.Party);
        var rows = (await store.ListAsync(caller.Party, queryName, context.RequestAborted)).SkipWhile(row => after is not null && string.CompareOrdinal(row.Place, after) <= 0).ToList();
        if (rows.Count > request.PerPage) answer.AddLink(context, request, caller.Party, rows[request.PerPage - 1].Place);
        return TypedResults.Ok<IReadOnlyList<Subscription>>([.. rows.Take(request.PerPage).Select(Subscription.Of)]);
    }

    private static async Task<Ok<Subscription>> ShowAsync(string queryName, string subscriptionID, Caller caller, SubscriptionStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(Subscription.Of(await FindAsync(store, caller, queryName, subscriptionID, cancellationToken)));

    private static async Task<NoContent> EndAsync(string queryName, string subscriptionID, Caller caller, SubscriptionStore store, CancellationToken cancellationToken)
    {
        var row = await FindAsync(store, caller, queryName, subscriptionID, cancellationToken);
        await store.RemoveAsync(row.Id, cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>A subscription of the caller's.</summary>
    /// <exception cref="LedgerException"><c>not-found</c>: no such, or another party's.</exception>
    internal static async Task<SubscriptionRow> FindAsync(SubscriptionStore store, Caller caller, string query, string id, CancellationToken cancellationToken) =>
        await store.FindAsync(caller.Party, query, id, cancellationToken)
            ?? throw new LedgerException("not-found", $"Party {caller.Party} has no subscription '{id}' to the query '{query}'.");
}
