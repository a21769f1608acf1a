using Ledger.Api.Http;
using Ledger.Sdk;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Service;

/// <summary><c>GET /problems/{code}</c>: what one error code means. The <c>type</c> of every problem leads here.</summary>
public static class ShowProblem
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/problems/{code}", Handle)
        .WithName("ShowProblem").WithTags("Service").WithSummary("What one error code means")
        .Answers(ProblemCatalog.Of("stale-sequence")).Refuses("not-found");

    private static Ok<ProblemKind> Handle(string code) => ProblemCatalog.Knows(code)
        ? TypedResults.Ok(ProblemCatalog.Of(code))
        : throw new LedgerException("not-found", $"There is no error code '{code}'.", "GET /problems lists all.");
}
