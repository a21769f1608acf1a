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

/// <summary>What a seller earned shrinks by credit notes: in 30 days by more than 5 %.</summary>
public sealed class DilutionRule : RiskRule
{
    private const ulong Day = 86_400;
    private const uint Window = 30;

    /// <inheritdoc/>
    public override string Id => "dilution";

    /// <inheritdoc/>
    public override void Before(in PlacedEvent placed, RiskContext context)
    {
        if (placed.Event is not Diluted diluted || !context.Book.Receivables.TryGetValue(diluted.Receivable.Value, out var debt)) return;
        SellerBook.Of(context, debt.Seller).Add((uint)(placed.Time / Day), diluted: diluted.Amount);
        Judge(debt.Seller, placed, context);
    }

    /// <inheritdoc/>
    public override void After(in PlacedEvent placed, RiskContext context)
    {
        if (SellerBook.Concerned(placed.Event, context) is { } seller) Judge(seller, placed, context);
    }

    private void Judge(PartyId seller, in PlacedEvent placed, RiskContext context)
    {
        var today = (uint)(placed.Time / Day);
        var (earned, _, diluted) = SellerBook.Of(context, seller).Sum(today > Window ? today - Window : 0, today);
        if (diluted * 20 <= earned) context.Resolve(Id, Subjects.Party(seller), AlertCause.Of(placed));
        else if (!context.IsOpen(Id, Subjects.Party(seller)))
            context.Raise(new Finding(Id, AlertSeverity.Warning, Subjects.Party(seller), AlertCause.Of(placed), [seller, .. SellerBook.Creditors(seller, context)],
                Json(new { seller, diluted30Days = SellerBook.Clip(diluted), earned30Days = SellerBook.Clip(earned) }), []));
    }
}
