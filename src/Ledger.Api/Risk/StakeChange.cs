using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit.Book;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Risk;

/// <summary>What an event changes of what debtors owe: looked at before the event is entered in the book, and after.</summary>
internal readonly struct StakeChange
{
    private readonly LedgerEvent happened;
    private readonly (PartyId Lender, PartyId Debtor)? line;
    private readonly Hash32 receivable;
    private readonly PartyId debtor;
    private readonly IReadOnlyList<(PartyId Owner, ulong Owed)> before;

    private StakeChange(LedgerEvent happened, (PartyId Lender, PartyId Debtor)? line, Hash32 receivable, OpenReceivable? debt)
    {
        (this.happened, this.line, this.receivable, debtor) = (happened, line, receivable, debt?.Debtor ?? (happened as Issued)?.Debtor ?? default);
        before = debt is null ? [] : [.. debt.Claims()];
    }

    public static StakeChange Before(LedgerEvent happened, OpenPosition? position, RiskContext context)
    {
        (PartyId, PartyId)? line = happened switch
        {
            Opened opened => (opened.Loan.Lender, opened.Loan.Debtor),
            LimitSet set => (set.Lender, set.Debtor),
            _ => position is null ? null : (position.Lender, position.Debtor),
        };
        var receivable = happened switch
        {
            Issued issued => issued.Receivable.Value,
            Moved moved => moved.Receivable.Value,
            Sold sold => sold.Receivable.Value,
            Paid paid => paid.Receivable.Value,
            PaidThrough paid => paid.Receivable.Value,
            Retired retired => retired.Receivable.Value,
            Diluted diluted => diluted.Receivable.Value,
            _ => default,
        };
        return new StakeChange(happened, line, receivable, context.Book.Receivables.GetValueOrDefault(receivable));
    }

    /// <summary>Enters the change; returns the lines of lenders that it touched.</summary>
    public IReadOnlyList<(PartyId Lender, PartyId Debtor)> After(RiskContext context)
    {
        var state = context.State;
        if (happened is Sold sold) state.Lenders.Add(sold.Buyer);
        var touched = new SortedSet<(PartyId Lender, PartyId Debtor)>();
        if (line is { } loan)
        {
            state.Lenders.Add(loan.Lender);
            state.Lend(loan.Lender, loan.Debtor, context.Book.Exposures.GetValueOrDefault(loan));
            touched.Add(loan);
        }
        foreach (var (owner, more) in Differences(context))
        {
            state.Own(owner, debtor, more);
            touched.Add((owner, debtor));
        }
        return touched.Count == 0 ? [] : [.. touched.Where(changed => state.Lenders.Contains(changed.Lender))];
    }

    private Dictionary<PartyId, Int128> Differences(RiskContext context)
    {
        var sums = new Dictionary<PartyId, Int128>();
        if (debtor.Value == 0) return sums;
        foreach (var (owner, owed) in before) sums[owner] = sums.GetValueOrDefault(owner) - owed;
        if (context.Book.Receivables.TryGetValue(receivable, out var debt))
            foreach (var (owner, owed) in debt.Claims()) sums[owner] = sums.GetValueOrDefault(owner) + owed;
        foreach (var owner in sums.Keys.ToList())
            if (sums[owner] == 0 || context.IsInstrument(owner)) sums.Remove(owner);
        return sums;
    }
}
