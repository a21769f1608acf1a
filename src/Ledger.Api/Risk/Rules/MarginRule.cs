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

/// <summary>The value of pledged goods no longer covers what is owed after the haircut: a margin call runs. Gone when it covers it again, or the loan is over.</summary>
public sealed class MarginRule : RiskRule
{
    /// <inheritdoc/>
    public override string Id => "margin";

    /// <inheritdoc/>
    public override void After(in PlacedEvent placed, RiskContext context)
    {
        switch (placed.Event)
        {
            case MarginCalled called when context.Book.Positions.TryGetValue(called.Position.Value, out var position):
                context.Raise(new Finding(Id, AlertSeverity.Critical, Subjects.Loan(called.Position.Value), AlertCause.Of(placed), [position.Lender, position.Borrower],
                    Json(new { position = called.Position.Value, shortfall = called.Shortfall, answerBy = called.Due, value = position.Value, haircut = position.Haircut, owed = position.Debt.OwedAt(placed.Time) }),
                    [.. ActsOn(called.Position.Value, position, context.Book.Exposures.GetValueOrDefault((position.Lender, position.Debtor)), impair: false)]));
                break;
            case Valued valued: Look(valued.Position.Value, placed, context); break;
            case Repaid repaid: Look(repaid.Position.Value, placed, context); break;
        }
    }

    private void Look(Hash32 id, in PlacedEvent placed, RiskContext context)
    {
        if (!context.Book.Positions.TryGetValue(id, out var position) || position.Value is not { } value) return;
        if (position.Debt.OwedAt(placed.Time) <= (UInt128)value * position.Haircut / 10_000) context.Resolve(Id, Subjects.Loan(id), AlertCause.Of(placed));
    }
}
