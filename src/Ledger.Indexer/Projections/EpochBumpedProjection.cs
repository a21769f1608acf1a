using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;

namespace Ledger.Indexer.Projections;

/// <summary>What a party had signed and nobody has submitted counts for nothing.</summary>
internal sealed class EpochBumpedProjection : Projection<EpochBumped>
{
    protected override void Want(EpochBumped logged, ProjectionState state) => state.Parties.Want(logged.Party.Value);

    protected override void Apply(EpochBumped logged, EventPosition at, ProjectionState state)
    {
        state.Parties.Change(logged.Party.Value).Epoch = logged.Epoch;
        state.PartyChanges.Add(new PartyChangeRow(logged.Party.Value, at, PartyChangeKind.Epoch, logged.Epoch));
    }
}
