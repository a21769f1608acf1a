using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Financing;

/// <content>What ends a loan.</content>
public sealed partial class FinancingClient
{
    /// <summary>The borrower repays all that is owed: a day's interest more is offered, so that it is enough when it is executed, and what is
    /// not owed comes back.</summary>
    public async Task<IntentDraft> RepayAsync(PositionId position, CancellationToken cancellationToken = default)
    {
        var record = (await GetPositionAsync(position, cancellationToken).ConfigureAwait(false)).Position;
        var loan = record.Loan;
        var day = Waterfall.Interest(record.Owed.Principal, loan.Rate + loan.LateRate, Waterfall.Day, loan.Basis);
        return await RepayAsync(loan, Waterfall.Clip((UInt128)record.Total + day), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The calls that a position may need now, in their order: receivables that its order gave birth to are taken in, what the
    /// collateral has brought is distributed, and what is due to somebody goes there. Nobody signs them. Where nothing has come in, a call is
    /// refused as nothing-collected; when the loan is repaid by one of them, ask again.</summary>
    public async Task<IReadOnlyList<SignedIntent>> SettleAsync(PositionId position, CancellationToken cancellationToken = default)
    {
        var detail = await GetPositionAsync(position, cancellationToken).ConfigureAwait(false);
        var (loan, isDue) = (detail.Position.Loan, detail.Position.Released || detail.Position.Status >= PositionStatus.Repaid);
        var held = detail.Collateral.Where(item => item.Held).ToList();
        var calls = new List<SignedIntent>();
        OrderDetail? order = null;
        if (loan.IsOnOrder && held.Any(item => item.Item == loan.Collateral))
        {
            order = await Ledger.Orders.GetAsync(new OrderId(loan.Collateral), cancellationToken).ConfigureAwait(false);
            var manifest = await Ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false);
            var party = await FacilityAsync(manifest, cancellationToken).ConfigureAwait(false);
            foreach (var receivable in Unattached(order, detail, party))
                calls.AddRange(Attach(loan, receivable), ForNote(loan, receivable, NoteId.RootOf(receivable), isDue));
            if (loan.Kind == CollateralKind.FundedOrder && !isDue) calls.Add(CollectOrder(loan));
        }
        foreach (var item in held)
            if (item.Note is { } note) calls.Add(ForNote(loan, new ReceivableId(item.Item), note, isDue));
            else if (isDue && loan.Kind == CollateralKind.Title) calls.Add(HandOver(loan, item.Item));
        if (isDue && order is { Order.Status: not OrderStatus.Closed }) calls.Add(HandOverOrder(loan, order.Order.Terms));
        return calls;
    }

    /// <summary>Makes sure that a loan's pledge gives the collateral to the Facility and to nobody else, before the borrower signs
    /// it.</summary>
    /// <exception cref="LedgerException">wrong-pledge.</exception>
    public async Task RequirePledgeAsync(Loan loan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(loan);
        var manifest = await Ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        var party = await FacilityAsync(manifest, cancellationToken).ConfigureAwait(false);
        if (loan.Pledge != Pledge.For(loan, manifest, party))
            throw new LedgerException(
                "wrong-pledge", "The collateral would not go to the Facility, or not by this loan.", "Do not sign it: ask where it comes from.");
    }

    private static SignedIntent ForNote(Loan loan, ReceivableId receivable, NoteId note, bool isDue) =>
        isDue ? HandOver(loan, receivable.Value, note) : Collect(loan, receivable, note);

    private static IEnumerable<ReceivableId> Unattached(OrderDetail order, PositionDetail position, PartyId facility) =>
        from payment in order.Payments
        where payment.Receivable is not null && payment.Beneficiary == facility
        let receivable = payment.Receivable!.Value
        where position.Collateral.All(item => item.Item != receivable.Value)
        select receivable;
}
