using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Confidentiality;

/// <summary>A party's registered encryption key.</summary>
/// <param name="Id">Its number at the API.</param>
/// <param name="Party">Whose it is.</param>
/// <param name="Generation">1 for the first; what is new is encrypted to the newest.</param>
/// <param name="PublicKey">65 bytes: 0x04 and both coordinates.</param>
/// <param name="HeldBy"><c>party</c>: the party alone has the private part; <c>api</c>: the API has it for the party.</param>
/// <param name="Signature">The party's signature of the registration; null for a key that the API holds.</param>
/// <param name="Created">Unix seconds.</param>
public sealed record EncryptionKeyInfo(long Id, PartyId Party, ulong Generation, string PublicKey, string HeldBy, string? Signature, long Created)
{
    /// <summary>Whether the party's key signed the registration: then no server can have put another key in its place.</summary>
    public bool IsSignedBy(Address key, IntentDomain registry) =>
        Signature is not null && Hex.TryDecode(Signature, out var bytes) && Ethereum.Signature.TryParse(bytes, out var signature)
        && signature.TryRecover(EncryptionKeyMessages.RegistrationDigest(registry, Party, Generation, EncryptionPublicKey.Parse(PublicKey)), out var signer) && signer == key;
}
