using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Sync;

/// <summary>How far a node's chain reaches, and how far it is final.</summary>
internal readonly record struct NodeHead(ulong Number, ulong Finalized);

/// <summary>The node as the indexer asks it: every answer checked against the others before anything is made of it.</summary>
internal sealed class ChainNode(EthereumClient client, DeploymentManifest manifest)
{
    private readonly Contracts contracts = new(manifest);

    /// <summary>Makes sure that this is the chain of the manifest, with its contracts.</summary>
    /// <exception cref="ChainMismatchException">Another chain id or genesis block, or a contract is missing.</exception>
    public Task CheckChainAsync(CancellationToken cancellationToken) => manifest.ValidateAsync(client, cancellationToken);

    /// <summary>The newest block and the newest final one.</summary>
    public async Task<NodeHead> HeadAsync(CancellationToken cancellationToken)
    {
        var number = await client.GetBlockNumberAsync(cancellationToken);
        if (!manifest.Finality.FollowsTag) return new NodeHead(number, number > manifest.Finality.Depth ? number - manifest.Finality.Depth
            : 0);
        return new NodeHead(number, Math.Min(number, await client.GetFinalizedBlockNumberAsync(manifest.Finality, cancellationToken)));
    }

    /// <summary>The headers of these blocks in their order, null beyond the head.</summary>
    public async Task<IReadOnlyList<Block?>> HeadersAsync(IReadOnlyList<ulong> numbers, CancellationToken cancellationToken) =>
        await client.GetBlocksAsync(numbers, cancellationToken: cancellationToken);

    /// <summary>Blocks <paramref name="from"/> to <paramref name="to"/> with their events, checked.</summary>
    /// <exception cref="NodeInconsistentException">The answers contradict each other.</exception>
    public async Task<FetchedRange> FetchAsync(ulong from, ulong to, CancellationToken cancellationToken)
    {
        var asked = client.GetLogsAsync(LogFilter.Range(from, to, contracts.Addresses), cancellationToken);
        var headers = HeadersAsync([.. Numbers(from, to)], cancellationToken);
        await Task.WhenAll(asked, headers);
        var check = new RangeCheck(contracts, from, await headers, await asked);
        var doubtful = check.Verify();
        if (doubtful.Count > 0) await CompareReceiptsAsync(check, doubtful, cancellationToken);
        return check.Decode();
    }

    private async Task CompareReceiptsAsync(RangeCheck check, IReadOnlyList<Block> doubtful, CancellationToken cancellationToken)
    {
        var receipts = await client.GetReceiptsAsync([.. doubtful.SelectMany(block => block.TransactionHashes)], cancellationToken);
        var next = 0;
        foreach (var block in doubtful)
        {
            check.Compare(block, [.. receipts.Skip(next).Take(block.TransactionHashes.Length)]);
            next += block.TransactionHashes.Length;
        }
    }

    private static IEnumerable<ulong> Numbers(ulong from, ulong to)
    {
        for (var number = from; number <= to; number++) yield return number;
    }
}
