using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Sync;
using Ledger.Sdk;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Index;

/// <summary><c>POST /index/rebuild</c>: drops the projections and makes them anew from the chain; for a registrar. Captured documents are never touched.</summary>
public static class RebuildIndex
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/index/rebuild", Handle)
        .WithName("RebuildIndex").WithTags("Index").WithSummary("Makes the projections anew from the chain")
        .Produces<IndexStatus>(202).Answers(ShowIndex.Example with { State = "starting", Block = 0 })
        .Refuses("sign-in-required", "not-a-party", "party-not-active", "role-required", "indexer-elsewhere");

    private static Accepted<IndexStatus> Handle(Caller caller, CurrentDeployment deployment, IServiceProvider services)
    {
        caller.Require(PartyRoles.Registrar);
        var indexer = services.GetService<IndexerService>()
            ?? throw new LedgerException("indexer-elsewhere", "The indexer does not run in this process.", "Run `Ledger.Indexer rebuild` where it does.");
        var head = services.GetRequiredService<StatusBoard>().Current.Head ?? 0;
        indexer.RequestRebuild();
        return TypedResults.Accepted("/index/status", new IndexStatus(deployment.Manifest.ChainId, "starting", 0, head));
    }
}
