using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Credit.Book;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Risk;
using static Ledger.Api.Risk.RiskContext;

namespace Ledger.Api.Risk.Rules;

/// <summary>Pledged goods left the warehouse for somebody who is neither one nor the lender. Gone when a warehouse or the lender holds them again, or the loan is over.</summary>
public sealed class CustodyGapRule : RiskRule
{
    /// <inheritdoc/>
    public override string Id => "custody-gap";

    /// <inheritdoc/>
    public override void After(in PlacedEvent placed, RiskContext context)
    {
        if (placed.Event is not CustodyMoved moved || !context.State.HasPledges) return;
        foreach (var unit in moved.Units.SelectMany(unit => context.State.Goods.WithContents(unit.Value)))
        {
            var lot = context.State.Goods.LotOfUnit(unit);
            if (lot == default) continue;
            foreach (var id in context.State.PositionsOn(lot))
                if (context.Book.Positions.TryGetValue(id, out var position)) Judge(unit, lot, moved, id, position, placed, context);
        }
    }

    private void Judge(Hash32 unit, Hash32 lot, CustodyMoved moved, Hash32 id, OpenPosition position, in PlacedEvent placed, RiskContext context)
    {
        if (moved.To == position.Lender || IsWarehouse(moved.To, context))
        {
            context.Resolve(Id, Subjects.Loan(id), AlertCause.Of(placed));
            return;
        }
        if (!IsWarehouse(moved.From, context)) return;
        context.Raise(new Finding(Id, AlertSeverity.Critical, Subjects.Loan(id), AlertCause.Of(placed), [position.Lender, position.Borrower, position.Valuer, moved.From],
            Json(new { position = id, lot, unit, from = moved.From, to = moved.To }),
            [.. Acts.Value(id, position), .. Acts.OnLoan(context, id, position), Acts.Freeze(moved.To)]));
    }

    private static bool IsWarehouse(PartyId party, RiskContext context) => context.Book.Parties.GetValueOrDefault(party)?.Roles.HasFlag(PartyRoles.Warehouse) ?? false;
}
