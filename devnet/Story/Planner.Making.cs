using Ledger.Sdk.Contracts;
using Ledger.Sdk.Gs1;
using Ledger.Sdk.Parties;

namespace Ledger.Devnet.Story;

/// <content>Transformations: what goes in is used up, what comes out is new.</content>
internal sealed partial class Planner
{
    private void Make(StoryEvent e)
    {
        var by = cast.Of(e.Place) is { } there && there.Roles.HasFlag(PartyRoles.Producer) ? there : cast.With(PartyRoles.Producer);
        var inputs = Present(e.Inputs, by).Where(unit => unit.Lives).Distinct().ToList();
        if (inputs.Count == 0)
        {
            Present(e.Outputs, by);
            return;
        }
        Bring(by, inputs);
        Free(inputs);
        foreach (var full in inputs.Where(unit => unit.Contents.Count > 0)) book.Unpack(full, [.. full.Contents]);
        MakeFrom(by, inputs, e.Outputs);
    }

    /// <summary>Uses the inputs up; makes the lots that come out and brings their units into the ledger.</summary>
    private void MakeFrom(CastMember by, IReadOnlyList<Holding> inputs, Goods outputs)
    {
        var items = outputs.Items.Select(Epc.Identity).Where(item => book.Holdings.All(holding => holding.Identity != item)).Distinct().ToList();
        var bulk = outputs.Quantities.Where(quantity => LotPlan.IsLot(quantity.Class)).Select(quantity => Epc.Identity(quantity.Class));
        var kinds = outputs.Quantities.Where(quantity => !LotPlan.IsLot(quantity.Class));
        var made = items.Select(lots.LotOf).OfType<string>().Concat(bulk).Distinct().Where(lot => book.FindLot(lot) is null).ToList();
        var batches = inputs.Chunk(Intent.MaxBatch).ToList();
        foreach (var batch in batches.SkipLast(1)) book.Transform(by, batch, [], []);
        book.Transform(by, batches[^1], [.. made.Select(lot => (lot, lots.SizeOf(lot)))], [.. items.Where(item => lots.LotOf(item) is null).Take(Intent.MaxBatch)]);
        Present(outputs with { Quantities = [.. outputs.Quantities.Except(kinds)] }, by);
    }
}
