using System.Buffers.Binary;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Storage;

/// <summary>Names a deployment in the durable tables: another chain, genesis or contract is another deployment.</summary>
public static class DeploymentKey
{
    /// <summary>keccak256(chain id ‖ genesis ‖ Registry ‖ Goods ‖ Anchors); the other contracts belong to these.</summary>
    public static Hash32 Of(DeploymentManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        Span<byte> identity = stackalloc byte[8 + 32 + 3 * 20];
        BinaryPrimitives.WriteUInt64BigEndian(identity, manifest.ChainId);
        manifest.GenesisHash.Span.CopyTo(identity[8..]);
        manifest.Registry.Span.CopyTo(identity[40..]);
        manifest.Goods.Span.CopyTo(identity[60..]);
        manifest.Anchors.Span.CopyTo(identity[80..]);
        return Keccak256.Hash(identity);
    }
}
