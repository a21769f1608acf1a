using Ledger.Sdk.Parties;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Api.Subscriptions;
using Ledger.Indexer.Storage;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>DELETE /epcis/v2/queries/{name}</c>: by the party that made it, and with it every subscription to it.</summary>
public static class DeleteQuery
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/epcis/v2/queries/{queryName}", HandleAsync)
        .WithName("DeleteQuery").WithTags("EPCIS").Needs(ApiScope.Query).WithSummary("Deletes a query and every subscription to it").Produces(204)
        .Refuses("sign-in-required", "not-a-party", "party-not-active", "no-such-query");

    private static async Task<IResult> HandleAsync(string queryName, Caller caller, Database database, CancellationToken cancellationToken)
    {
        caller.Require();
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await NamedQueries.DeleteAsync(connection, queryName, caller.Party)) throw BrowseQueries.NoSuchQuery(queryName);
        await SubscriptionStore.RemoveAllAsync(connection, queryName);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
