using Ledger.Api.Http;

namespace Ledger.Api.Features.Service;

/// <summary><c>GET /problems</c>: every error code with its meaning.</summary>
public static class ListProblems
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/problems", () => TypedResults.Ok(ProblemCatalog.All))
        .WithName("ListProblems").WithTags("Service").WithSummary("Every error code, its HTTP status and what it means")
        .Answers(ProblemCatalog.All.Take(2));
}
