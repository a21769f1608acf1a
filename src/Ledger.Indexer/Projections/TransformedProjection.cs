using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Projections;

/// <summary>Units are used up, wholly or in part, with as much of their title; what came of them is registered by its own events.</summary>
internal sealed class TransformedProjection : Projection<Transformed>
{
    protected override void Want(Transformed logged, ProjectionState state)
    {
        foreach (var input in logged.Inputs) state.Units.Want(input.Value);
        foreach (var title in logged.Titles) state.Notes.Want(title.Value);
    }

    protected override void Apply(Transformed logged, EventPosition at, ProjectionState state)
    {
        // One unit, and one note, may be named several times: each time raises the sequence number, all together are one row of history.
        var (used, titles) = (new Dictionary<Hash32, ulong>(), new Dictionary<Hash32, ulong>());
        for (var i = 0; i < logged.Inputs.Count; i++)
        {
            var (amount, unit) = (logged.Amounts[i], state.Units.Change(logged.Inputs[i].Value));
            Use(unit, amount);
            used[unit.Id] = used.GetValueOrDefault(unit.Id) + amount;
            if (OrNone(logged.Titles[i].Value) is not { } title) continue;
            Use(state.Notes.Change(title), amount);
            titles[title] = titles.GetValueOrDefault(title) + amount;
        }
        var by = logged.By.Value;
        foreach (var (unit, amount) in used) state.TransformationInputs.Add(new TransformationInputRow(unit, at, amount));
        foreach (var (title, amount) in titles) state.Titles.Add(new TitleRow(title, at, TitleKind.UsedUp, by, by, title, amount,
            logged.Document));
        foreach (var lot in logged.Lots) state.TransformationOutputs.Add(new TransformationOutputRow(lot.Value, at, OutputKind.Lot));
        foreach (var unit in logged.Outputs) state.TransformationOutputs.Add(new TransformationOutputRow(unit.Value, at, OutputKind.Unit));
        state.Transformations.Add(new TransformationRow(at, by, logged.Document));
    }

    private static void Use(UnitRow unit, ulong amount)
    {
        unit.Amount -= amount;
        unit.Seq++;
        if (unit.Amount == 0) unit.Status = UnitStatus.Consumed;
    }

    private static void Use(NoteRow note, ulong amount)
    {
        note.Amount -= amount;
        note.Seq++;
        note.Ended = note.Amount == 0;
    }
}
