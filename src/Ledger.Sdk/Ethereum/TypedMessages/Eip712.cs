using System.Numerics;
using System.Text;

namespace Ledger.Sdk.Ethereum;

/// <summary>The pieces of EIP-712 for code that knows its types: type hashes, the domain separator, the digest that is signed.</summary>
public static class Eip712
{
    /// <summary>The hash of an encoded type such as <c>Mail(address to,string text)</c>, referenced types appended in order.</summary>
    public static Hash32 TypeHash(string encodedType) => Keccak256.Hash(Encoding.UTF8.GetBytes(encodedType));

    /// <summary>The separator of a domain that has a name, a version, a chain and a contract.</summary>
    public static Hash32 DomainSeparator(string name, string version, ulong chainId, Address verifyingContract) =>
        new Eip712Domain(name, version, chainId, verifyingContract).Separator;

    /// <summary>What a key signs: <c>keccak256(0x19 ‖ 0x01 ‖ domainSeparator ‖ structHash)</c>.</summary>
    public static Hash32 Digest(Hash32 domainSeparator, Hash32 structHash)
    {
        Span<byte> message = stackalloc byte[66];
        message[0] = 0x19;
        message[1] = 0x01;
        domainSeparator.Span.CopyTo(message[2..]);
        structHash.Span.CopyTo(message[34..]);
        return Keccak256.Hash(message);
    }
}

/// <summary>Where a signature counts; the fields that are null are absent from the domain's type.</summary>
public sealed record Eip712Domain(
    string? Name = null, string? Version = null, BigInteger? ChainId = null, Address? VerifyingContract = null, Hash32? Salt = null)
{
    /// <summary>The encoded type, with the fields that are present, in the order of EIP-712.</summary>
    public string EncodedType
    {
        get
        {
            string?[] fields =
            [
                Name is null ? null : "string name", Version is null ? null : "string version", ChainId is null ? null : "uint256 chainId",
                VerifyingContract is null ? null : "address verifyingContract", Salt is null ? null : "bytes32 salt",
            ];
            return $"EIP712Domain({string.Join(',', fields.Where(present => present is not null))})";
        }
    }

    /// <summary>The hash of the domain, <c>hashStruct(eip712Domain)</c>.</summary>
    public Hash32 Separator
    {
        get
        {
            var hasher = new Eip712Struct(Eip712.TypeHash(EncodedType));
            if (Name is not null) hasher.AddString(Name);
            if (Version is not null) hasher.AddString(Version);
            if (ChainId is { } chainId) hasher.Add(chainId);
            if (VerifyingContract is { } contract) hasher.Add(contract);
            if (Salt is { } salt) hasher.Add(salt);
            return hasher.Hash();
        }
    }
}
