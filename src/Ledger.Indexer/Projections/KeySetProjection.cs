using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;

namespace Ledger.Indexer.Projections;

/// <summary>A party signs with another key from now on.</summary>
internal sealed class KeySetProjection : Projection<KeySet>
{
    protected override void Want(KeySet logged, ProjectionState state) => state.Parties.Want(logged.Party.Value);

    protected override void Apply(KeySet logged, EventPosition at, ProjectionState state)
    {
        var party = state.Parties.Change(logged.Party.Value);
        (party.Key, party.Epoch) = (logged.Key, logged.Epoch);
        state.PartyChanges.Add(new PartyChangeRow(party.Id, at, PartyChangeKind.Key, logged.Epoch) { Key = logged.Key });
    }
}
