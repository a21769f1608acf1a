namespace Ledger.Sdk.Ethereum;

/// <summary>Where a new contract will be.</summary>
public static class ContractAddress
{
    /// <summary>The address of a contract created by a transaction or by <c>CREATE</c>: of its creator and the creator's nonce.</summary>
    public static Address Create(Address sender, ulong nonce) =>
        Last20(Keccak256.Hash(new RlpWriter(32).BeginList().Write(sender.Span).Write(nonce).EndList().Written));

    /// <summary>The address of a contract created by <c>CREATE2</c> (EIP-1014).</summary>
    public static Address Create2(Address sender, Hash32 salt, Hash32 initCodeHash) =>
        Last20(Keccak256.Hash([0xFF, .. sender.Span, .. salt.Span, .. initCodeHash.Span]));

    private static Address Last20(Hash32 hash) => new(hash.Span[12..]);
}
