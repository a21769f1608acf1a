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

/// <summary>A lender's limit for a debtor is used by nine tenths or more. Gone when it is not.</summary>
public sealed class LimitRule : RiskRule
{
    /// <inheritdoc/>
    public override string Id => "limit";

    /// <inheritdoc/>
    public override void After(in PlacedEvent placed, RiskContext context)
    {
        if (context.Line is not { } line) return;
        var (exposure, limit) = (context.Book.Exposures.GetValueOrDefault(line), context.Book.Limits.GetValueOrDefault(line));
        // A limit that was signed to stop funding is used up on purpose.
        var near = exposure > 0 && (UInt128)exposure * 10 >= (UInt128)limit * 9 && placed.Event is not LimitSet;
        if (near)
            context.Raise(new Finding(Id, AlertSeverity.Info, Subjects.Line(line.Lender, line.Debtor), AlertCause.Of(placed), [line.Lender],
                Json(new { lender = line.Lender, debtor = line.Debtor, exposure, limit }), [StopFunding(line.Lender, line.Debtor, exposure)]));
        else if ((UInt128)exposure * 10 < (UInt128)limit * 9 || exposure == 0) context.Resolve(Id, Subjects.Line(line.Lender, line.Debtor), AlertCause.Of(placed));
    }
}
