using Ledger.Indexer.Jobs;
using Ledger.Indexer.Queries;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Credit.Book;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Risk;
using static Ledger.Api.Risk.RiskContext;

namespace Ledger.Api.Risk.Rules;

/// <summary>The maturity sweep found a receivable a day past its due date, or a loan past it, and not settled. Gone when it is.</summary>
public sealed class OverdueRule : RiskRule, IMatures
{
    /// <inheritdoc/>
    public override string Id => "overdue";

    /// <inheritdoc/>
    public void Mature(MaturityNotice notice, RiskContext context)
    {
        if (notice.Kind == MaturityKind.ReceivableOverdue && context.Book.Receivables.TryGetValue(notice.Id, out var debt))
            Raise(notice.Id, debt, new AlertCause(notice.Block, null, null, notice.Due + MaturitySweep.Grace), context);
        if (notice.Kind == MaturityKind.LoanOverdue && context.Book.Positions.TryGetValue(notice.Id, out var position))
            Raise(notice.Id, position, new AlertCause(notice.Block, null, null, notice.Due), context);
    }

    /// <inheritdoc/>
    public override void After(in PlacedEvent placed, RiskContext context)
    {
        if (DueRule.Settled(placed.Event, context) is { } receivable) context.Resolve(Id, Subjects.Receivable(receivable), AlertCause.Of(placed));
    }

    private void Raise(Hash32 id, OpenReceivable debt, AlertCause cause, RiskContext context)
    {
        AlertAct[] acts = [.. context.CreditorsOf(id, debt).Where(context.State.Lenders.Contains).Distinct().Order().SelectMany(lender => Acts.OnLine(context, lender, debt.Debtor))];
        context.Raise(new Finding(Id, AlertSeverity.Warning, Subjects.Receivable(id), cause, [debt.Debtor, debt.Seller, .. context.CreditorsOf(id, debt)],
            Json(new { receivable = id, debtor = debt.Debtor, seller = debt.Seller, face = debt.Face, outstanding = debt.Outstanding, due = debt.Due, disputed = debt.Disputed }), acts));
    }

    private void Raise(Hash32 id, OpenPosition position, AlertCause cause, RiskContext context) =>
        context.Raise(new Finding(Id, AlertSeverity.Critical, Subjects.Loan(id), cause, [position.Lender, position.Borrower],
            Json(new { position = id, lender = position.Lender, borrower = position.Borrower, debtor = position.Debtor, owed = position.Debt.OwedAt(cause.Time), due = position.Due }),
            [.. Acts.OnLoan(context, id, position, impair: true)]));
}
