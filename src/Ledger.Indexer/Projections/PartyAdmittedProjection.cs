using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;

namespace Ledger.Indexer.Projections;

/// <summary>A party exists: active, with its first epoch.</summary>
internal sealed class PartyAdmittedProjection : Projection<PartyAdmitted>
{
    protected override void Want(PartyAdmitted logged, ProjectionState state) => state.Parties.Want(logged.Party.Value);

    protected override void Apply(PartyAdmitted logged, EventPosition at, ProjectionState state)
    {
        state.Parties.Put(new PartyRow
        {
            Id = logged.Party.Value,
            Key = logged.Key,
            Recovery = logged.Recovery,
            Roles = (ulong)logged.Roles,
            Epoch = 1,
            Status = 1,
            Identity = logged.Identity,
            AdmittedBy = logged.By.Value,
            Block = at.Block,
            LogIndex = at.LogIndex,
            Time = at.Time,
        });
        state.PartyChanges.Add(new PartyChangeRow(logged.Party.Value, at, PartyChangeKind.Admitted, 1)
        {
            By = logged.By.Value,
            Key = logged.Key,
            Roles = (ulong)logged.Roles,
            Status = 1,
            Reason = logged.Identity,
        });
    }
}
