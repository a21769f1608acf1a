using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Features.Session;

/// <summary>What a key signs to sign in, as EIP-712 typed data <c>SignIn</c>.</summary>
/// <param name="Account">The address of the key.</param>
/// <param name="Origin">The server that asked: a signature for one server is worth nothing at another.</param>
/// <param name="Nonce">32 random bytes, good for one sign-in.</param>
/// <param name="IssuedAt">Unix seconds.</param>
/// <param name="ExpiresAt">Unix seconds, after which the signature counts for nothing.</param>
public sealed record SignInMessage(Address Account, string Origin, Hash32 Nonce, ulong IssuedAt, ulong ExpiresAt)
{
    private static readonly Hash32 TypeHash = Eip712.TypeHash("SignIn(address account,string origin,bytes32 nonce,uint64 issuedAt,uint64 expiresAt)");

    /// <summary>The digest that the key signs.</summary>
    public Hash32 Digest(ulong chainId)
    {
        var fields = new Eip712Struct(TypeHash);
        fields.Add(Account);
        fields.AddString(Origin);
        fields.Add(Nonce);
        fields.Add(IssuedAt);
        fields.Add(ExpiresAt);
        return Eip712.Digest(new Eip712Domain("Ledger", "1", chainId).Separator, fields.Hash());
    }

    /// <summary>The whole typed data, ready for <c>eth_signTypedData_v4</c>.</summary>
    public TypedSignIn Typed(ulong chainId) => new(
        new Dictionary<string, IReadOnlyList<TypedField>>
        {
            ["EIP712Domain"] = [new("name", "string"), new("version", "string"), new("chainId", "uint256")],
            ["SignIn"] = [new("account", "address"), new("origin", "string"), new("nonce", "bytes32"), new("issuedAt", "uint64"), new("expiresAt", "uint64")],
        },
        "SignIn", new TypedDomain("Ledger", "1", chainId), this);
}

/// <summary>EIP-712 typed data of a sign-in.</summary>
public sealed record TypedSignIn(IReadOnlyDictionary<string, IReadOnlyList<TypedField>> Types, string PrimaryType, TypedDomain Domain, SignInMessage Message);

/// <summary>A field of a typed struct.</summary>
public sealed record TypedField(string Name, string Type);

/// <summary>The domain of a sign-in: no contract takes it, so none is named.</summary>
public sealed record TypedDomain(string Name, string Version, ulong ChainId);
