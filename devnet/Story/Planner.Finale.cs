using Ledger.Sdk.Custody;
using Ledger.Sdk.Gs1;
using Ledger.Sdk.Parties;

namespace Ledger.Devnet.Story;

/// <content>The closing act: over goods that the documents name, whatever of a supply chain they did not show.</content>
internal sealed partial class Planner
{
    /// <summary>Completes the story. Returns the unit that has travelled furthest; null where the documents name no goods.</summary>
    public Holding? Close(IReadOnlyList<StoryEvent> events)
    {
        var traveller = Traveller();
        if (traveller is null) return null;
        Recite(events, traveller);
        if (!Saw(StepKind.Pack) || !book.MovedPallet || !Saw(StepKind.Reject) || RolesMissing().Any()) Deliver(traveller);
        if (!Saw(StepKind.Transform) && Material(traveller) is { } material)
        {
            Recite(events, material);
            Repack(material);
        }
        if (!Saw(StepKind.Condition)) book.Report(traveller.Top, Condition.Damaged, "damage");
        if (!Saw(StepKind.Recall) && book.Lots.LastOrDefault(lot => lot != traveller.Lot) is { } lot) book.Recall(lot, "a fault found in a sample of it");
        return Traveller();
    }

    /// <summary>A single item before anything else, with a lot before without, and of those the one that passed through most hands.</summary>
    private Holding? Traveller() => book.Holdings.Where(unit => unit.Lives && unit.Contents.Count == 0)
        .OrderByDescending(IsTradeItem).ThenByDescending(unit => unit.Hands).ThenByDescending(unit => unit.Lot is not null).FirstOrDefault();

    private bool Saw(StepKind kind) => book.Steps.Any(step => step.Kind == kind);

    private IEnumerable<PartyRoles> RolesMissing() =>
        new[] { PartyRoles.Carrier, PartyRoles.Warehouse, PartyRoles.Retailer }.Where(role => !book.Takers.Any(taker => taker.Roles.HasFlag(role)));

    /// <summary>Names the last captured event about the goods as the reason of what follows.</summary>
    private void Recite(IReadOnlyList<StoryEvent> events, Holding unit) =>
        book.Because = events.LastOrDefault(e => e.AllItems.Concat(e.AllQuantities.Select(quantity => quantity.Class)).Any(goods => Epc.Identity(goods) == unit.Identity)) ?? book.Because;

    /// <summary>By pallet over carrier and warehouse to the retailer, who first refuses it.</summary>
    private void Deliver(Holding traveller)
    {
        var sender = traveller.Custodian;
        var (carrier, warehouse, retailer) = (cast.With(PartyRoles.Carrier), cast.With(PartyRoles.Warehouse), cast.With(PartyRoles.Retailer));
        var pallet = Pallet(sender);
        if (traveller.Top != pallet)
        {
            Free([traveller]);
            Bring(sender, [pallet]);
            if (pallet.Parent is { } outer) book.Unpack(outer, [pallet]);
            book.Pack(sender, pallet, [traveller]);
        }
        Bring(carrier, [pallet]);
        Bring(warehouse, [pallet]);
        Bring(carrier, [pallet]);
        Refuse(retailer, [pallet], "the delivery came outside the agreed hours");
        Bring(retailer, [pallet]);
        book.Unpack(traveller.Parent!, [traveller]);
    }

    private Holding Pallet(CastMember sender) =>
        book.Holdings.Where(unit => unit.Lives && Epc.TryParse(unit.Identity, out var epc) && epc.Kind == EpcKind.Sscc).OrderByDescending(unit => unit.Contents.Count).FirstOrDefault()
            ?? Item(NewSscc(sender), sender)!;

    /// <summary>A quantity of a lot that is free to be used up; else a trade item.</summary>
    private Holding? Material(Holding traveller) => book.Holdings
        .Where(unit => unit.Lives && unit != traveller && unit.Contents.Count == 0 && unit.Identity.Contains("/01/", StringComparison.Ordinal))
        .OrderByDescending(unit => unit.Lot?.Identity == unit.Identity).ThenBy(unit => unit.Parent is not null).FirstOrDefault();

    /// <summary>The material becomes a new lot of the same goods.</summary>
    private void Repack(Holding material)
    {
        var by = Maker(material.Custodian);
        Bring(by, [material]);
        Free([material]);
        var size = material.Lot is { } lot ? lot.Size with { Quantity = material.Amount } : new LotSize(material.Amount, "", 0);
        var gtin = Epc.Parse(material.Identity).PrimaryKey.Value;
        var made = Epc.Identity($"https://id.gs1.org/01/{gtin}/10/REPACKED-1");
        book.Transform(by, [material], [(made, size)], []);
        book.RegisterUnits(by, book.FindLot(made)!, [(made, size.Quantity)]);
    }

    private static string NewSscc(CastMember sender)
    {
        var body = $"1{sender.Company}".PadRight(17, '0')[..17];
        var sum = body.Select((digit, index) => (digit - '0') * (index % 2 == 0 ? 3 : 1)).Sum();
        return $"https://id.gs1.org/00/{body}{(10 - sum % 10) % 10}";
    }

    private static int IsTradeItem(Holding unit) => Epc.TryParse(unit.Identity, out var epc) && epc.Kind == EpcKind.Sgtin ? 1 : 0;
}
