using Ledger.Indexer.Jobs;
using Ledger.Indexer.Queries;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Risk;
using static Ledger.Api.Risk.RiskContext;

namespace Ledger.Api.Risk.Rules;

/// <summary>The maturity sweep found a receivable due today. Gone when it is settled, or overdue.</summary>
public sealed class DueRule : RiskRule, IMatures
{
    /// <inheritdoc/>
    public override string Id => "due";

    /// <summary>The receivable that an event settled; null where it settled none.</summary>
    internal static Hash32? Settled(LedgerEvent happened, RiskContext context)
    {
        Hash32? receivable = happened switch
        {
            Paid paid => paid.Receivable.Value,
            PaidThrough paid => paid.Receivable.Value,
            Retired retired => retired.Receivable.Value,
            Diluted diluted => diluted.Receivable.Value,
            _ => null,
        };
        return receivable is { } id && !context.Book.Receivables.ContainsKey(id) ? id : null;
    }

    /// <inheritdoc/>
    public void Mature(MaturityNotice notice, RiskContext context)
    {
        var cause = new AlertCause(notice.Block, null, null, notice.Due);
        if (notice.Kind == MaturityKind.ReceivableOverdue) context.Resolve(Id, Subjects.Receivable(notice.Id), cause with { Time = notice.Due + MaturitySweep.Grace });
        // What was overdue already when the sweep came by is told as that alone.
        if (notice.Kind != MaturityKind.ReceivableDue || notice.Time >= notice.Due + MaturitySweep.Grace || !context.Book.Receivables.TryGetValue(notice.Id, out var debt)) return;
        context.Raise(new Finding(Id, AlertSeverity.Info, Subjects.Receivable(notice.Id), cause, [debt.Debtor, .. context.CreditorsOf(notice.Id, debt)],
            Json(new { receivable = notice.Id, debtor = debt.Debtor, outstanding = debt.Outstanding, due = debt.Due }), []));
    }

    /// <inheritdoc/>
    public override void After(in PlacedEvent placed, RiskContext context)
    {
        if (Settled(placed.Event, context) is { } receivable) context.Resolve(Id, Subjects.Receivable(receivable), AlertCause.Of(placed));
    }
}
