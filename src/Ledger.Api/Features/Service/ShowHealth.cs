using Ledger.Api.Http;

namespace Ledger.Api.Features.Service;

/// <summary>Whether the process lives, or can serve.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c> or <c>not-ready</c>.</param>
public sealed record Health(string Status);

/// <summary><c>GET /health</c>: the process lives. Nothing else is asked.</summary>
public static class ShowHealth
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/health", () => TypedResults.Ok(new Health("live")))
        .WithName("ShowHealth").WithTags("Service").WithSummary("Whether the process lives").Answers(new Health("live")).DisableRateLimiting();
}
