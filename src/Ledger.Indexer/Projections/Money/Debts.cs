using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Projections;

/// <summary>What the contract does to the words of a receivable and its notes, done to their rows. Never refuses: what the contract let pass is so.</summary>
internal static class Debts
{
    private const ulong Day = 86_400;

    /// <summary>Asks for the records of the debtor and the first owner, and the lines of the owners named, once the receivable is loaded.</summary>
    public static void Want(ProjectionState state, Hash32 receivable, params ReadOnlySpan<ulong> owners)
    {
        if (state.Receivables.Find(receivable) is { } row)
        {
            state.PartyRecords.Want(row.Debtor);
            state.PartyRecords.Want(row.Seller);
        }
        if (DebtorOf(state, receivable) is not { } debtor) return;
        foreach (var owner in owners) state.CreditLines.Want((owner, debtor));
    }

    /// <summary>The debtor of a receivable that is loaded, or issued in the batch.</summary>
    public static ulong? DebtorOf(ProjectionState state, Hash32 receivable) =>
        state.Receivables.Find(receivable)?.Debtor ?? (state.Issued.TryGetValue(receivable, out var debtor) ? debtor : null);

    public static PartyRecordRow Record(ProjectionState state, ulong party)
    {
        if (state.PartyRecords.Find(party) is null) state.PartyRecords.Put(new PartyRecordRow { Party = party });
        return state.PartyRecords.Change(party);
    }

    public static CreditLineRow Line(ProjectionState state, ulong lender, ulong debtor)
    {
        if (state.CreditLines.Find((lender, debtor)) is null) state.CreditLines.Put(new CreditLineRow { Lender = lender, Debtor = debtor });
        return state.CreditLines.Change((lender, debtor));
    }

    /// <summary>Open claims pass from one owner to another.</summary>
    public static void Pass(ProjectionState state, ReceivableNoteRow note, ulong from, ulong to, ulong open)
    {
        unchecked
        {
            Line(state, from, note.Debtor).Owned -= open;
            Line(state, to, note.Debtor).Owned += open;
        }
    }

    /// <summary>Less is still to come for a note's owner.</summary>
    public static void Lose(ProjectionState state, ReceivableNoteRow note, ulong open)
    {
        unchecked
        {
            Line(state, note.Owner, note.Debtor).Owned -= open;
        }
    }

    /// <summary>The whole note gets another owner.</summary>
    public static void Give(ProjectionState state, ReceivableNoteRow note, ulong to)
    {
        Pass(state, note, note.Owner, to, note.Open);
        note.Owner = to;
        note.Seq++;
    }

    /// <summary>ClaimWord.less: without an amount, of which so much was redeemed; ended where nothing is left to redeem.</summary>
    public static void Less(ReceivableRow receivable, ReceivableNoteRow note, ulong amount, ulong redeemed)
    {
        unchecked
        {
            if (amount - redeemed == note.Open)
            {
                End(receivable, note);
                return;
            }
            note.Amount -= amount;
            note.Redeemed -= redeemed;
            note.Seq++;
        }
    }

    /// <summary>ClaimWord.redeem.</summary>
    public static void Redeem(ReceivableRow receivable, ReceivableNoteRow note, ulong amount)
    {
        if (amount == note.Open)
        {
            End(receivable, note);
            return;
        }
        note.Redeemed = unchecked(note.Redeemed + amount);
        note.Seq++;
    }

    /// <summary>Notes._reduce, after what was redeemable was: takes an unpaid amount out of the debt, and the share that was paid for it.</summary>
    public static void Reduce(ReceivableRow receivable, ReceivableNoteRow note, ulong amount)
    {
        unchecked
        {
            var outstanding = receivable.Owed - receivable.Paid;
            var paid = amount == note.Open ? note.Redeemed
                : note.Amount == receivable.Owed || outstanding == 0 ? 0
                : Math.Min(note.Redeemed, (ulong)((UInt128)amount * receivable.Paid / outstanding));
            receivable.Owed -= amount + paid;
            receivable.Paid -= paid;
            receivable.Closed += paid;
            Less(receivable, note, amount + paid, paid);
        }
    }

    /// <summary>Recomputes what is outstanding, keeps the debtor's record, and notes when it became nothing.</summary>
    public static void Settle(ProjectionState state, ReceivableRow receivable, EventPosition at)
    {
        var before = receivable.Outstanding;
        var (debtor, seller) = (Record(state, receivable.Debtor), Record(state, receivable.Seller));
        unchecked
        {
            receivable.Outstanding = receivable.PaidThrough ? 0 : receivable.Owed - receivable.Paid;
            debtor.Outstanding -= before - receivable.Outstanding;
        }
        if (before == 0 || receivable.Outstanding != 0) return;
        receivable.SettledTime = at.Time;
        if (receivable.PaidTime is null) return;
        debtor.Settled++;
        seller.GivenSettled++;
        var days = at.Time > receivable.Due ? (at.Time - receivable.Due) / Day : 0;
        if (days == 0) return;
        debtor.SettledLate++;
        debtor.DaysLate += days;
        seller.GivenLate++;
    }

    private static void End(ReceivableRow receivable, ReceivableNoteRow note)
    {
        (note.Amount, note.Redeemed, note.Ended) = (0, 0, true);
        receivable.Notes = unchecked(receivable.Notes - 1);
        if (note.Id == receivable.Id) receivable.FirstEnded = true;
    }
}
