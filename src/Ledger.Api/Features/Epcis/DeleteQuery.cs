using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Indexer.Storage;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>DELETE /epcis/v2/queries/{name}</c>: by the party that made it.</summary>
public static class DeleteQuery
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/epcis/v2/queries/{queryName}", HandleAsync)
        .WithName("DeleteQuery").WithTags("EPCIS").WithSummary("Deletes a query").Produces(204)
        .Refuses("sign-in-required", "not-a-party", "party-not-active", "no-such-query");

    private static async Task<IResult> HandleAsync(string queryName, Caller caller, Database database, CancellationToken cancellationToken)
    {
        caller.Require();
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        return await NamedQueries.DeleteAsync(connection, queryName, caller.Party) ? TypedResults.NoContent() : throw BrowseQueries.NoSuchQuery(queryName);
    }
}
