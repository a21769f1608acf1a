using Ledger.Api.Http;

namespace Ledger.Api.Features.Service;

/// <summary><c>GET /metrics</c>: metrics in Prometheus' text format.</summary>
public static class ShowMetrics
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", (Telemetry telemetry) => TypedResults.Text(telemetry.Snapshot(), "text/plain; version=0.0.4"))
            .WithName("ShowMetrics").WithTags("Service").WithSummary("Metrics in Prometheus' text format")
            .Produces<string>(200, "text/plain").Answers("# TYPE http_server_request_duration_seconds histogram").DisableRateLimiting();
}
