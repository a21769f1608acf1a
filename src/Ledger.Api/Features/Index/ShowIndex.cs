using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Indexer.Sync;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Index;

/// <summary><c>GET /index/status</c>: where the projections stand. <c>?digest=true</c> adds a digest over all of them, to compare two indexers.</summary>
public static class ShowIndex
{
    internal static IndexStatus Example { get; } = new(31337, "synced", 1042, 1042);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/index/status", HandleAsync)
        .WithName("ShowIndex").WithTags("Index").WithSummary("Where the projections stand")
        .Answers(Example).Refuses("node-unavailable");

    private static async Task<Ok<IndexStatus>> HandleAsync(
        bool? digest, Database database, CurrentDeployment deployment, EthereumClient client, IServiceProvider services, CancellationToken cancellationToken)
    {
        var node = await client.GetBlockNumberAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var reached = (await Head.ReadAsync(connection))?.Block ?? 0;
        var state = services.GetService<StatusBoard>()?.Current.State;
        return TypedResults.Ok(new IndexStatus(
            deployment.Manifest.ChainId, Word(state, reached >= node), reached, Math.Max(node, reached),
            digest == true ? $"{await StateDigest.ComputeAsync(connection, cancellationToken)}" : null));
    }

    private static string Word(IndexerState? state, bool atHead) => state switch
    {
        IndexerState.Starting => "starting",
        IndexerState.Retrying => "retrying",
        IndexerState.Stopped => "stopped",
        _ => atHead ? "synced" : "syncing",
    };
}
