using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Gs1;
using Ledger.Sdk.Parties;

namespace Ledger.Devnet.Story;

/// <summary>
/// Reads custody out of EPCIS events, in the order of their times. Where a document shows goods with a party that the ledger does not see them
/// with, the hand-off in between is made up for, signed by both: documents of a real company show only its own side of a chain.
/// </summary>
internal sealed partial class Planner(Book book, Cast cast, LotPlan lots)
{
    private static readonly string[] Leaving = ["shipping", "departing", "consigning"];
    private static readonly string[] Coming = ["receiving", "accepting", "arriving", "unloading"];
    private static readonly string[] Ending = ["destroying", "decommissioning", "consuming"];
    private static readonly string[] Refused = ["damaged", "mismatch_class", "mismatch_instance", "mismatch_quantity", "non_conformant", "returned", "expired"];

    private readonly HashSet<string> told = [];

    /// <summary>Plans everything that one event means for custody; nothing where it only observes.</summary>
    /// <returns>Why it means nothing, in words; null where it means something or only observes.</returns>
    public string? Tell(StoryEvent e)
    {
        book.Because = e;
        if (e.DeclaresError) return "declares an earlier event wrong, so it moves nothing";
        if (!told.Add(Fingerprint(e))) return "says the same as an earlier event";
        if (e.Type == "TransformationEvent") Make(e);
        else if (e.Type is "AggregationEvent" or "AssociationEvent") Contain(e);
        else Observe(e);
        return null;
    }

    private void Observe(StoryEvent e)
    {
        var goods = Present(e.Named, GiverOf(e)).ToList();
        if (e.Parent is not null && !IsPlace(e.Parent) && Item(e.Parent, GiverOf(e)) is { } parent) goods.Add(parent);
        if (goods.Count == 0) return;
        Move(e, goods);
        Watch(e, goods);
        if (e.Action == "DELETE" && Ending.Contains(e.Step)) UseUp(goods);
    }

    private void Contain(StoryEvent e)
    {
        if (e.Parent is null ? e.Action == "DELETE" && e.Named.IsEmpty : IsPlace(e.Parent))
        {
            // Installed at a place: the goods are where they are, in nobody's pallet.
            Observe(e with { Parent = null });
            return;
        }
        var comes = Coming.Contains(e.Step);
        var packer = comes || e.To is not null ? GiverOf(e) : cast.Of(e.Place) ?? GiverOf(e);
        if (e.Parent is null || Item(e.Parent, packer) is not { } parent) return;
        if (e.Action == "DELETE")
        {
            TakeOut(e, parent);
            return;
        }
        var at = parent.Contents.Count > 0 && comes ? parent.Custodian : packer;
        var children = Present(e.Named, at).Where(child => child.Parent != parent && child != parent).ToList();
        if (children.Count > 0)
        {
            Bring(at, [parent]);
            Bring(at, children);
            foreach (var child in children.Where(child => child.Parent is { } other && other != parent).ToList()) book.Unpack(child.Parent!, [child]);
            if (parent.Parent is { } outer) book.Unpack(outer, [parent]);
            book.Pack(at, parent, children);
        }
        Move(e, [parent]);
        Watch(e, [parent]);
    }

    private void TakeOut(StoryEvent e, Holding parent)
    {
        if (parent.Contents.Count == 0) return;
        if (cast.Of(e.Place) is { } place) Bring(place, [parent]);
        var named = e.Named.Items.Select(Epc.Identity).ToHashSet();
        var classes = e.Named.Quantities.Select(quantity => Epc.Identity(quantity.Class)).ToHashSet();
        var children = e.Named.IsEmpty ? [.. parent.Contents] : parent.Contents.Where(child => named.Contains(child.Identity) || classes.Contains(child.Identity)).ToList();
        if (children.Count > 0) book.Unpack(parent, children);
    }

    /// <summary>Moves what the event says has left or come.</summary>
    private void Move(StoryEvent e, List<Holding> goods)
    {
        var (from, to) = (cast.Of(e.From), cast.Of(e.To));
        if (Leaving.Contains(e.Step))
        {
            var giver = from ?? cast.Of(e.Place) ?? goods[0].Custodian;
            var carrier = cast.With(PartyRoles.Carrier);
            Bring(giver, goods);
            Bring(to is null || to == giver ? carrier : to, goods);
        }
        else if (Coming.Contains(e.Step))
        {
            var taker = to ?? cast.Of(e.Place);
            if (taker is null) return;
            if (e.Disposition is { } disposition && Refused.Contains(disposition)) Refuse(taker, goods, disposition);
            else
            {
                Bring(taker, goods);
                Sell(e, goods);
            }
        }
        else if (to is not null)
        {
            if (from is not null && from != to) Bring(from, goods);
            Bring(to, goods);
        }
    }

    /// <summary>Moves title where the document tells a buyer: custody and title are two things.</summary>
    private void Sell(StoryEvent e, List<Holding> goods)
    {
        if (cast.Of(e.Buyer) is not { } buyer) return;
        var sold = goods.SelectMany(unit => unit.All).Where(unit => unit.Lives && unit.Lot is not null).GroupBy(unit => unit.Lot!).ToList();
        foreach (var lot in sold) book.Sell(lot.Key, cast.Of(e.Seller), buyer, (ulong)lot.Sum(unit => (decimal)unit.Amount));
    }

    /// <summary>Reports what sensors or people saw on the goods: the outermost units, which is what the custodian answers for.</summary>
    private void Watch(StoryEvent e, List<Holding> goods)
    {
        var (condition, what) = e.Alarm is "Temperature" ? (Condition.TemperatureExcursion, "a temperature excursion")
            : e.Alarm is { } alarm ? (Condition.Damaged, $"an alarm of its sensors ({alarm})")
            : e.Disposition == "damaged" ? (Condition.Damaged, "damage")
            : (Condition.Sound, "");
        if (e.Disposition == "recalled")
            foreach (var lot in goods.Select(unit => unit.Lot).OfType<LotRecord>().Distinct().Where(lot => !lot.Recalled)) book.Recall(lot, "recalled");
        if (condition == Condition.Sound) return;
        foreach (var unit in goods.Where(unit => unit.Lives).Select(unit => unit.Top).Distinct()) book.Report(unit, condition, what);
    }

    private void UseUp(List<Holding> goods)
    {
        foreach (var custodian in goods.Where(unit => unit.Lives).GroupBy(unit => unit.Custodian).ToList())
        {
            var units = custodian.ToList();
            Free(units);
            foreach (var batch in units.Chunk(Intent.MaxBatch)) book.Transform(custodian.Key, batch, [], []);
        }
    }

    /// <summary>Two documents often report one event, each under its own id.</summary>
    private static string Fingerprint(StoryEvent e) =>
        string.Join('|', [e.Type, e.Action, e.Step, $"{e.Time.UtcTicks}", e.Place, e.Parent, e.From, e.To, .. e.AllItems, .. e.AllQuantities.Select(quantity => $"{quantity}")]);

    private static bool IsPlace(string identifier) => Epc.TryParse(identifier, out var epc) && epc.Kind is EpcKind.Sgln or EpcKind.Pgln;
}
