using System.Numerics;

namespace Ledger.Sdk.Ethereum;

/// <summary>An account as the state trie holds it, under the hash of its address.</summary>
/// <remarks>Yellow Paper section 4.1.</remarks>
/// <param name="Nonce">Transactions sent, or contracts created.</param>
/// <param name="Balance">Wei.</param>
/// <param name="StorageRoot">The root of the contract's storage.</param>
/// <param name="CodeHash">The hash of the contract's code.</param>
public sealed record AccountState(ulong Nonce, BigInteger Balance, Hash32 StorageRoot, Hash32 CodeHash)
{
    /// <summary>The bytes that stand in the state trie.</summary>
    public byte[] Encode() => new RlpWriter(128).BeginList().Write(Nonce).Write(Balance).Write(StorageRoot).Write(CodeHash).EndList().ToArray();

    /// <summary>Decodes the bytes of the state trie.</summary>
    /// <exception cref="FormatException">Not the encoding of an account.</exception>
    public static AccountState Decode(ReadOnlySpan<byte> encoded)
    {
        var reader = new RlpReader(encoded);
        var fields = reader.ReadList();
        reader.RequireEnd();
        var account = new AccountState(fields.ReadUInt64(), fields.ReadUInt256(), fields.ReadHash32(), fields.ReadHash32());
        fields.RequireEnd();
        return account;
    }
}
