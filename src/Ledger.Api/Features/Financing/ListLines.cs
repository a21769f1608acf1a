using Dapper;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Financing;

/// <summary><c>GET /financing/lines</c>: what the caller may have out on each debtor as a lender, and has.</summary>
public static class ListLines
{
    private const int Most = 10_000;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/financing/lines", HandleAsync)
        .WithName("ListLines").WithTags("Financing").WithSummary("The caller's limit and exposure on each debtor, as the chain has them")
        .Answers(new Page<CreditLine>([new CreditLine(new PartyId(7), new PartyId(2), 500_000_000, 120_000_000, 9_850_000, 1)], null, Head.Example))
        .Refuses("sign-in-required", "session-required", "not-a-party", "not-indexed-yet");

    private static async Task<Ok<Page<CreditLine>>> HandleAsync(Caller caller, Database database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var rows = await connection.QueryAsync<(long Debtor, long Limit, long Exposure, long Owned, long Seq)>(
            "select debtor, credit_limit, exposure, owned, seq from projection.credit_line where lender = @lender order by debtor limit @Most", new { lender = caller.Party.Value, Most });
        return TypedResults.Ok(new Page<CreditLine>(
            [.. rows.Select(row => unchecked(new CreditLine(caller.Party, new PartyId((ulong)row.Debtor), (ulong)row.Limit, (ulong)row.Exposure, (ulong)row.Owned, (uint)row.Seq)))], null, asOf));
    }
}
