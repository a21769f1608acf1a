using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Contracts;

/// <summary>Where a signature counts: one contract on one chain. EIP-712 domain with name <c>Ledger</c> and version <c>1</c>.</summary>
public readonly record struct IntentDomain(ulong ChainId, Address Contract)
{
    /// <summary>The EIP-712 domain separator.</summary>
    public Hash32 Separator => Eip712.DomainSeparator("Ledger", "1", ChainId, Contract);

    /// <summary>What a key signs.</summary>
    public Hash32 Digest(Hash32 structHash) => Eip712.Digest(Separator, structHash);
}
