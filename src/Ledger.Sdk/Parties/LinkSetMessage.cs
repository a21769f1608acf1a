using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Parties;

/// <summary>
/// What a party signs when it sets the links of an identifier: EIP-712 <c>LinkSet</c> in the domain of the Anchors contract. No contract takes it;
/// it shows later who set which links.
/// </summary>
/// <param name="Party">The party.</param>
/// <param name="Link">The canonical Digital Link, such as <c>https://id.gs1.org/01/09506000134376/21/{}</c>; its hash is signed.</param>
/// <param name="Links">keccak256 of the document's bytes as they are sent; zero for a removal.</param>
/// <param name="Version">One more than the version it replaces; 1 for the first.</param>
public sealed record LinkSetMessage(PartyId Party, string Link, Hash32 Links, ulong Version)
{
    private static readonly Hash32 TypeHash = Eip712.TypeHash("LinkSet(uint64 party,bytes32 key,bytes32 links,uint64 version)");

    /// <summary>The digest that the party's key signs.</summary>
    public Hash32 Digest(DeploymentManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var fields = new Eip712Struct(TypeHash);
        fields.Add(Party.Value);
        fields.AddString(Link);
        fields.Add(Links);
        fields.Add(Version);
        return manifest.DomainOf(LedgerContract.Anchors).Digest(fields.Hash());
    }
}
