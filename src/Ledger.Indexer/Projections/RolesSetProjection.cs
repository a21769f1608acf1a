using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;

namespace Ledger.Indexer.Projections;

/// <summary>A party may do other things from now on.</summary>
internal sealed class RolesSetProjection : Projection<RolesSet>
{
    protected override void Want(RolesSet logged, ProjectionState state) => state.Parties.Want(logged.Party.Value);

    protected override void Apply(RolesSet logged, EventPosition at, ProjectionState state)
    {
        var party = state.Parties.Change(logged.Party.Value);
        (party.Roles, party.Epoch) = ((ulong)logged.Roles, logged.Epoch);
        state.PartyChanges.Add(new PartyChangeRow(party.Id, at, PartyChangeKind.Roles, logged.Epoch)
        {
            By = logged.By.Value,
            Roles = party.Roles,
        });
    }
}
