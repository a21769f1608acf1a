using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Provenance;

/// <summary>Builds proof bundles from a node, by standard JSON-RPC methods only; the tries are rebuilt here and checked against the
/// header.</summary>
public sealed class ProofBuilder(EthereumClient node, DeploymentManifest manifest)
{
    /// <summary>The proof of the hand-off, or its rejection, that a transaction carried.</summary>
    /// <exception cref="LedgerException">
    /// unknown-transaction: in no block; not-provable: it is no direct call of a hand-off, or a contract account signed; proof-unavailable:
    /// the node's answers do not add up.
    /// </exception>
    public async Task<HandOffProof> HandOffAsync(Hash32 transactionHash, CancellationToken cancellationToken = default)
    {
        var (tries, receipt, call) = await ReadAsync(transactionHash, cancellationToken).ConfigureAwait(false);
        var domain = manifest.DomainOf(LedgerContract.Goods);
        var intent = call.To == domain.Contract ? SignedIntent.TryDecode(LedgerContract.Goods, call.Input)
            : call.To == manifest.Orders ? SignedIntent.TryDecode(LedgerContract.Orders, call.Input)
            : null;
        // An order's hand-off is signed as any other; that it was matched in passing is not what the proof says.
        if (intent is { Intent: OrderHandOff and not HandOffMatch }) intent = intent with { Intent = ((OrderHandOff)intent.Intent).Offer };
        if (intent is not { Intent: CustodyOffer or Rejection })
            throw new LedgerException(
                "not-provable", $"Transaction {transactionHash} is no hand-off given to {domain.Contract}.",
                "Version 1 of the format covers hand-offs that were submitted by themselves or for an order.");
        var signers = intent.Intent.Signers(domain);
        var keys = new Address[signers.Count];
        for (var i = 0; i < keys.Length; i++)
            if (!Signature.TryParse(intent.Signatures[i], out var signature) || !signature.TryRecover(signers[i].Digest, out keys[i]))
                throw new LedgerException(
                    "not-provable", $"The signature of {signers[i]} is that of a contract account.",
                    "Only its code can check it, which needs the chain itself.");
        var logIndex = Find<GoodsEvent>(receipt, domain.Contract, logged => logged is CustodyMoved or HandOffRejected);
        return new HandOffProof(manifest.ChainId, domain.Contract, intent, keys, tries.Prove((int)receipt.TransactionIndex, logIndex));
    }

    /// <summary>The proof of a captured event that a transaction anchored.</summary>
    /// <param name="transactionHash">The transaction that anchored the root.</param>
    /// <param name="fields">The fields of its commitment.</param>
    /// <param name="capture">Who signed for it; null where that is not shown.</param>
    /// <param name="path">Siblings from the commitment's leaf to the root.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="LedgerException">unknown-transaction, not-provable, proof-unavailable.</exception>
    public async Task<EventProof> EventAsync(
        Hash32 transactionHash, IReadOnlyList<FieldLeaf> fields, CaptureProof? capture, IReadOnlyList<Hash32> path, CancellationToken cancellationToken = default)
    {
        var (tries, receipt, _) = await ReadAsync(transactionHash, cancellationToken).ConfigureAwait(false);
        var commitment = MerkleTree.RootOfLeaves([.. fields.Select(leaf => leaf.Leaf)]);
        var root = MerkleTree.RootOf(commitment, [.. path]);
        var logIndex = Find<AnchorsEvent>(receipt, manifest.Anchors, logged => logged is Anchored anchored && anchored.Root == root);
        return new EventProof(
            manifest.ChainId, manifest.Anchors, FieldLeaf.Arrange(fields), capture, commitment, path, root,
            tries.Prove((int)receipt.TransactionIndex, logIndex));
    }

    private async Task<(
        BlockTries Tries, TransactionReceipt Receipt, RpcTransaction Call)> ReadAsync(Hash32 hash, CancellationToken cancellationToken)
    {
        var call = await node.GetTransactionAsync(hash, cancellationToken).ConfigureAwait(false);
        if (call?.BlockHash is not { } blockHash || call.TransactionIndex is not { } index)
            throw new LedgerException(
                "unknown-transaction", $"Transaction {hash} is in no block of this chain.", "Wait until it is, or check the hash.");
        var tries = await BlockTries.ReadAsync(node, blockHash, cancellationToken).ConfigureAwait(false);
        return (tries, tries.Receipts[(int)index], call);
    }

    private static int Find<TEvent>(TransactionReceipt receipt, Address contract, Func<TEvent, bool> wanted)
        where TEvent : LedgerEvent
    {
        for (var i = 0; i < receipt.Logs.Length; i++)
            if (receipt.Logs[i].Address == contract && LedgerEvents.TryDecode<TEvent>(receipt.Logs[i], out var logged) && wanted(logged))
                return i;
        throw new LedgerException(
            "not-provable", $"Transaction {receipt.TransactionHash} logged no such thing at {contract}.",
            "It failed, or did something else.");
    }
}
