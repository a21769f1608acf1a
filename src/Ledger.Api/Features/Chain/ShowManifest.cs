using Ledger.Api.Http;
using Ledger.Api.Relay;

namespace Ledger.Api.Features.Chain;

/// <summary><c>GET /manifest</c>: the chain and contracts that signatures must name.</summary>
public static class ShowManifest
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/manifest", (CurrentDeployment deployment) => TypedResults.Text(deployment.Manifest.ToJson(), "application/json"))
            .WithName("ShowManifest").WithTags("Service").WithSummary("The chain, the contracts and the finality rule: what a signature must name")
            .Produces<object>(200, "application/json")
            .Answers(new { version = 1, chainId = 31337, deploymentBlock = 1, finality = "immediate" });
}
