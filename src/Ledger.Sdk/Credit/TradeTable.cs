using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Credit;

/// <summary>All trades, found by either side.</summary>
internal sealed class TradeTable
{
    private readonly Dictionary<PartyId, Dictionary<PartyId, Trade>> buying = [];
    private readonly Dictionary<PartyId, Dictionary<PartyId, Trade>> selling = [];

    public Trade? Find(PartyId buyer, PartyId seller) => buying.TryGetValue(buyer, out var sides) ? sides.GetValueOrDefault(seller) : null;

    /// <summary>The trade of two parties. Where it is their first, those whose sole partner one of them was are <paramref name="touched"/>.</summary>
    public Trade Between(PartyId buyer, PartyId seller, HashSet<PartyId> touched)
    {
        if (Find(buyer, seller) is { } known) return known;
        var trade = new Trade();
        Add(buyer, seller, trade);
        if (PartnersOf(buyer) <= 2) touched.UnionWith(PartnerIds(buyer));
        if (PartnersOf(seller) <= 2) touched.UnionWith(PartnerIds(seller));
        return trade;
    }

    /// <summary>Takes back a trade that there was not: its only receivable turned out to be another seller's.</summary>
    public void ForgetEmpty(PartyId buyer, PartyId seller)
    {
        if (Find(buyer, seller) is not { IsEmpty: true }) return;
        if (buying[buyer].Remove(seller) && buying[buyer].Count == 0) buying.Remove(buyer);
        if (selling[seller].Remove(buyer) && selling[seller].Count == 0) selling.Remove(seller);
    }

    public IEnumerable<KeyValuePair<PartyId, Trade>> BuyingOf(PartyId party) => Sides(buying, party);

    public IEnumerable<KeyValuePair<PartyId, Trade>> SellingOf(PartyId party) => Sides(selling, party);

    /// <summary>With how many parties one trades, in either direction.</summary>
    public int PartnersOf(PartyId party)
    {
        var (bought, sold) = (buying.GetValueOrDefault(party), selling.GetValueOrDefault(party));
        if (bought is null || sold is null) return (bought ?? sold)?.Count ?? 0;
        // Only few and many are told apart, so the smaller side is counted.
        var (few, many) = bought.Count < sold.Count ? (bought, sold) : (sold, bought);
        var both = 0;
        foreach (var partner in few.Keys) if (many.ContainsKey(partner)) both++;
        return few.Count + many.Count - both;
    }

    public IEnumerable<PartyId> PartnerIds(PartyId party) => Sides(buying, party).Concat(Sides(selling, party)).Select(pair => pair.Key).Distinct();

    public void Write(BinaryWriter writer) => writer.Table(buying, writer.Party, sides => writer.Table(sides, writer.Party, trade => trade.Write(writer)));

    public void Read(BinaryReader reader)
    {
        for (var buyers = reader.Read7BitEncodedInt(); buyers > 0; buyers--)
        {
            var buyer = reader.Party();
            for (var sellers = reader.Read7BitEncodedInt(); sellers > 0; sellers--) Add(buyer, reader.Party(), Trade.Read(reader));
        }
    }

    private void Add(PartyId buyer, PartyId seller, Trade trade)
    {
        Of(buying, buyer)[seller] = trade;
        Of(selling, seller)[buyer] = trade;
    }

    private static Dictionary<PartyId, Trade> Of(Dictionary<PartyId, Dictionary<PartyId, Trade>> table, PartyId party)
    {
        if (!table.TryGetValue(party, out var sides)) table[party] = sides = new Dictionary<PartyId, Trade>(2);
        return sides;
    }

    private static IEnumerable<KeyValuePair<PartyId, Trade>> Sides(Dictionary<PartyId, Dictionary<PartyId, Trade>> table, PartyId party) =>
        table.TryGetValue(party, out var sides) ? sides.OrderBy(pair => pair.Key) : [];
}
