using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Credit.Book;

/// <content>Orders and loans.</content>
public sealed partial class LedgerBook
{
    /// <summary>What a lender has out on a debtor: the principal of its open loans.</summary>
    public Dictionary<(PartyId Lender, PartyId Debtor), ulong> Exposures { get; } = [];

    private void Apply(OrdersEvent happened, ulong time)
    {
        switch (happened)
        {
            case OrderAgreed agreed:
                Orders[agreed.Order.Value] = new OpenOrder
                {
                    Buyer = agreed.Buyer,
                    Seller = agreed.Seller,
                    Price = agreed.Terms.Price,
                    DeliverBy = agreed.Terms.DeliverBy,
                };
                break;
            case Arrived arrived when Orders.TryGetValue(arrived.Order.Value, out var order): order.Arrivals[arrived.Delivery] = time; break;
            case Matched matched when Orders.TryGetValue(matched.Order.Value, out var order):
                order.Matched += matched.Due;
                order.Arrivals.Remove(matched.Delivery);
                break;
            case OrderPaid paid when Receivables.TryGetValue(paid.Receivable.Value, out var debt)
                && Orders.TryGetValue(paid.Order.Value, out var order):
                debt.Seller = order.Seller; break;
            case DisputeRaised raised when Orders.TryGetValue(raised.Order.Value, out var order):
                order.Disputes |= SideOf(order, raised.By);
                order.EverDisputed = true;
                break;
            case DisputeLifted lifted when Orders.TryGetValue(lifted.Order.Value, out var order):
                order.Disputes &= (byte)~SideOf(order, lifted.By);
                break;
            case Closed closed: Orders.Remove(closed.Order.Value); break;
        }
    }

    private static byte SideOf(OpenOrder order, PartyId party) => party == order.Buyer ? (byte)1 : (byte)2;

    private void Apply(FacilityEvent happened, ulong time)
    {
        switch (happened)
        {
            case LimitSet set: Limits[(set.Lender, set.Debtor)] = set.Amount; break;
            case Opened opened: Open(opened, time); break;
            case Repaid repaid when Positions.TryGetValue(repaid.Position.Value, out var position): Repay(repaid, position, time); break;
            case Impaired impaired when Positions.TryGetValue(impaired.Position.Value, out var position): position.Impaired = true; break;
            case Defaulted defaulted when Positions.TryGetValue(defaulted.Position.Value, out var position): position.Defaulted = true; break;
            case Released released when Positions.TryGetValue(released.Position.Value, out var position): position.Released = true; break;
            case Foreclosed foreclosed when Positions.Remove(foreclosed.Position.Value, out var position):
                Expose(position, position.Debt.Principal, lent: false);
                break;
            case CollateralAdded added when Positions.TryGetValue(added.Position.Value, out var position): position.Collateral.Add(added.Id); break;
            case CollateralMoved moved when Positions.TryGetValue(moved.Position.Value, out var position): position.Collateral.Remove(moved.Id); break;
            case Valued valued when Positions.TryGetValue(valued.Position.Value, out var position): position.Value = valued.Value; break;
        }
    }

    private void Open(Opened opened, ulong time)
    {
        var loan = opened.Loan;
        var debt = new LoanDebt
        {
            Rate = loan.Rate,
            LateRate = loan.LateRate,
            Basis = loan.Basis,
            Due = loan.Due,
            Since = time,
            Fee = loan.Fee,
            Principal = loan.Principal,
        };
        var position = new OpenPosition
        {
            Lender = loan.Lender,
            Borrower = loan.Borrower,
            Debtor = loan.Debtor,
            Kind = loan.Kind,
            Recourse = loan.Recourse,
            Due = loan.Due,
            Haircut = loan.Haircut,
            Valuer = loan.Valuer,
            Debt = debt,
        };
        Positions[opened.Position.Value] = position;
        Expose(position, loan.Principal, lent: true);
    }

    private void Repay(Repaid repaid, OpenPosition position, ulong time)
    {
        position.Debt.Pay(time, repaid.Paid);
        Expose(position, repaid.Paid.Principal, lent: false);
        if (position.Debt.OwedAt(time) == 0) Positions.Remove(repaid.Position.Value);
    }

    private void Expose(OpenPosition position, ulong principal, bool lent)
    {
        var line = (position.Lender, position.Debtor);
        var before = Exposures.GetValueOrDefault(line);
        var after = lent ? checked(before + principal) : before > principal ? before - principal : 0;
        if (after == 0) Exposures.Remove(line);
        else Exposures[line] = after;
    }
}
