using System.Diagnostics.CodeAnalysis;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Contracts;

/// <summary>The Anchors contract behind a node.</summary>
/// <remarks>Views throw <see cref="ContractRevertException"/>, <see cref="RpcException"/>, and <see cref="LedgerException"/>
/// <c>no-contract</c>.</remarks>
public sealed class AnchorsContract(EthereumClient node, Address address)
{
    private readonly ContractClient contract = new(node, LedgerContract.Anchors, address);

    /// <summary>Where it is deployed.</summary>
    public Address Address => contract.Address;

    /// <summary>The event of a log, whatever its address; false where it is none of the Anchors contract's.</summary>
    public static bool TryDecode(Log log, [NotNullWhen(true)] out AnchorsEvent? decoded) => LedgerEvents.TryDecode(log, out decoded);

    /// <summary>The data of a call that anchors the root of a tree of <paramref name="count"/> leaves for its sender.</summary>
    public static byte[] Anchor(Hash32 root, uint count) =>
        ContractArtifact.Of(LedgerContract.Anchors).Abi.Function("anchor").Call().Write(root).Write(count).ToArray();

    /// <summary>When a publisher anchored a root, in Unix seconds; 0 for never.</summary>
    public async Task<ulong> AnchoredAtAsync(
        Address publisher, Hash32 root, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new AbiReader(await contract.CallAsync("anchoredAt", at, cancellationToken, publisher, root).ConfigureAwait(false)).ReadUInt64();
}
