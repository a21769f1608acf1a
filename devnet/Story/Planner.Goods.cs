using Ledger.Sdk.Gs1;
using Ledger.Sdk.Parties;

namespace Ledger.Devnet.Story;

/// <content>Finds the units that a document means, and brings them where it says they are.</content>
internal sealed partial class Planner
{
    /// <summary>Who has the goods before the event: the giver it names, who holds them, who issued their identifiers, or whoever is there.</summary>
    private CastMember GiverOf(StoryEvent e)
    {
        if (cast.Of(e.From) is { } from) return from;
        if (Known(e) is { } holding) return holding.Custodian;
        var issuer = e.AllItems.Concat(e.AllQuantities.Select(quantity => quantity.Class)).Select(goods => cast.Of(goods)).FirstOrDefault(member => member is not null);
        var there = cast.Of(e.Place);
        return (Coming.Contains(e.Step) ? issuer ?? there : there ?? issuer) ?? cast.With(PartyRoles.Producer);
    }

    private Holding? Known(StoryEvent e) => e.AllItems.Where(item => !IsPlace(item)).Select(Epc.Identity)
        .Concat(e.AllQuantities.Select(quantity => Epc.Identity(quantity.Class))).SelectMany(book.Find).FirstOrDefault();

    /// <summary>The units that the goods are; those that are new to the ledger are registered by <paramref name="holder"/>.</summary>
    private IReadOnlyList<Holding> Present(Goods goods, CastMember holder)
    {
        var items = goods.Items.Where(item => !IsPlace(item)).Select(Epc.Identity).Distinct().ToList();
        foreach (var lot in items.Where(item => !book.Find(item).Any()).GroupBy(lots.LotOf).ToList()) Register(lot.Key, [.. lot], holder);
        return [.. items.SelectMany(book.Find), .. goods.Quantities.SelectMany(quantity => Bulk(quantity, holder))];
    }

    /// <summary>One item; null for one that was used up.</summary>
    private Holding? Item(string item, CastMember holder) => Present(new Goods([item], []), holder) is [var unit, ..] ? unit : null;

    private void Register(string? lotIdentity, IReadOnlyList<string> items, CastMember holder)
    {
        // A unit that was used up is gone for good: a document that names it again is history, not goods.
        var fresh = items.Where(item => book.Holdings.All(holding => holding.Identity != item)).ToList();
        if (fresh.Count == 0) return;
        var lot = lotIdentity is null ? null : book.FindLot(lotIdentity) ?? book.RegisterLot(Maker(holder), lotIdentity, lots.SizeOf(lotIdentity));
        book.RegisterUnits(lot?.Issuer ?? holder, lot, [.. fresh.Select(item => (item, 1UL))]);
    }

    /// <summary>A quantity of a class: one unit of that amount, divided off a larger one where there is one.</summary>
    private IEnumerable<Holding> Bulk(Quantity quantity, CastMember holder)
    {
        var identity = Epc.Identity(quantity.Class);
        var isLot = LotPlan.IsLot(quantity.Class);
        if (book.Holdings.All(holding => holding.Identity != identity))
        {
            var lot = !isLot ? null : book.FindLot(identity) ?? book.RegisterLot(Maker(holder), identity, lots.SizeOf(identity));
            var all = lot is null ? Math.Max(1, (ulong)quantity.Amount) : Math.Min(lot.Remaining, lots.BulkOf(identity));
            if (all > 0) book.RegisterUnits(lot?.Issuer ?? holder, lot, [(identity, all)]);
        }
        var wanted = isLot ? lots.SizeOf(identity).Amount(quantity.Amount) : (ulong)quantity.Amount;
        var free = book.Find(identity).Where(part => part.Contents.Count == 0).ToList();
        var there = free.Where(part => part.Custodian == holder).ToList();
        var chosen = there.Concat(free).FirstOrDefault(part => part.Amount == wanted)
            ?? there.Concat(free).FirstOrDefault(part => part.Amount > wanted)
            ?? there.Concat(free).MaxBy(part => part.Amount);
        if (chosen is null) return [];
        if (chosen.Amount <= wanted || wanted == 0) return [chosen];
        if (chosen.Parent is { } outer) book.Unpack(outer, [chosen]);
        return [book.Split(chosen, wanted)];
    }

    /// <summary>Only a producer registers lots.</summary>
    private CastMember Maker(CastMember holder) => holder.Roles.HasFlag(PartyRoles.Producer) ? holder : cast.With(PartyRoles.Producer);

    /// <summary>Hands over what somebody else holds; a pallet as one unit with all that is in it.</summary>
    private void Bring(CastMember to, IReadOnlyList<Holding> goods)
    {
        foreach (var (from, units) in Deliveries(to, goods)) book.HandOff(from, to, units);
    }

    /// <summary>The receiver refuses the delivery, which stays with the giver.</summary>
    private void Refuse(CastMember by, IReadOnlyList<Holding> goods, string reason)
    {
        foreach (var (from, units) in Deliveries(by, goods)) book.Reject(from, by, units, reason);
    }

    private List<(CastMember From, IReadOnlyList<Holding> Units)> Deliveries(CastMember to, IReadOnlyList<Holding> goods)
    {
        var away = goods.Where(unit => unit.Lives && unit.Custodian != to).ToList();
        Free(away.Where(unit => unit.Top != unit && !IsWhole(unit.Top, goods)).ToList());
        return [.. away.Select(unit => unit.Top).Distinct().GroupBy(unit => unit.Custodian).Select(group => (group.Key, (IReadOnlyList<Holding>)[.. group]))];
    }

    /// <summary>Takes units out of whatever they are packed in.</summary>
    private void Free(IReadOnlyList<Holding> goods)
    {
        foreach (var group in goods.Where(unit => unit.Parent is not null).GroupBy(unit => unit.Parent!).ToList()) book.Unpack(group.Key, [.. group]);
    }

    /// <summary>Whether everything in a pallet is meant, so that it moves as it is.</summary>
    private static bool IsWhole(Holding top, IReadOnlyList<Holding> goods) =>
        goods.Contains(top) || (top.Contents.Count > 0 && top.Contents.All(child => IsWhole(child, goods)));
}
