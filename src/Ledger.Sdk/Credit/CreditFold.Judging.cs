using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit.Book;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Credit;

/// <content>What each event says of whom. The book is still as it was before the event.</content>
public sealed partial class CreditFold
{
    private void Judge(ReceivablesEvent happened, ulong time)
    {
        switch (happened)
        {
            case Issued issued:
                Between(issued.Debtor, issued.Owner).Face += issued.Face;
                Tally(issued.Debtor).Owe(DayOf(issued.Due), issued.Face);
                break;
            case Paid paid: Pay(paid.Receivable.Value, paid.Amount, time); break;
            case PaidThrough paid: Pay(paid.Receivable.Value, paid.Amount, time); break;
            case Retired retired: Pay(retired.Receivable.Value, retired.Amount, time); break;
            case Diluted diluted when Book.Receivables.TryGetValue(diluted.Receivable.Value, out var debt):
                Between(debt.Debtor, debt.Seller).Diluted += diluted.Amount;
                Tally(debt.Debtor).Settle(DayOf(debt.Due), diluted.Amount);
                break;
            case DisputeSet { Disputed: true } set when Book.Receivables.TryGetValue(set.Receivable.Value, out var debt) && !debt.EverDisputed:
                Between(debt.Debtor, debt.Seller).Disputed += debt.Outstanding;
                break;
        }
    }

    private void Pay(Hash32 receivable, ulong amount, ulong time)
    {
        if (!Book.Receivables.TryGetValue(receivable, out var debt)) return;
        var trade = Between(debt.Debtor, debt.Seller);
        Tally(debt.Debtor).Settle(DayOf(debt.Due), amount);
        if (DaysAfter(time, debt.Due) is not (> 0 and var late))
        {
            trade.PaidOnTime += amount;
            return;
        }
        trade.PaidLate += amount;
        trade.LateDays += (UInt128)amount * late;
    }

    private void Judge(OrdersEvent happened, ulong time)
    {
        switch (happened)
        {
            case Matched matched when Book.Orders.TryGetValue(matched.Order.Value, out var order):
                Deliver(order, matched.Due, order.Arrivals.TryGetValue(matched.Delivery, out var arrived) ? arrived : time);
                break;
            case OrderPaid paid when Book.Orders.TryGetValue(paid.Order.Value, out var order): Earn(order, paid); break;
            case DisputeRaised raised when Book.Orders.TryGetValue(raised.Order.Value, out var order) && !order.EverDisputed:
                Between(order.Buyer, order.Seller).Disputed += order.Price > order.Matched ? order.Price - order.Matched : 0;
                break;
        }
    }

    private void Deliver(OpenOrder order, ulong worth, ulong time)
    {
        var trade = Between(order.Buyer, order.Seller);
        if (DaysAfter(time, order.DeliverBy) is not (> 0 and var late))
        {
            trade.DeliveredOnTime += worth;
            return;
        }
        trade.DeliveredLate += worth;
        trade.DeliveryLateDays += (UInt128)worth * late;
    }

    /// <summary>A receivable that was born to whoever the proceeds are assigned to was earned by the order's seller all the same.</summary>
    private void Earn(OpenOrder order, OrderPaid paid)
    {
        if (paid.Receivable.Value == Hash32.Zero)
        {
            Between(order.Buyer, order.Seller).Prepaid += paid.Amount;
            return;
        }
        if (!Book.Receivables.TryGetValue(paid.Receivable.Value, out var debt) || debt.Seller == order.Seller) return;
        Between(debt.Debtor, debt.Seller).Face -= debt.Face;
        trades.ForgetEmpty(debt.Debtor, debt.Seller);
        Between(debt.Debtor, order.Seller).Face += debt.Face;
    }

    /// <summary>Money that a seller sends to its buyer undoes as much of what the buyer proved by paying.</summary>
    private void Judge(Transfer moved)
    {
        if (!TryParty(moved.From, out var from) || !TryParty(moved.To, out var to) || from == to) return;
        if (trades.Find(to, from) is not { } trade) return;
        touched.Add(from);
        touched.Add(to);
        trade.CashBack += moved.Value;
    }

    /// <summary>The account of party n is the address n (Cash); contracts have addresses of their own.</summary>
    private static bool TryParty(Address account, out PartyId party)
    {
        var bytes = account.Span;
        party = new PartyId(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[12..]));
        return party.Value != 0 && !bytes[..12].ContainsAnyExcept((byte)0);
    }

    private void Judge(GoodsEvent happened)
    {
        switch (happened)
        {
            case CustodyMoved moved: Tally(moved.To).Received += (UInt128)moved.Units.Count; break;
            case ConditionReported { Condition: not (Condition.Sound or Condition.Disputed) } reported when reported.Device != Address.Zero:
                Tally(reported.By).Excursions++;
                break;
        }
    }

    private void Judge(FacilityEvent happened)
    {
        switch (happened)
        {
            case Opened opened: Tally(opened.Borrower).Borrowed += opened.Loan.Principal; break;
            case Repaid repaid when Book.Positions.TryGetValue(repaid.Position.Value, out var position):
                Tally(position.Borrower).Repaid += repaid.Paid.Principal;
                if (repaid.Recovered && IsBorrowers(position)) Tally(position.Borrower).Recovered += repaid.Amount - repaid.Paid.Residual;
                break;
            case Impaired impaired when Book.Positions.TryGetValue(impaired.Position.Value, out var position) && IsBorrowers(position):
                Tally(position.Borrower).Impaired += impaired.Owed;
                break;
            case Defaulted defaulted when Book.Positions.TryGetValue(defaulted.Position.Value, out var position):
                if (IsBorrowers(position)) Tally(position.Borrower).Defaulted += defaulted.Owed;
                if (defaulted.Recourse) Tally(position.Borrower).Recourses++;
                break;
        }
    }

    /// <summary>Whether a failure of the loan is the borrower's: not where a receivable stood for it without recourse, for then its debtor failed.</summary>
    private static bool IsBorrowers(OpenPosition position) => position.Recourse || position.Kind != CollateralKind.Note;

    private void Judge(RegistryEvent happened, ulong time)
    {
        switch (happened)
        {
            case PartyAdmitted admitted: Tally(admitted.Party).Admitted = time; break;
            case StatusSet set: Tally(set.Party).Status = set.Status; break;
            case RolesSet set: touched.UnionWith(trades.PartnerIds(set.Party)); break;
        }
        if (kinship.Apply(happened) is null) return;
        // Whose counterparties are kin has changed for whole families, which is rare.
        touched.UnionWith(tallies.Keys);
    }
}
