using Ledger.Sdk.Gs1;
using Ledger.Sdk.Parties;

namespace Ledger.Devnet.Story;

/// <summary>The parties of the story: the companies that the documents name, completed so that farm or factory, carrier, warehouse and retailer are there.</summary>
internal sealed class Cast
{
    private static readonly (PartyRoles Role, string Name)[] Needed =
    [
        (PartyRoles.Producer, "Orchard Farm"), (PartyRoles.Carrier, "Northway Carriers"), (PartyRoles.Warehouse, "Harbour Warehouse"), (PartyRoles.Retailer, "Corner Market"),
    ];

    private readonly Companies companies;
    private readonly Dictionary<string, CastMember> byCompany;

    private Cast(Companies companies, IReadOnlyList<CastMember> members)
    {
        this.companies = companies;
        Members = members;
        byCompany = members.Where(member => member.Company.Length > 0).ToDictionary(member => member.Company);
    }

    /// <summary>Everyone, in the order of admission.</summary>
    public IReadOnlyList<CastMember> Members { get; }

    /// <summary>Reads the cast out of the events.</summary>
    /// <param name="events">In the order of their times.</param>
    /// <param name="names">Names of parties and places from the documents' master data.</param>
    public static Cast From(IReadOnlyList<StoryEvent> events, IReadOnlyDictionary<string, string> names)
    {
        var companies = new Companies(events.SelectMany(e => e.Locations.Concat(e.AllItems).Concat(e.AllQuantities.Select(quantity => quantity.Class))));
        var members = new List<CastMember>();
        foreach (var company in events.SelectMany(e => e.Locations).Select(companies.Of).OfType<string>().Distinct())
        {
            var roles = RolesOf(company, events, companies);
            var name = names.Where(entry => companies.Of(entry.Key) == company).OrderByDescending(entry => IsParty(entry.Key)).Select(entry => entry.Value).FirstOrDefault();
            members.Add(Member(name ?? $"{RoleName(roles)} {company}", company, roles, GlnOf(company, events, companies)));
        }
        foreach (var (role, name) in Needed.Where(needed => !members.Any(member => member.Roles.HasFlag(needed.Role)))) members.Add(Member(name, "", role, null));
        return new Cast(companies, members);
    }

    /// <summary>The party that an identifier of a place, party or item belongs to; null where it tells none, or one that no document names.</summary>
    public CastMember? Of(string? identifier) => companies.Of(identifier) is { } company ? byCompany.GetValueOrDefault(company) : null;

    /// <summary>The first party with a role.</summary>
    public CastMember With(PartyRoles role) => Members.First(member => member.Roles.HasFlag(role));

    /// <summary>The first party with a role that is none of those given; null where there is no other.</summary>
    public CastMember? With(PartyRoles role, params CastMember[] but) => Members.FirstOrDefault(member => member.Roles.HasFlag(role) && !but.Contains(member));

    /// <summary>What a company does in the documents. Whoever brings goods into the story has to register them, so whoever has trade items of its own may issue lots.</summary>
    private static PartyRoles RolesOf(string company, IReadOnlyList<StoryEvent> events, Companies companies)
    {
        var own = events.Where(e => companies.Of(e.From ?? e.Place) == company).ToList();
        var carries = own.Any(e => e.Step is "transporting" or "loading" or "unloading" or "departing" or "arriving");
        var sells = own.Any(e => e.Step is "retail_selling" or "stocking" || e.Disposition is "retail_sold" or "sellable_accessible");
        var makes = own.Any(e => e.Type == "TransformationEvent" || e.Step is "commissioning" or "creating_class_instance" or "packing" or "assembling");
        var stores = own.Any(e => e.Step is "storing" or "receiving" or "unpacking" or "repackaging" or "staging_outbound");
        var issues = events.Any(e => e.AllItems.Concat(e.AllQuantities.Select(quantity => quantity.Class)).Any(goods => companies.Of(goods) == company && IsTradeItem(goods)));
        var role = carries ? PartyRoles.Carrier : sells ? PartyRoles.Retailer : makes ? PartyRoles.Producer : stores ? PartyRoles.Warehouse : PartyRoles.None;
        return issues || role == PartyRoles.None ? role | PartyRoles.Producer : role;
    }

    private static bool IsTradeItem(string goods) => goods.Contains(":sgtin:", StringComparison.Ordinal) || goods.Contains(":lgtin:", StringComparison.Ordinal) || goods.Contains("/01/", StringComparison.Ordinal);

    private static bool IsParty(string identifier) => identifier.Contains(":pgln:", StringComparison.Ordinal) || identifier.Contains("/417/", StringComparison.Ordinal);

    private static string RoleName(PartyRoles roles) =>
        roles.HasFlag(PartyRoles.Carrier) ? "Carrier" : roles.HasFlag(PartyRoles.Retailer) ? "Retailer" : roles.HasFlag(PartyRoles.Warehouse) ? "Warehouse" : "Factory";

    /// <summary>The key follows from the name, so that the same party comes back at the next start. Such keys are public: for development chains only.</summary>
    private static CastMember Member(string name, string company, PartyRoles roles, string? gln) =>
        new(name, company, roles, PartyIdentity.Of(name, gln), StoryKeys.Of($"party {company} {name}"));

    /// <summary>The company's own GLN: that of a party the documents name, not of one of its places.</summary>
    private static string? GlnOf(string company, IReadOnlyList<StoryEvent> events, Companies companies) =>
        events.SelectMany(e => e.Locations).Where(identifier => IsParty(identifier) && companies.Of(identifier) == company)
            .Select(identifier => Epc.TryParse(identifier, out var epc) ? epc.PrimaryKey.Value : null).FirstOrDefault();
}
