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

/// <summary>A loan was impaired or defaulted. Gone when it is over.</summary>
public sealed class DefaultRule : RiskRule
{
    /// <inheritdoc/>
    public override string Id => "default";

    /// <inheritdoc/>
    public override void After(in PlacedEvent placed, RiskContext context)
    {
        var (id, owed) = placed.Event switch { Impaired impaired => (impaired.Position.Value, impaired.Owed), Defaulted defaulted => (defaulted.Position.Value, defaulted.Owed), _ => default };
        if (id == default || !context.Book.Positions.TryGetValue(id, out var position)) return;
        context.Raise(new Finding(Id, AlertSeverity.Critical, Subjects.Loan(id), AlertCause.Of(placed), [position.Lender, position.Borrower],
            Json(new { position = id, lender = position.Lender, borrower = position.Borrower, debtor = position.Debtor, owed, defaulted = position.Defaulted, recourse = position.Recourse }),
            [.. Next(id, position), .. Acts.OnLoan(context, id, position)]));
    }

    private static IEnumerable<AlertAct> Next(Hash32 id, OpenPosition position)
    {
        if (!position.Defaulted) yield return Acts.Do(id, position, PositionAction.Default, "Declares a default, once the days of grace are over.");
        else if (position.Recourse) yield return Acts.Do(id, position, PositionAction.Foreclose, "Takes the collateral for all that is owed.");
    }
}
