using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Sdk;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>DELETE /epcis/v2/nextPageToken/{token}</c>: gives a token back before it expires. Whoever has it may.</summary>
public static class RevokePageToken
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/epcis/v2/nextPageToken/{token}", HandleAsync)
        .WithName("RevokePageToken").WithTags("EPCIS").WithSummary("Gives the token of a next page back").Produces(204).Refuses("not-found");

    private static async Task<IResult> HandleAsync(string token, PageTokens tokens, CancellationToken cancellationToken) =>
        await tokens.RevokeAsync(token, cancellationToken) ? TypedResults.NoContent() : throw new LedgerException("not-found", "This is no token of a next page, or it has expired.");
}
