using Ledger.Api.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ledger.Api.Features.Service;

/// <summary>Whether the server can do its work.</summary>
/// <param name="Status"><c>ready</c> or <c>not-ready</c>.</param>
/// <param name="Checks">What was looked at.</param>
public sealed record Readiness(string Status, IReadOnlyDictionary<string, CheckResult> Checks);

/// <summary>What one check found: <c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>, and why.</summary>
public sealed record CheckResult(HealthStatus Status, string? Detail);

/// <summary><c>GET /health/ready</c>: 200 where database, node and index work, else 503 with the reason.</summary>
public static class ShowReadiness
{
    private static readonly Readiness Example = new("ready", new Dictionary<string, CheckResult> { ["indexer"] = new(HealthStatus.Healthy, "At block 1042, 0 behind.") });

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/health/ready", HandleAsync)
        .WithName("ShowReadiness").WithTags("Service").WithSummary("Whether database, node and index work")
        .Produces<Readiness>().Produces<Readiness>(503).Answers(Example).DisableRateLimiting();

    private static async Task<IResult> HandleAsync(HealthCheckService health, CancellationToken cancellationToken)
    {
        var report = await health.CheckHealthAsync(cancellationToken);
        var ready = report.Status != HealthStatus.Unhealthy;
        return TypedResults.Json(
            new Readiness(ready ? "ready" : "not-ready", report.Entries.ToDictionary(entry => entry.Key, entry => new CheckResult(entry.Value.Status, entry.Value.Description))),
            Json.Options, statusCode: ready ? 200 : 503);
    }
}
