using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <content>Blocks, logs and finality.</content>
public sealed partial class EthereumClient
{
    /// <summary>A block, or null where the chain has none of that number or hash.</summary>
    /// <param name="block">A number, a hash or a tag.</param>
    /// <param name="fullTransactions">True for the transactions themselves, false for their hashes only.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RpcException"><see cref="RpcErrorKind.TagUnsupported"/> where the node knows no such tag.</exception>
    public async Task<Block?> GetBlockAsync(BlockTag block, bool fullTransactions = false, CancellationToken cancellationToken = default)
    {
        try
        {
            var found = await Rpc.CallAsync(AskBlock(block, fullTransactions), Block.ReadOrNull, cancellationToken).ConfigureAwait(false);
            return found is { IsPending: true, Number: 0 } ? await NumberAsync(found, cancellationToken).ConfigureAwait(false) : found;
        }
        catch (RpcException e) when (e.Kind == RpcErrorKind.UnknownBlock && (block == BlockTag.Finalized || block == BlockTag.Safe))
        {
            const string hint = "Set the network's finality to immediate (QBFT) or depth:N instead of tag.";
            throw new RpcException(RpcErrorKind.TagUnsupported, $"The node knows no {block} block.", hint, e) { RpcCode = e.RpcCode, Method = e.Method };
        }
        catch (RpcException e) when (e.Kind == RpcErrorKind.UnknownBlock)
        {
            return null;
        }
    }

    /// <summary>Blocks by number in the order asked for, null beyond the head.</summary>
    public async Task<IReadOnlyList<Block?>> GetBlocksAsync(
        IReadOnlyList<ulong> numbers, bool fullTransactions = false, CancellationToken cancellationToken = default)
    {
        var requests = numbers.Select(number => AskBlock(number, fullTransactions)).ToArray();
        return await Rpc.BatchAsync(requests, Block.ReadOrNull, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The number of the newest block that is final under the rule; with a depth at least 0, the genesis block.</summary>
    /// <exception cref="RpcException"><see cref="RpcErrorKind.TagUnsupported"/>: the rule follows the tag and the node knows none.</exception>
    public async Task<ulong> GetFinalizedBlockNumberAsync(FinalityRule rule, CancellationToken cancellationToken = default)
    {
        if (rule.FollowsTag) return (await GetBlockAsync(BlockTag.Finalized, false, cancellationToken).ConfigureAwait(false))?.Number ?? 0;
        var head = await GetBlockNumberAsync(cancellationToken).ConfigureAwait(false);
        return head > rule.Depth ? head - rule.Depth : 0;
    }

    /// <summary>Hardhat leaves the number of its pending block open; it is one more than the parent's.</summary>
    private async Task<Block> NumberAsync(Block pending, CancellationToken cancellationToken)
    {
        var parent = await GetBlockAsync(pending.ParentHash, false, cancellationToken).ConfigureAwait(false);
        return pending with { Number = (parent?.Number + 1) ?? 0 };
    }

    private static RpcRequest AskBlock(BlockTag block, bool fullTransactions) =>
        new(block.Hash is null ? "eth_getBlockByNumber" : "eth_getBlockByHash", writer =>
        {
            writer.WriteStringValue(block.ToString());
            writer.WriteBooleanValue(fullTransactions);
        });
}
