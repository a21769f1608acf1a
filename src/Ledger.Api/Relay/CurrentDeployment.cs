using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Relay;

/// <summary>The chain and contracts that this server stands in front of.</summary>
public sealed class CurrentDeployment
{
    /// <summary>Takes over what the deployment wrote down.</summary>
    public CurrentDeployment(DeploymentManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        Manifest = manifest;
        var contracts = Enum.GetValues<LedgerContract>();
        Key = DeploymentKey.Of(manifest);
    }

    /// <summary>Chain, contracts and finality.</summary>
    public DeploymentManifest Manifest { get; }

    /// <summary>Names the deployment in the database: another chain, genesis or contract is another deployment.</summary>
    public Hash32 Key { get; }

    /// <summary>What a contract refused a call with; null where the node's answer is no revert.</summary>
    public ContractRevertException? Refusal(RpcException answer, Address contract) =>
        answer.RevertData is { } data ? Refusal(data, contract, answer) : null;

    /// <summary>What a contract refused a call with.</summary>
    public ContractRevertException Refusal(ReadOnlyMemory<byte> data, Address contract, Exception? inner = null) =>
        ContractRevertException.Of(Enum.GetValues<LedgerContract>().First(candidate => Manifest.AddressOf(candidate) == contract), data, inner);
}
