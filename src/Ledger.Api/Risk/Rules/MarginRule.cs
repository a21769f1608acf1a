using Ledger.Indexer.Queries;
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
public sealed class MarginRule : RiskRule, IMatures
{
    /// <inheritdoc/>
    public override string Id => "margin";

    /// <summary>What it is called once the time to answer is over.</summary>
    private const string Unanswered = "margin-unanswered";

    /// <inheritdoc/>
    public void Mature(MaturityNotice notice, RiskContext context)
    {
        if (notice.Kind != MaturityKind.MarginUnanswered || !context.IsOpen(Id, Subjects.Loan(notice.Id)) || !context.Book.Positions.TryGetValue(notice.Id, out var position)) return;
        context.Raise(new Finding(Unanswered, AlertSeverity.Critical, Subjects.Loan(notice.Id), new AlertCause(notice.Block, null, null, notice.Due), [position.Lender, position.Borrower],
            Json(new { position = notice.Id, answerBy = notice.Due, value = position.Value, haircut = position.Haircut, owed = position.Debt.OwedAt(notice.Due) }),
            [Acts.Do(notice.Id, position, PositionAction.Default, "Declares a default: the margin call was not answered."), .. Acts.OnLoan(context, notice.Id, position)]));
    }

    /// <inheritdoc/>
    public override void After(in PlacedEvent placed, RiskContext context)
    {
        switch (placed.Event)
        {
            case MarginCalled called when context.Book.Positions.TryGetValue(called.Position.Value, out var position):
                context.Raise(new Finding(Id, AlertSeverity.Critical, Subjects.Loan(called.Position.Value), AlertCause.Of(placed), [position.Lender, position.Borrower],
                    Json(new { position = called.Position.Value, shortfall = called.Shortfall, answerBy = called.Due, value = position.Value, haircut = position.Haircut, owed = position.Debt.OwedAt(placed.Time) }),
                    [.. Acts.OnLoan(context, called.Position.Value, position)]));
                break;
            case Valued valued: Look(valued.Position.Value, placed, context); break;
            case Repaid repaid: Look(repaid.Position.Value, placed, context); break;
        }
    }

    private void Look(Hash32 id, in PlacedEvent placed, RiskContext context)
    {
        if (!context.Book.Positions.TryGetValue(id, out var position) || position.Value is not { } value) return;
        if (position.Debt.OwedAt(placed.Time) <= (UInt128)value * position.Haircut / 10_000) End(id, placed, context);
    }

    private void End(Hash32 id, in PlacedEvent placed, RiskContext context)
    {
        context.Resolve(Id, Subjects.Loan(id), AlertCause.Of(placed));
        context.Resolve(Unanswered, Subjects.Loan(id), AlertCause.Of(placed));
    }
}
