using System.Security.Cryptography;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Confidentiality;

/// <summary>The two EIP-712 messages of a party that holds its own encryption key, in the domain of the Registry: the one it derives the key from,
/// and the one that registers the public part.</summary>
public static class EncryptionKeyMessages
{
    private const string Purpose = "My signature of this message is the key that opens what is confidential to me. Nobody else may ever see it.";

    private static readonly Hash32 SeedType = Eip712.TypeHash("EncryptionKeySeed(string purpose,uint64 party,uint64 generation)");
    private static readonly Hash32 RegistrationType = Eip712.TypeHash("EncryptionKeyRegistration(uint64 party,uint64 generation,bytes publicKey)");

    /// <summary>The party's encryption key of a generation. It follows from the signing key (RFC 6979 signatures are deterministic): nothing more has to be kept.</summary>
    public static EncryptionKey Derive(IntentDomain registry, PartyId party, ulong generation, PrivateKey signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        var fields = new Eip712Struct(SeedType);
        fields.AddString(Purpose);
        fields.Add(party.Value);
        fields.Add(generation);
        var seed = signer.Sign(registry.Digest(fields.Hash())).ToBytes();
        var key = EncryptionKey.Derive(seed);
        CryptographicOperations.ZeroMemory(seed);
        return key;
    }

    /// <summary>What the party signs to register a public key.</summary>
    public static Hash32 RegistrationDigest(IntentDomain registry, PartyId party, ulong generation, EncryptionPublicKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var fields = new Eip712Struct(RegistrationType);
        fields.Add(party.Value);
        fields.Add(generation);
        fields.AddBytes(key.Span);
        return registry.Digest(fields.Hash());
    }
}
