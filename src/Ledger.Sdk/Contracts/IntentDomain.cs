using System.Buffers.Binary;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Contracts;

/// <summary>Where a signature counts: one contract on one chain. EIP-712 domain with name <c>Ledger</c> and version <c>1</c>.</summary>
public readonly record struct IntentDomain(ulong ChainId, Address Contract)
{
    private static readonly Hash32 TypeHash = Keccak256.Hash("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"u8);
    private static readonly Hash32 NameHash = Keccak256.Hash("Ledger"u8);
    private static readonly Hash32 VersionHash = Keccak256.Hash("1"u8);

    /// <summary>The EIP-712 domain separator.</summary>
    public Hash32 Separator
    {
        get
        {
            Span<byte> words = stackalloc byte[160];
            words.Clear();
            TypeHash.Span.CopyTo(words);
            NameHash.Span.CopyTo(words[32..]);
            VersionHash.Span.CopyTo(words[64..]);
            BinaryPrimitives.WriteUInt64BigEndian(words[120..], ChainId);
            Contract.Span.CopyTo(words[140..]);
            return Keccak256.Hash(words);
        }
    }

    /// <summary>What a key signs: keccak256(0x19 0x01 ‖ separator ‖ <paramref name="structHash"/>).</summary>
    public Hash32 Digest(Hash32 structHash)
    {
        Span<byte> message = stackalloc byte[66];
        message[0] = 0x19;
        message[1] = 0x01;
        Separator.Span.CopyTo(message[2..]);
        structHash.Span.CopyTo(message[34..]);
        return Keccak256.Hash(message);
    }
}
