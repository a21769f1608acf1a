using Ledger.Indexer.Sync;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Projections;

/// <summary>Why money moved, and for what: a bank reference, an order, a receivable or a position; null for a transfer.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Subject">For what.</param>
/// <param name="Payer">The account that it left.</param>
internal readonly record struct CashCause(CashEntryType Kind, Hash32? Subject, Address Payer);

/// <summary>Finds out why money moved from the events that stand beside each <see cref="Transfer"/> in its transaction.</summary>
/// <remarks>The contracts log most causes directly before the transfer (Minted, Funded, Sold, Paid, Redeemed, Retired, the loan's collateral),
/// and some directly after it (OrderPaid, Closed, Repaid). What a loan divides follows its Repaid.</remarks>
internal static class CashCauses
{
    /// <summary>The cause of each transfer of a block, by its log index.</summary>
    public static Dictionary<ulong, CashCause> Of(IReadOnlyList<FetchedEvent> events)
    {
        var causes = new Dictionary<ulong, CashCause>();
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].Event is not Transfer transfer) continue;
            var (kind, subject) = Before(events, i, transfer, causes) ?? After(Neighbour(events, i, 1), transfer) ?? (CashEntryType.Transfer, null);
            causes[events[i].At.LogIndex] = new CashCause(kind, subject, transfer.From);
        }
        return causes;
    }

    private static LedgerEvent? Neighbour(IReadOnlyList<FetchedEvent> events, int index, int step)
    {
        var other = index + step;
        return other >= 0 && other < events.Count && events[other].At.Transaction == events[index].At.Transaction ? events[other].Event : null;
    }

    private static (CashEntryType Kind, Hash32? Subject)? Before(IReadOnlyList<FetchedEvent> events, int index, Transfer transfer, Dictionary<ulong, CashCause> causes) =>
        Neighbour(events, index, -1) switch
        {
            Minted cause when transfer.From == Address.Zero => (CashEntryType.Minted, cause.BankRef),
            Burned cause when transfer.To == Address.Zero => (CashEntryType.Burned, cause.BankRef),
            Funded cause when cause.Amount == transfer.Value => (CashEntryType.OrderFunded, cause.Order.Value),
            Sold cause when cause.Price == transfer.Value => (CashEntryType.NoteSold, cause.Receivable.Value),
            Paid cause when cause.Amount == transfer.Value => (CashEntryType.ReceivablePaid, cause.Receivable.Value),
            PaidThrough cause when cause.Amount == transfer.Value => (CashEntryType.ReceivablePaid, cause.Receivable.Value),
            Redeemed cause when cause.Amount == transfer.Value => (CashEntryType.NoteRedeemed, cause.Receivable.Value),
            Retired cause when cause.Price == transfer.Value => (CashEntryType.NoteRetired, cause.Receivable.Value),
            CollateralAdded cause when PaysOut(events, index, cause, transfer) => (CashEntryType.LoanPaidOut, cause.Position.Value),
            Repaid cause => (CashEntryType.LoanDivided, cause.Position.Value),
            Transfer when causes[events[index - 1].At.LogIndex] is { Kind: CashEntryType.LoanDivided } first
                && first.Payer == transfer.From => (first.Kind, first.Subject),
            _ => null,
        };

    private static (CashEntryType Kind, Hash32? Subject)? After(LedgerEvent? next, Transfer transfer) => next switch
    {
        OrderPaid cause when cause.Amount == transfer.Value => (CashEntryType.OrderPaid, cause.Order.Value),
        Closed cause when cause.Refund == transfer.Value => (CashEntryType.EscrowReturned, cause.Order.Value),
        Repaid cause when cause.Amount == transfer.Value => (CashEntryType.LoanRepaid, cause.Position.Value),
        _ => null,
    };

    private static bool PaysOut(IReadOnlyList<FetchedEvent> events, int index, CollateralAdded added, Transfer transfer)
    {
        for (var step = -2; Neighbour(events, index, step) is { } earlier; step--)
            if (earlier is Opened opened && opened.Position == added.Position) return opened.Loan.Principal == transfer.Value;
        return false;
    }
}
