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

/// <summary>A receivable or a loan is past its due date and not settled. Gone when it is.</summary>
public sealed class OverdueRule : RiskRule, IWaits
{
    /// <inheritdoc/>
    public override string Id => "overdue";

    /// <inheritdoc/>
    public void Due(Deadline due, AlertCause now, RiskContext context)
    {
        var cause = now with { Time = due.Time };
        if (due.Kind == DeadlineKind.Receivable && context.Book.Receivables.TryGetValue(due.Subject, out var debt)) Raise(due.Subject, debt, cause, context);
        if (due.Kind == DeadlineKind.Loan && context.Book.Positions.TryGetValue(due.Subject, out var position)) Raise(due.Subject, position, cause, context);
    }

    /// <inheritdoc/>
    public override void After(in PlacedEvent placed, RiskContext context)
    {
        var receivable = placed.Event switch
        {
            Paid paid => paid.Receivable.Value,
            PaidThrough paid => paid.Receivable.Value,
            Retired retired => retired.Receivable.Value,
            Diluted diluted => diluted.Receivable.Value,
            _ => default,
        };
        if (receivable != default && !context.Book.Receivables.ContainsKey(receivable)) context.Resolve(Id, Subjects.Receivable(receivable), AlertCause.Of(placed));
    }

    private void Raise(Hash32 id, OpenReceivable debt, AlertCause cause, RiskContext context)
    {
        AlertAct[] acts = [.. context.LendersOn(id).Distinct().Select(lender => StopFunding(lender, debt.Debtor, context.Book.Exposures.GetValueOrDefault((lender, debt.Debtor))))];
        context.Raise(new Finding(Id, AlertSeverity.Warning, Subjects.Receivable(id), cause, [debt.Debtor, debt.Seller, .. context.CreditorsOf(id, debt)],
            Json(new { receivable = id, debtor = debt.Debtor, seller = debt.Seller, face = debt.Face, outstanding = debt.Outstanding, due = debt.Due, disputed = debt.Disputed }), acts));
    }

    private void Raise(Hash32 id, OpenPosition position, AlertCause cause, RiskContext context)
    {
        var exposure = context.Book.Exposures.GetValueOrDefault((position.Lender, position.Debtor));
        context.Raise(new Finding(Id, AlertSeverity.Critical, Subjects.Loan(id), cause, [position.Lender, position.Borrower],
            Json(new { position = id, lender = position.Lender, borrower = position.Borrower, debtor = position.Debtor, owed = position.Debt.OwedAt(cause.Time), due = position.Due }),
            [.. ActsOn(id, position, exposure, impair: true)]));
    }
}
