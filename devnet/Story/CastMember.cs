using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Devnet.Story;

/// <summary>A company of the story: its own key, its party number once it is admitted.</summary>
/// <param name="Name">As its documents call it.</param>
/// <param name="Company">Its GS1 company prefix; empty for one that the documents do not name.</param>
/// <param name="Roles">What it may do.</param>
/// <param name="Identity">What the chain has a commitment of.</param>
/// <param name="Key">Signs for it. The devnet's keys follow from the names and are public.</param>
internal sealed record CastMember(string Name, string Company, PartyRoles Roles, PartyIdentity Identity, PrivateKey Key)
{
    /// <summary>The number that the Registry gave it.</summary>
    public PartyId Id { get; set; }

    /// <summary>The epoch that its intents bind.</summary>
    public uint Epoch { get; set; }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
