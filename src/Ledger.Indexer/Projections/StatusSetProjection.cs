using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;

namespace Ledger.Indexer.Projections;

/// <summary>A party is frozen, active again, or retired.</summary>
internal sealed class StatusSetProjection : Projection<StatusSet>
{
    protected override void Want(StatusSet logged, ProjectionState state) => state.Parties.Want(logged.Party.Value);

    protected override void Apply(StatusSet logged, EventPosition at, ProjectionState state)
    {
        var party = state.Parties.Change(logged.Party.Value);
        (party.Status, party.Epoch) = ((ulong)logged.Status, logged.Epoch);
        state.PartyChanges.Add(new PartyChangeRow(party.Id, at, PartyChangeKind.Status, logged.Epoch)
        {
            By = logged.By.Value,
            Status = (ulong)logged.Status,
            Reason = logged.Reason,
        });
    }
}
