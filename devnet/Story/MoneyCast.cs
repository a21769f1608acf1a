using Ledger.Sdk.Parties;

namespace Ledger.Devnet.Story;

/// <summary>Who plays with money: parties of the documents, and the bank and two lenders that no document names.</summary>
/// <param name="Bank">Issues settlement money.</param>
/// <param name="Buyer">The shop.</param>
/// <param name="Seller">Who makes what the shop buys.</param>
/// <param name="Carrier">Between the two.</param>
/// <param name="Supplier">The seller's own supplier.</param>
/// <param name="Lenders">Two that bid.</param>
internal sealed record MoneyCast(
    CastMember Bank, CastMember Buyer, CastMember Seller, CastMember Carrier, CastMember Supplier, IReadOnlyList<CastMember> Lenders)
{
    /// <summary>Those that no document names.</summary>
    public IReadOnlyList<CastMember> Newcomers { get; private init; } = [];

    /// <summary>Chooses them out of the story's cast, and adds whoever is missing.</summary>
    public static MoneyCast From(Cast cast)
    {
        var newcomers = new List<CastMember>();
        var (buyer, carrier) = (cast.With(PartyRoles.Retailer), cast.With(PartyRoles.Carrier));
        var makers = cast.Members.Where(member => member.Roles.HasFlag(PartyRoles.Producer) && member != buyer && member != carrier).ToList();
        var seller = makers.Count > 0 ? makers[^1] : New("Hillside Creamery", PartyRoles.Producer);
        var supplier = cast.Members.FirstOrDefault(member => member != buyer && member != carrier && member != seller) ?? New("Valley Packaging", PartyRoles.Producer);
        var bank = New("Clearing Bank", PartyRoles.Bank);
        var lenders = new[] { New("Riverside Credit", PartyRoles.None), New("Harbour Factoring", PartyRoles.None) };
        return new MoneyCast(bank, buyer, seller, carrier, supplier, lenders) { Newcomers = newcomers };

        CastMember New(string name, PartyRoles roles)
        {
            var member = new CastMember(name, "", roles, PartyIdentity.Of(name, null), StoryKeys.Of($"party  {name}"));
            newcomers.Add(member);
            return member;
        }
    }
}
